import { hopTexts, networkOf, type Resources, verdictAndCauses } from "../../support/network.ts";
import {
  acl,
  ec2Instance,
  entry,
  gateway,
  group,
  id,
  MAIN,
  openGroup,
  routes,
  subnet,
  vpc,
} from "../../support/resource-builders.ts";

const igw = gateway("igw", "main");
const toIgw = { cidr_block: "0.0.0.0/0", gateway_id: id("aws_internet_gateway.igw") };
const out = routes("public", "main", ["a"], toIgw);
const isPublic = { associate_public_ip_address: true };
const web = ec2Instance("web", "a", "10.0.1.10", ["open"], isPublic);

describe("traffic from the internet", () => {
  it("reaches a public address through the internet gateway, with a route back", async () => {
    const network = await networkOf(...MAIN, igw, out, web);
    expect(verdictAndCauses(network, "internet", "aws_instance.web:443")).toEqual(["allowed"]);
    expect(hopTexts(network, "internet", "aws_instance.web:443")).toEqual([
      "internet gateway aws_internet_gateway.igw",
      "network ACL of aws_subnet.a, inbound",
      "network ACL of aws_subnet.a, return traffic outbound",
      "security group open, inbound",
    ]);
  });

  it("does not reach an endpoint with only a private address", async () => {
    const network = await networkOf(...MAIN, igw, out, ec2Instance("web", "a", "10.0.1.10", ["open"]));
    expect(verdictAndCauses(network, "internet", "aws_instance.web:443")).toEqual([
      "blocked",
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_instance.web",
    ]);
  });

  it("reaches an instance to which its subnet assigns a public address, unless the instance disables that", async () => {
    const launch = (map_public_ip_on_launch: boolean, more: object = {}) =>
      networkOf(
        ...MAIN,
        igw,
        out,
        subnet("a", "main", "10.0.1.0/24", { map_public_ip_on_launch }),
        ec2Instance("web", "a", "10.0.1.10", ["open"], more),
      );
    expect(verdictAndCauses(await launch(true), "internet", "aws_instance.web:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(await launch(false), "internet", "aws_instance.web:443")).toEqual([
      "blocked",
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_instance.web",
    ]);
    const refuses = await launch(true, { associate_public_ip_address: false });
    expect(verdictAndCauses(refuses, "internet", "aws_instance.web:443")).toEqual([
      "blocked",
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_instance.web",
    ]);
  });

  it.each<[string, Resources]>([
    ["of the instance", { aws_eip: { web: { instance: id("aws_instance.web") } } }],
    [
      "of an association",
      {
        aws_eip: { web: {} },
        aws_eip_association: {
          web: { allocation_id: id("aws_eip.web"), instance_id: id("aws_instance.web") },
        },
      },
    ],
  ])("reaches an Elastic IP address %s", async (_, eip) => {
    const network = await networkOf(...MAIN, igw, out, eip, ec2Instance("web", "a", "10.0.1.10", ["open"]));
    expect(verdictAndCauses(network, "internet", "aws_instance.web:443")).toEqual(["allowed"]);
  });

  it("requires an internet gateway", async () => {
    const network = await networkOf(...MAIN, web);
    expect(verdictAndCauses(network, "internet", "aws_instance.web:443")).toEqual([
      "blocked",
      "NO_PATH aws_vpc.main",
      "NO_ROUTE_BACK aws_vpc.main#main-route-table",
    ]);
  });

  it("requires a route back", async () => {
    const network = await networkOf(...MAIN, igw, web);
    expect(verdictAndCauses(network, "internet", "aws_instance.web:443")).toEqual([
      "blocked",
      "NO_ROUTE_BACK aws_vpc.main#main-route-table",
    ]);
  });

  it("returns by any matching route, not only by 0.0.0.0/0", async () => {
    const narrow = routes("public", "main", ["a"], { ...toIgw, cidr_block: "203.0.113.0/24" });
    const network = await networkOf(...MAIN, igw, narrow, web);
    expect(verdictAndCauses(network, "203.0.113.7", "aws_instance.web:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "198.51.100.7", "aws_instance.web:443")).toEqual([
      "blocked",
      "NO_ROUTE_BACK aws_route_table.public",
    ]);
  });

  it("is filtered by the security group and both directions of the network ACL", async () => {
    const https = group("https", "main", { ingress: [{ ports: 443, cidrs: ["203.0.113.0/24"] }] });
    const anyone = "0.0.0.0/0";
    const narrow = acl(
      "a",
      "main",
      ["a"],
      [entry(100, "allow", "tcp", anyone, 443)],
      [entry(100, "allow", "tcp", anyone, [1024, 65535])],
    );
    const network = await networkOf(
      ...MAIN,
      igw,
      out,
      https,
      narrow,
      ec2Instance("web", "a", "10.0.1.10", ["https"], isPublic),
    );
    expect(verdictAndCauses(network, "203.0.113.7", "aws_instance.web:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "198.51.100.7", "aws_instance.web:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.https",
    ]);
    expect(verdictAndCauses(network, "203.0.113.7", "aws_instance.web:80")).toEqual([
      "blocked",
      "SUBNET_ACL_RESTRICTION aws_network_acl.a",
      "ENI_SG_RULES_MISMATCH aws_security_group.https",
    ]);
  });

  it("is not allowed from a private source address", async () => {
    const network = await networkOf(...MAIN, igw, out, web);
    expect(verdictAndCauses(network, "internet", "aws_instance.web:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "192.168.7.7", "aws_instance.web:443")).toEqual([
      "blocked",
      "NO_PATH 192.168.7.7",
      "NO_ROUTE_BACK aws_route_table.public",
    ]);
  });
});

