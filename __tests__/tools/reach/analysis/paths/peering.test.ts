import { explained, hopTexts, networkOf, type Resources, verdictAndCauses } from "../../support/network.ts";
import {
  ec2Instance,
  gateway,
  group,
  id,
  MAIN,
  openGroup,
  routes,
  subnet,
  vpc,
} from "../../support/resource-builders.ts";

const peering = (more: object = { auto_accept: true }): Resources => ({
  aws_vpc_peering_connection: {
    pcx: { vpc_id: id("aws_vpc.main"), peer_vpc_id: id("aws_vpc.far"), ...more },
  },
});
const pcx = id("aws_vpc_peering_connection.pcx");
const FAR: readonly Resources[] = [
  vpc("far", "10.1.0.0/16"),
  subnet("f", "far", "10.1.1.0/24"),
  openGroup("far", "far"),
  ec2Instance("far", "f", "10.1.1.10", ["far"]),
];
const there = routes("there", "main", ["a"], { cidr_block: "10.1.0.0/16", vpc_peering_connection_id: pcx });
const back = routes("back", "far", ["f"], { cidr_block: "10.0.0.0/16", vpc_peering_connection_id: pcx });
const near = ec2Instance("near", "a", "10.0.1.10", ["open"]);
const BASE = [...MAIN, ...FAR, near];

