import { connectivityTable } from "../../../../../tools/reach/analysis/table.ts";
import { explained, hopTexts, networkOf, type Resources, verdictAndCauses } from "../../support/network.ts";
import {
  acl,
  ec2Instance,
  entry,
  gateway,
  group,
  id,
  MAIN,
  routes,
  subnet,
} from "../../support/resource-builders.ts";
import { ALL, fromAToB, spoke, tgw } from "../../support/transit.ts";

const igw = gateway("igw", "main");
const toIgw = { cidr_block: "0.0.0.0/0", gateway_id: id("aws_internet_gateway.igw") };
const toNat = { cidr_block: "0.0.0.0/0", nat_gateway_id: id("aws_nat_gateway.nat") };
const nat: Resources = {
  aws_eip: { nat: {} },
  aws_nat_gateway: { nat: { subnet_id: id("aws_subnet.a"), allocation_id: id("aws_eip.nat") } },
};
const app = ec2Instance("app", "b", "10.0.2.10", ["open"]);
const inside = routes("inside", "main", ["b"], toNat);
const everything = [entry(100, "allow", "-1", "0.0.0.0/0")];
const anyone = "0.0.0.0/0";

/** A static VPN connection to 192.168.0.0/16. */
const office: Resources = {
  aws_vpn_gateway: { vgw: { vpc_id: id("aws_vpc.main") } },
  aws_customer_gateway: { office: { bgp_asn: 65000, ip_address: "203.0.113.1", type: "ipsec.1" } },
  aws_vpn_connection: {
    office: {
      vpn_gateway_id: id("aws_vpn_gateway.vgw"),
      customer_gateway_id: id("aws_customer_gateway.office"),
      type: "ipsec.1",
      static_routes_only: true,
    },
  },
  aws_vpn_connection_route: {
    office: {
      destination_cidr_block: "192.168.0.0/16",
      vpn_connection_id: id("aws_vpn_connection.office"),
    },
  },
};