describe("traffic to the internet", () => {
  it("leaves through the internet gateway with a public address", async () => {
    const network = await networkOf(...MAIN, igw, out, web);
    expect(verdictAndCauses(network, "aws_instance.web", "internet:443")).toEqual(["allowed"]);
    expect(hopTexts(network, "aws_instance.web", "internet:443")).toEqual([
      "security group open, outbound",
      "network ACL of aws_subnet.a, outbound",
      "network ACL of aws_subnet.a, return traffic inbound",
      "route 0.0.0.0/0 → internet gateway aws_internet_gateway.igw",
    ]);
  });

  it("is blocked without a public address", async () => {
    const network = await networkOf(...MAIN, igw, out, ec2Instance("web", "a", "10.0.1.10", ["open"]));
    expect(verdictAndCauses(network, "aws_instance.web", "internet:443")).toEqual([
      "blocked",
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_internet_gateway.igw",
    ]);
  });

  it("requires a route", async () => {
    const network = await networkOf(...MAIN, igw, web);
    expect(verdictAndCauses(network, "aws_instance.web", "internet:443")).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_vpc.main#main-route-table",
    ]);
  });

  it("does not leave through the gateway of another VPC", async () => {
    const elsewhere = [vpc("other", "10.9.0.0/16"), gateway("igw", "other")];
    const network = await networkOf(...MAIN, ...elsewhere, out, web);
    expect(verdictAndCauses(network, "aws_instance.web", "internet:443")).toEqual([
      "blocked",
      "BAD_STATE_ROUTE aws_route_table.public#route[0]",
    ]);
  });

  it("uses the longest matching prefix, even if its target does not forward", async () => {
    const gone = { cidr_block: "198.51.100.0/24", network_interface_id: id("aws_network_interface.idle") };
    const idle = { aws_network_interface: { idle: { subnet_id: id("aws_subnet.b") } } };
    const network = await networkOf(...MAIN, igw, idle, web, routes("public", "main", ["a"], toIgw, gone));
    expect(verdictAndCauses(network, "aws_instance.web", "203.0.113.7:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.web", "198.51.100.7:443")).toEqual([
      "blocked",
      "ENI_SOURCE_DEST_CHECK_RESTRICTION aws_network_interface.idle",
    ]);
  });
});