describe("a VPC peering", () => {
  it("connects two VPCs with routes in both directions", async () => {
    const network = await networkOf(...BASE, peering(), there, back);
    expect(verdictAndCauses(network, "aws_instance.near", "aws_instance.far:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.far", "aws_instance.near:443")).toEqual(["allowed"]);
    expect(hopTexts(network, "aws_instance.near", "aws_instance.far:443")).toContain(
      "route 10.1.0.0/16 → peering aws_vpc_peering_connection.pcx",
    );
  });

  it("requires a route to the other VPC", async () => {
    const network = await networkOf(...BASE, peering(), back);
    expect(verdictAndCauses(network, "aws_instance.near", "aws_instance.far:443")).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_vpc.main#main-route-table",
    ]);
  });

  it("requires a route back", async () => {
    const network = await networkOf(...BASE, peering(), there);
    expect(verdictAndCauses(network, "aws_instance.near", "aws_instance.far:443")).toEqual([
      "blocked",
      "NO_ROUTE_BACK aws_vpc.far#main-route-table",
    ]);
  });

  it("requires a route back to the sender, not only to another part of its VPC", async () => {
    const half = routes("back", "far", ["f"], { cidr_block: "10.0.2.0/24", vpc_peering_connection_id: pcx });
    const network = await networkOf(...BASE, peering(), there, half);
    expect(verdictAndCauses(network, "aws_instance.near", "aws_instance.far:443")).toEqual([
      "blocked",
      "NO_ROUTE_BACK aws_route_table.back",
    ]);
  });

  it("does not forward until it is accepted", async () => {
    const network = await networkOf(...BASE, peering({}), there, back);
    expect(verdictAndCauses(network, "aws_instance.near", "aws_instance.far:443")).toEqual([
      "blocked",
      "BAD_STATE_ATTACHMENT aws_vpc_peering_connection.pcx",
      "NO_ROUTE_BACK aws_route_table.back",
    ]);
    const accepter = {
      aws_vpc_peering_connection_accepter: { pcx: { vpc_peering_connection_id: pcx, auto_accept: true } },
    };
    const accepted = await networkOf(...BASE, peering({}), accepter, there, back);
    expect(verdictAndCauses(accepted, "aws_instance.near", "aws_instance.far:443")).toEqual(["allowed"]);
  });

  it("allows nothing for certain if its other VPC is not in the files", async () => {
    const outside = { peer_vpc_id: "vpc-0123456789abcdef0" };
    const network = await networkOf(...MAIN, near, peering(outside), there);
    const accepted = await networkOf(...MAIN, near, peering({ ...outside, auto_accept: true }), there);
    for (const [of, why] of [
      [network, "whether the peering is accepted"],
      [accepted, "the peer VPC is not in these files"],
    ] as const) {
      const { verdict, causes } = explained(of, "aws_instance.near", "10.1.1.10:443");
      expect(verdict).toBe("unknown");
      expect(causes).toEqual([
        { code: "NOT_KNOWN", address: "net/aws_vpc_peering_connection.pcx", text: `unknown: ${why}` },
      ]);
    }
    expect(verdictAndCauses(network, "10.1.1.10", "aws_instance.near:443")).toEqual([
      "unknown",
      "NOT_KNOWN 10.1.1.10",
      "NOT_KNOWN aws_route_table.there",
    ]);
  });

  it("is not transitive: it does not reach networks behind the other VPC", async () => {
    const third = [
      vpc("third", "10.2.0.0/16"),
      subnet("t", "third", "10.2.1.0/24"),
      openGroup("third", "third"),
      ec2Instance("third", "t", "10.2.1.10", ["third"]),
      {
        aws_vpc_peering_connection: {
          on: { vpc_id: id("aws_vpc.far"), peer_vpc_id: id("aws_vpc.third"), auto_accept: true },
        },
      },
    ];
    const on = id("aws_vpc_peering_connection.on");
    const network = await networkOf(
      ...BASE,
      ...third,
      peering(),
      routes("there", "main", ["a"], { cidr_block: "10.0.0.0/8", vpc_peering_connection_id: pcx }),
      routes("middle", "far", ["f"], { cidr_block: "10.2.0.0/16", vpc_peering_connection_id: on }),
      routes("end", "third", ["t"], { cidr_block: "10.0.0.0/8", vpc_peering_connection_id: on }),
    );
    const causes = verdictAndCauses(network, "aws_instance.near", "aws_instance.third:443");
    expect(causes.slice(0, 2)).toEqual([
      "blocked",
      "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR aws_vpc_peering_connection.pcx",
    ]);
    expect(verdictAndCauses(network, "aws_instance.far", "aws_instance.third:443")).toEqual(["allowed"]);
  });

  // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations
  // https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
  it.each([
    ["internet gateway", { gateway_id: id("aws_internet_gateway.far") }],
    ["NAT gateway", { nat_gateway_id: id("aws_nat_gateway.nat") }],
  ])("does not reach the internet through the other VPC's %s", async (_, target) => {
    const out = { cidr_block: "0.0.0.0/0", gateway_id: id("aws_internet_gateway.far") };
    const network = await networkOf(
      ...BASE,
      peering(),
      subnet("g", "far", "10.1.2.0/24"),
      {
        aws_eip: { nat: {} },
        aws_nat_gateway: { nat: { subnet_id: id("aws_subnet.g"), allocation_id: id("aws_eip.nat") } },
      },
      gateway("far", "far"),
      ec2Instance("far", "f", "10.1.1.10", ["far"], { associate_public_ip_address: true }),
      routes("there", "main", ["a"], { cidr_block: "0.0.0.0/0", vpc_peering_connection_id: pcx }),
      routes(
        "back",
        "far",
        ["f"],
        { cidr_block: "0.0.0.0/0", ...target },
        { cidr_block: "10.0.0.0/16", vpc_peering_connection_id: pcx },
      ),
      routes("public", "far", ["g"], out, { cidr_block: "10.0.0.0/16", vpc_peering_connection_id: pcx }),
    );
    expect(verdictAndCauses(network, "aws_instance.near", "internet:443")).toEqual([
      "blocked",
      "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR aws_vpc_peering_connection.pcx",
    ]);
    // The gateway serves its own VPC, and the peering connects the two VPCs.
    expect(verdictAndCauses(network, "aws_instance.far", "internet:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.near", "aws_instance.far:443")).toEqual(["allowed"]);
  });

  describe("with a NAT gateway in the sender's VPC", () => {
    const toFar = { cidr_block: "10.1.0.0/16", vpc_peering_connection_id: pcx };
    const toNat = { cidr_block: "10.1.0.0/16", nat_gateway_id: id("aws_nat_gateway.nat") };
    const forwarding = (nat: object, ...more: readonly Resources[]) =>
      networkOf(
        ...BASE,
        peering(),
        { aws_nat_gateway: { nat: { subnet_id: id("aws_subnet.b"), ...nat } } },
        routes("there", "main", ["a"], toNat),
        routes("nat", "main", ["b"], toFar),
        ...more,
      );
    const isPrivate = { connectivity_type: "private" };

    it.each([
      ["private", isPrivate],
      ["public", { allocation_id: id("aws_eip.nat") }],
    ])("forwards its packets, with its own address: %s", async (_, nat) => {
      const from = (cidr: string) =>
        group("far", "far", { ingress: [{ ports: 443, cidrs: [cidr] }], egress: [] });
      const publicAddress: Resources = { aws_eip: { nat: {} } };
      const verdictIf = async (cidr: string) =>
        verdictAndCauses(
          await forwarding(nat, publicAddress, back, from(cidr)),
          "aws_instance.near",
          "aws_instance.far:443",
        );
      expect(await verdictIf("10.0.2.0/24")).toEqual(["allowed"]);
      expect(await verdictIf("10.0.1.0/24")).toEqual([
        "blocked",
        "ENI_SG_RULES_MISMATCH aws_security_group.far",
      ]);
    });

    it.each([
      ["10.0.2.9", "10.0.2.8/30", "allowed", []],
      ["10.0.2.9", "10.0.2.4/30", "unknown", ["NOT_KNOWN aws_vpc_peering_connection.pcx"]],
      [undefined, "10.0.2.4/30", "unknown", ["NOT_KNOWN aws_vpc_peering_connection.pcx"]],
      [undefined, "10.0.2.0/24", "allowed", []],
    ])(
      "returns traffic to it at %s by a route to %s: %s",
      async (private_ip, cidr_block, verdict, causes) => {
        const part = routes("back", "far", ["f"], { cidr_block, vpc_peering_connection_id: pcx });
        const network = await forwarding({ ...isPrivate, private_ip }, part);
        expect(verdictAndCauses(network, "aws_instance.near", "aws_instance.far:443")).toEqual([
          verdict,
          ...causes,
        ]);
      },
    );

    it("may return traffic to it without a route, but not to an instance", async () => {
      const network = await forwarding(isPrivate, ec2Instance("beside", "b", "10.0.2.10", ["open"]));
      expect(verdictAndCauses(network, "aws_instance.near", "aws_instance.far:443")).toEqual([
        "unknown",
        "NOT_KNOWN aws_vpc_peering_connection.pcx",
      ]);
      expect(explained(network, "aws_instance.near", "aws_instance.far:443").causes[0]?.text).toBe(
        "unknown: a peering may return traffic to a NAT gateway without a route (add a route to net/aws_nat_gateway.nat)",
      );
      expect(verdictAndCauses(network, "aws_instance.beside", "aws_instance.far:443")).toEqual([
        "blocked",
        "NO_ROUTE_BACK aws_vpc.far#main-route-table",
      ]);
    });
  });

  describe("with rules that reference a security group", () => {
    const byGroup = group("byGroup", "far", { ingress: [{ ports: 443, groups: ["open"] }] });
    const guarded = ec2Instance("far", "f", "10.1.1.10", ["byGroup"]);

    it("matches members of a group on the other side, within a region", async () => {
      const network = await networkOf(...BASE, byGroup, guarded, peering(), there, back);
      expect(verdictAndCauses(network, "aws_instance.near", "aws_instance.far:443")).toEqual(["allowed"]);
      const stranger = ec2Instance("stranger", "a", "10.0.1.11", ["other"]);
      const others = [group("other", "main", { egress: [{ ports: 443, cidrs: ["0.0.0.0/0"] }] }), stranger];
      const more = await networkOf(...BASE, byGroup, guarded, ...others, peering(), there, back);
      expect(verdictAndCauses(more, "aws_instance.stranger", "aws_instance.far:443")).toEqual([
        "blocked",
        "ENI_SG_RULES_MISMATCH aws_security_group.byGroup",
      ]);
    });
  });
});