describe("a NAT gateway", () => {
  const base = [...MAIN, igw, nat, app, inside];

  it("connects private endpoints to the internet by its own subnet's route", async () => {
    const network = await networkOf(...base, routes("public", "main", ["a"], toIgw));
    expect(verdictAndCauses(network, "aws_instance.app", "internet:443")).toEqual(["allowed"]);
    expect(hopTexts(network, "aws_instance.app", "internet:443")).toEqual([
      "security group open, outbound",
      "network ACL of aws_subnet.b, outbound",
      "network ACL of aws_subnet.b, return traffic inbound",
      "route 0.0.0.0/0 → nat gateway aws_nat_gateway.nat",
      "network ACL of aws_subnet.a, inbound",
      "network ACL of aws_subnet.a, return traffic outbound",
      "network ACL of aws_subnet.a, outbound",
      "network ACL of aws_subnet.a, return traffic inbound",
      "route 0.0.0.0/0 → internet gateway aws_internet_gateway.igw",
    ]);
    expect(verdictAndCauses(network, "internet", "aws_instance.app:443")).toEqual([
      "blocked",
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS aws_instance.app",
      "NO_ROUTE_BACK aws_route_table.inside",
    ]);
  });

  it("provides no internet access from a private subnet", async () => {
    const network = await networkOf(...base);
    expect(verdictAndCauses(network, "aws_instance.app", "internet:443")).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_vpc.main#main-route-table",
    ]);
  });

  it("does not forward traffic if its own subnet routes it back to the gateway", async () => {
    const circle = routes("inside", "main", ["a", "b"], toNat);
    const network = await networkOf(...MAIN, igw, nat, app, circle);
    const [verdict, ...causes] = verdictAndCauses(network, "aws_instance.app", "internet:443");
    expect(verdict).toBe("blocked");
    expect(causes).toContain("NO_PATH aws_route_table.inside");
  });

  it.each<[string, object[], object[], number]>([
    ["requests from inside", [entry(90, "deny", "tcp", "10.0.2.0/24", 443), ...everything], everything, 1],
    ["requests to the internet", everything, [entry(90, "deny", "tcp", anyone, 443), ...everything], 1],
    ["replies from the internet", [entry(100, "allow", "tcp", "10.0.0.0/16", [0, 65535])], everything, 1],
    ["replies to the inside", everything, [entry(100, "allow", "tcp", anyone, 443)], 1],
  ])("is blocked by its own subnet's network ACL: %s", async (_, ingress, egress, count) => {
    const network = await networkOf(
      ...base,
      routes("public", "main", ["a"], toIgw),
      acl("nat", "main", ["a"], ingress, egress),
    );
    const causes = Array<string>(count).fill("SUBNET_ACL_RESTRICTION aws_network_acl.nat");
    expect(verdictAndCauses(network, "aws_instance.app", "internet:443")).toEqual(["blocked", ...causes]);
  });

  it("forwards TCP, UDP and pings, and no other protocol", async () => {
    const network = await networkOf(...base, routes("public", "main", ["a"], toIgw));
    const row = connectivityTable(network).find(
      ({ from, to }) => from === "net/aws_instance.app" && to === "internet",
    );
    expect(row?.ports).toBe("icmp, tcp, udp");
    expect(verdictAndCauses(network, "aws_instance.app", "internet:53", "udp")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.app", "internet", "icmp")).toEqual(["allowed"]);
  });

  it("does not reach the internet if it is private", async () => {
    const own: Resources = {
      aws_nat_gateway: { nat: { subnet_id: id("aws_subnet.a"), connectivity_type: "private" } },
    };
    const network = await networkOf(...MAIN, igw, own, app, inside, routes("public", "main", ["a"], toIgw));
    expect(verdictAndCauses(network, "aws_instance.app", "internet:443")).toEqual([
      "blocked",
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_internet_gateway.igw",
    ]);
  });

  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
  describe.each([
    ["private", { connectivity_type: "private" }],
    ["public", { allocation_id: id("aws_eip.nat") }],
  ])("if it is %s", (_, kind) => {
    const gatewayIn = (subnet: string): Resources => ({
      aws_eip: { nat: {} },
      aws_nat_gateway: { nat: { subnet_id: id(`aws_subnet.${subnet}`), ...kind } },
    });
    const natRoute = (cidr_block: string) => ({ cidr_block, nat_gateway_id: id("aws_nat_gateway.nat") });

    it("reaches other VPCs over a transit gateway, with its own private address", async () => {
      const admitting = (cidr: string) =>
        networkOf(
          tgw(),
          spoke("a", 0),
          subnet("nat", "a", "10.0.9.0/24", { availability_zone: "us-east-1a" }),
          gatewayIn("nat"),
          routes("a", "a", ["a"], natRoute("10.1.0.0/16")),
          routes("nat", "a", ["nat"], ALL),
          spoke("b", 1),
          group("b", "b", { ingress: [{ ports: 443, cidrs: [cidr] }] }),
        );
      expect(fromAToB(await admitting("10.0.9.0/24"))).toEqual(["allowed"]);
      expect(fromAToB(await admitting("10.0.1.0/24"))).toEqual([
        "blocked",
        "ENI_SG_RULES_MISMATCH aws_security_group.b",
      ]);
    });

    it("reaches networks behind a virtual private gateway, which cannot reach anything through it", async () => {
      const network = await networkOf(
        ...MAIN,
        gatewayIn("a"),
        app,
        office,
        routes("inside", "main", ["b"], natRoute("192.168.0.0/16")),
        routes("outside", "main", ["a"], {
          cidr_block: "192.168.0.0/16",
          gateway_id: id("aws_vpn_gateway.vgw"),
        }),
      );
      expect(verdictAndCauses(network, "aws_instance.app", "192.168.7.7:443")).toEqual(["allowed"]);
      expect(verdictAndCauses(network, "192.168.7.7", "aws_instance.app:443")).toEqual([
        "blocked",
        "NO_ROUTE_BACK aws_route_table.inside",
      ]);
    });
  });
});