describe("Block Public Access", () => {
  const options = (internet_gateway_block_mode: string) => ({
    aws_vpc_block_public_access_options: { all: { internet_gateway_block_mode } },
  });
  const refused = ["blocked", "VPC_BLOCK_PUBLIC_ACCESS_ENABLED aws_vpc_block_public_access_options.all"];

  it.each([
    ["off", "allowed", "allowed"],
    ["block-bidirectional", "blocked", "blocked"],
    ["block-ingress", "blocked", "blocked"],
  ])("%s: inbound %s, outbound %s", async (mode, incoming, outgoing) => {
    const network = await networkOf(...MAIN, igw, out, web, options(mode));
    expect(verdictAndCauses(network, "internet", "aws_instance.web:443")).toEqual(
      incoming === "allowed" ? ["allowed"] : refused,
    );
    expect(verdictAndCauses(network, "aws_instance.web", "internet:443")).toEqual(
      outgoing === "allowed" ? ["allowed"] : refused,
    );
  });

  it("does not affect NAT if it blocks ingress, nor excluded subnets", async () => {
    const nat = {
      aws_eip: { nat: {} },
      aws_nat_gateway: { nat: { subnet_id: id("aws_subnet.a"), allocation_id: id("aws_eip.nat") } },
    };
    const inside = routes("inside", "main", ["b"], {
      cidr_block: "0.0.0.0/0",
      nat_gateway_id: id("aws_nat_gateway.nat"),
    });
    const app = ec2Instance("app", "b", "10.0.2.10", ["open"]);
    const base = [...MAIN, igw, out, nat, inside, app, web];
    const oneWay = await networkOf(...base, options("block-ingress"));
    expect(verdictAndCauses(oneWay, "aws_instance.app", "internet:443")).toEqual(["allowed"]);
    const both = await networkOf(...base, options("block-bidirectional"));
    expect(verdictAndCauses(both, "aws_instance.app", "internet:443")).toEqual(refused);
    const excluded = await networkOf(...base, options("block-bidirectional"), {
      aws_vpc_block_public_access_exclusion: {
        a: { subnet_id: id("aws_subnet.a"), internet_gateway_exclusion_mode: "allow-bidirectional" },
      },
    });
    expect(verdictAndCauses(excluded, "internet", "aws_instance.web:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(excluded, "aws_instance.app", "internet:443")).toEqual(["allowed"]);
  });
});

describe("IPv6 traffic", () => {
  const dual: readonly Resources[] = [
    vpc("main", "10.0.0.0/16", {
      ipv6_cidr_block: "2600:1f18:1:2200::/56",
      ipv6_ipam_pool_id: "ipam-pool-1",
    }),
    subnet("a", "main", "10.0.1.0/24", { ipv6_cidr_block: "2600:1f18:1:2201::/64" }),
    subnet("b", "main", "10.0.2.0/24", { ipv6_cidr_block: "2600:1f18:1:2202::/64" }),
    openGroup("open", "main"),
    ec2Instance("web", "a", "10.0.1.10", ["open"], { ipv6_addresses: ["2600:1f18:1:2201::10"] }),
  ];
  const out6 = (target: object) => routes("v6", "main", ["a"], { ipv6_cidr_block: "::/0", ...target });
  const eigw = { aws_egress_only_internet_gateway: { eigw: { vpc_id: id("aws_vpc.main") } } };
  const CLOUDFLARE = "[2606:4700::1111]:443";

  it("passes an internet gateway in both directions without a public IPv4 address", async () => {
    const network = await networkOf(...dual, igw, out6({ gateway_id: id("aws_internet_gateway.igw") }));
    expect(verdictAndCauses(network, "aws_instance.web", CLOUDFLARE)).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "2606:4700::1111", "aws_instance.web:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "2606:4700::1111", "[2600:1f18:1:2201::10]:443")).toEqual(["allowed"]);
  });

  it("passes an egress-only internet gateway only for outbound connections", async () => {
    const target = { egress_only_gateway_id: id("aws_egress_only_internet_gateway.eigw") };
    const network = await networkOf(...dual, igw, eigw, out6(target));
    expect(verdictAndCauses(network, "aws_instance.web", CLOUDFLARE)).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "2606:4700::1111", "aws_instance.web:443")).toEqual([
      "blocked",
      "EGRESS_ONLY_GATEWAY_REJECTS_INGRESS aws_route_table.v6",
    ]);
  });

  describe("between two VPCs, over the internet", () => {
    const byEgressOnly = { egress_only_gateway_id: id("aws_egress_only_internet_gateway.eigw") };
    const byInternet = { gateway_id: id("aws_internet_gateway.igw") };
    const other: readonly Resources[] = [
      vpc("far", "10.1.0.0/16", {
        ipv6_cidr_block: "2600:1f18:2:2200::/56",
        ipv6_ipam_pool_id: "ipam-pool-1",
      }),
      subnet("f", "far", "10.1.1.0/24", { ipv6_cidr_block: "2600:1f18:2:2201::/64" }),
      openGroup("far", "far"),
      ec2Instance("far", "f", "10.1.1.10", ["far"], { ipv6_addresses: ["2600:1f18:2:2201::10"] }),
      gateway("far", "far"),
    ];
    const fromFar = (ipv6_cidr_block: string, target: object) =>
      routes("far", "far", ["f"], { ipv6_cidr_block, ...target });
    const open = fromFar("::/0", { gateway_id: id("aws_internet_gateway.far") });
    const TO_FAR = ["aws_instance.web", "[2600:1f18:2:2201::10]:443"] as const;
    const FROM_FAR = ["aws_instance.far", "[2600:1f18:1:2201::10]:443"] as const;

    it("is allowed if there are routes in both directions", async () => {
      const network = await networkOf(...dual, ...other, igw, out6(byInternet), open);
      expect(verdictAndCauses(network, ...TO_FAR)).toEqual(["allowed"]);
      expect(verdictAndCauses(network, ...FROM_FAR)).toEqual(["allowed"]);
      const noWayBack = await networkOf(...dual, ...other, igw, out6(byInternet));
      expect(verdictAndCauses(noWayBack, ...TO_FAR)).toEqual([
        "blocked",
        "NO_ROUTE_BACK aws_vpc.far#main-route-table",
      ]);
    });

    it("passes an egress-only internet gateway inbound only as return traffic", async () => {
      const network = await networkOf(...dual, ...other, eigw, out6(byEgressOnly), open);
      expect(verdictAndCauses(network, ...TO_FAR)).toEqual(["allowed"]);
      expect(verdictAndCauses(network, ...FROM_FAR)).toEqual([
        "blocked",
        "EGRESS_ONLY_GATEWAY_REJECTS_INGRESS aws_route_table.v6",
        "NOT_KNOWN aws_route_table.v6",
      ]);
    });

    it("uses IPv6 routes for return traffic, whatever the IPv4 routes are", async () => {
      const four = { cidr_block: "0.0.0.0/0", ...byInternet };
      const both = routes("v6", "main", ["a"], four, { ipv6_cidr_block: "::/0", ...byEgressOnly });
      const network = await networkOf(...dual, ...other, igw, eigw, both, open);
      expect(verdictAndCauses(network, "2606:4700::1111", "aws_instance.web:443")).toEqual([
        "blocked",
        "EGRESS_ONLY_GATEWAY_REJECTS_INGRESS aws_route_table.v6",
      ]);
      expect(verdictAndCauses(network, ...FROM_FAR)).toEqual([
        "blocked",
        "EGRESS_ONLY_GATEWAY_REJECTS_INGRESS aws_route_table.v6",
        "NOT_KNOWN aws_route_table.v6",
      ]);
    });

    it("does not leave through an internet gateway with another VPC's addresses", async () => {
      const tgw: Resources = {
        aws_ec2_transit_gateway: { tgw: {} },
        aws_ec2_transit_gateway_vpc_attachment: Object.fromEntries(
          [["main", "a"] as const, ["far", "f"] as const].map(([of, each]) => [
            of,
            {
              vpc_id: id(`aws_vpc.${of}`),
              subnet_ids: [id(`aws_subnet.${each}`)],
              transit_gateway_id: id("aws_ec2_transit_gateway.tgw"),
              ipv6_support: "enable",
            },
          ]),
        ),
        aws_ec2_transit_gateway_route: {
          out: {
            destination_cidr_block: "::/0",
            transit_gateway_attachment_id: id("aws_ec2_transit_gateway_vpc_attachment.main"),
            transit_gateway_route_table_id:
              "${aws_ec2_transit_gateway.tgw.association_default_route_table_id}",
          },
        },
      };
      const far = fromFar("::/0", { transit_gateway_id: id("aws_ec2_transit_gateway.tgw") });
      const network = await networkOf(...dual, ...other, igw, out6(byInternet), tgw, far);
      const verdict = verdictAndCauses(network, "aws_instance.far", CLOUDFLARE);
      expect(verdict.slice(0, 2)).toEqual(["blocked", "NO_PATH aws_internet_gateway.igw"]);
    });
  });

  it("does not use IPv4 routes", async () => {
    const network = await networkOf(...dual, igw, out);
    expect(verdictAndCauses(network, "aws_instance.web", CLOUDFLARE)).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_route_table.public",
    ]);
  });

  it("is filtered by IPv6 security group rules", async () => {
    const four = group("four", "main", {
      ingress: [{ ports: 443, cidrs: ["0.0.0.0/0"] }],
      egress: [{ ports: 443, cidrs: ["0.0.0.0/0"] }],
    });
    const network = await networkOf(
      ...dual,
      four,
      ec2Instance("web", "a", "10.0.1.10", ["four"], { ipv6_addresses: ["2600:1f18:1:2201::10"] }),
      ec2Instance("peer", "b", "10.0.2.10", ["four"], { ipv6_addresses: ["2600:1f18:1:2202::10"] }),
    );
    expect(verdictAndCauses(network, "aws_instance.web", "10.0.2.10:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.web", "[2600:1f18:1:2202::10]:443")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.four",
      "ENI_SG_RULES_MISMATCH aws_security_group.four",
    ]);
  });

  it("is filtered by IPv6 network ACL entries", async () => {
    const any = [entry(100, "allow", "-1", "0.0.0.0/0")];
    const any6 = [...any, entry(101, "allow", "-1", "::/0")];
    const onward = out6({ gateway_id: id("aws_internet_gateway.igw") });
    const closed = await networkOf(...dual, igw, onward, acl("a", "main", ["a"], any, any));
    expect(verdictAndCauses(closed, "aws_instance.web", CLOUDFLARE)).toEqual([
      "blocked",
      "SUBNET_ACL_RESTRICTION aws_network_acl.a",
      "SUBNET_ACL_RESTRICTION aws_network_acl.a",
    ]);
    const open = await networkOf(...dual, igw, onward, acl("a", "main", ["a"], any6, any6));
    expect(verdictAndCauses(open, "aws_instance.web", CLOUDFLARE)).toEqual(["allowed"]);
  });

  it("uses ICMPv6 for pings", async () => {
    const ping = group("ping", "main", {
      ingress: [{ protocol: "icmpv6", ports: [128, -1], cidrs6: ["::/0"] }],
    });
    const network = await networkOf(
      ...dual,
      ping,
      ec2Instance("peer", "b", "10.0.2.10", ["ping"], { ipv6_addresses: ["2600:1f18:1:2202::10"] }),
    );
    expect(verdictAndCauses(network, "aws_instance.web", "2600:1f18:1:2202::10", "icmp")).toEqual([
      "allowed",
    ]);
    expect(verdictAndCauses(network, "aws_instance.web", "10.0.2.10", "icmp")).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.ping",
    ]);
  });
});