describe("a forwarding instance", () => {
  const toNatInstance = {
    cidr_block: "0.0.0.0/0",
    network_interface_id: "${aws_instance.nat.primary_network_interface_id}",
  };
  const instance = (source_dest_check: boolean, groups: readonly string[] = ["open"]) =>
    ec2Instance("nat", "a", "10.0.1.5", groups, { source_dest_check, associate_public_ip_address: true });
  const base = [
    ...MAIN,
    igw,
    app,
    routes("public", "main", ["a"], toIgw),
    routes("inside", "main", ["b"], toNatInstance),
  ];

  it("connects private endpoints to the internet if its source/destination check is off", async () => {
    const network = await networkOf(...base, instance(false));
    expect(verdictAndCauses(network, "aws_instance.app", "internet:443")).toEqual(["allowed"]);
    expect(hopTexts(network, "aws_instance.app", "internet:443")).toContain(
      "route 0.0.0.0/0 → interface aws_instance.nat",
    );
  });

  it("drops forwarded traffic if its check is on", async () => {
    const network = await networkOf(...base, instance(true));
    expect(verdictAndCauses(network, "aws_instance.app", "internet:443")).toEqual([
      "blocked",
      "ENI_SOURCE_DEST_CHECK_RESTRICTION aws_instance.nat",
    ]);
  });

  it("is filtered by its own security groups, in both directions", async () => {
    const from = (rules: Parameters<typeof group>[2]) =>
      networkOf(...base, group("nat", "main", rules), instance(false, ["nat"]));
    const refused = ["blocked", "ENI_SG_RULES_MISMATCH aws_security_group.nat"];
    const ingress = [{ ports: 443, cidrs: ["10.0.2.0/24"] }];
    const egress = [{ ports: 443, cidrs: [anyone] }];
    expect(verdictAndCauses(await from({ ingress, egress }), "aws_instance.app", "internet:443")).toEqual([
      "allowed",
    ]);
    expect(verdictAndCauses(await from({ egress }), "aws_instance.app", "internet:443")).toEqual(refused);
    expect(verdictAndCauses(await from({ ingress }), "aws_instance.app", "internet:443")).toEqual(refused);
    const byGroup = await from({ ingress: [{ ports: 443, groups: ["open"] }], egress });
    expect(verdictAndCauses(byGroup, "aws_instance.app", "internet:443")).toEqual(["allowed"]);
  });

  it("does not reach the internet without a public address", async () => {
    const bare = ec2Instance("nat", "a", "10.0.1.5", ["open"], { source_dest_check: false });
    const network = await networkOf(...base, bare);
    expect(verdictAndCauses(network, "aws_instance.app", "internet:443")).toEqual([
      "blocked",
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_internet_gateway.igw",
    ]);
  });

  describe("between subnets", () => {
    const c = [
      subnet("c", "main", "10.0.3.0/24", { availability_zone: "us-east-1a" }),
      ec2Instance("db", "c", "10.0.3.10", ["db"]),
    ];
    const byBox = { network_interface_id: "${aws_instance.nat.primary_network_interface_id}" };
    const there = routes("inside", "main", ["b"], { cidr_block: "10.0.3.0/24", ...byBox });
    const back = routes("deep", "main", ["c"], { cidr_block: "10.0.2.0/24", ...byBox });
    const from = (rule: object, ...more: Resources[]) =>
      networkOf(
        ...MAIN,
        app,
        ...c,
        instance(false),
        there,
        back,
        group("db", "main", { ingress: [rule] }),
        ...more,
      );

    it("preserves the sender's address, and filters by its own security groups", async () => {
      const network = await from({ ports: 5432, cidrs: ["10.0.2.0/24"] });
      expect(verdictAndCauses(network, "aws_instance.app", "aws_instance.db:5432")).toEqual(["allowed"]);
      expect(
        explained(network, "aws_instance.app", "aws_instance.db:5432").hops.map(({ address }) => address),
      ).toContain("net/aws_security_group.open");
    });

    it("hides the sender from rules that reference its security group", async () => {
      const network = await from({ ports: 5432, groups: ["open"] });
      expect(verdictAndCauses(network, "aws_instance.app", "aws_instance.db:5432")).toEqual([
        "blocked",
        "ENI_SG_RULES_MISMATCH aws_security_group.db",
      ]);
    });
  });
});
