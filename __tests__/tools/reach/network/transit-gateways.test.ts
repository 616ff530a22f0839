import type { TransitGateway } from "../../../../tools/reach/network/gateway-model.ts";
import { readTopology } from "../../../../tools/reach/network/read-topology.ts";
import {
  contextOf,
  NOT_EVALUATED,
  type StackJson,
  type WrittenMap,
  withUncounted,
} from "../support/stacks.ts";
import { topologyOf } from "../support/topology.ts";

const DEFAULT = "net/aws_ec2_transit_gateway.hub#default-route-table";
const transit_gateway_id = "${aws_ec2_transit_gateway.hub.id}";
const vpcs = { a: { cidr_block: "10.1.0.0/16" }, b: { cidr_block: "10.2.0.0/16" } };
const attachment = (vpc: string, more: WrittenMap = {}) => ({
  transit_gateway_id,
  vpc_id: `\${aws_vpc.${vpc}.id}`,
  subnet_ids: [`\${aws_subnet.${vpc}.id}`],
  ...more,
});
const base = {
  aws_vpc: vpcs,
  aws_subnet: {
    a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.1.1.0/24" },
    b: { vpc_id: "${aws_vpc.b.id}", cidr_block: "10.2.1.0/24" },
  },
  aws_ec2_transit_gateway: { hub: {} },
  aws_ec2_transit_gateway_vpc_attachment: { a: attachment("a"), b: attachment("b") },
};
const A = "net/aws_ec2_transit_gateway_vpc_attachment.a";
const B = "net/aws_ec2_transit_gateway_vpc_attachment.b";

function hub(json: StackJson): TransitGateway {
  return topologyOf(json).transitGateways.get("net/aws_ec2_transit_gateway.hub")!;
}
function routes(gateway: TransitGateway, table: string): readonly string[] {
  return gateway.tables
    .get(table)!
    .routes.map(
      (route) =>
        `${route.text} -> ${route.attachment ?? "blackhole"}${route.isPropagated ? " (propagated)" : ""}`,
    );
}
const tablesOf = ({ attachments }: TransitGateway) =>
  attachments.map(({ address, table }) => [address, table]);
const PROPAGATED = [`10.1.0.0/16 -> ${A} (propagated)`, `10.2.0.0/16 -> ${B} (propagated)`];

describe("a transit gateway", () => {
  it("has a default route table, with which attachments are associated and to which they propagate their VPCs' CIDR blocks", () => {
    const gateway = hub(base);
    expect(gateway.attachments).toEqual(
      ["a", "b"].map((name) => ({
        address: `net/aws_ec2_transit_gateway_vpc_attachment.${name}`,
        resource: { kind: "vpc", vpc: `net/aws_vpc.${name}`, subnets: [`net/aws_subnet.${name}`] },
        table: DEFAULT,
        groupReferences: false,
      })),
    );
    expect(routes(gateway, DEFAULT)).toEqual(PROPAGATED);
  });

  it("has no default route table if default association and propagation are disabled", () => {
    const off = { default_route_table_association: "disable", default_route_table_propagation: "disable" };
    const gateway = hub({ ...base, aws_ec2_transit_gateway: { hub: off } });
    expect([...gateway.tables]).toEqual([]);
    expect(tablesOf(gateway)).toEqual([
      [A, undefined],
      [B, undefined],
    ]);
  });

  it("does not associate an attachment that disables the defaults", () => {
    const off = {
      transit_gateway_default_route_table_association: false,
      transit_gateway_default_route_table_propagation: false,
    };
    const gateway = hub({
      ...base,
      aws_ec2_transit_gateway_vpc_attachment: { a: attachment("a", off), b: attachment("b") },
    });
    expect(tablesOf(gateway)).toEqual([
      [A, undefined],
      [B, DEFAULT],
    ]);
    expect(routes(gateway, DEFAULT)).toEqual([`10.2.0.0/16 -> ${B} (propagated)`]);
  });

  it("uses the settings of an attachment's accepter", () => {
    const accepter = {
      a: {
        transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.a.id}",
        transit_gateway_default_route_table_association: false,
      },
    };
    expect(tablesOf(hub({ ...base, aws_ec2_transit_gateway_vpc_attachment_accepter: accepter }))).toEqual([
      [A, undefined],
      [B, DEFAULT],
    ]);
  });

  it("has custom route tables with associations, propagations, static routes, blackholes and prefix lists", () => {
    const transit_gateway_route_table_id = "${aws_ec2_transit_gateway_route_table.spoke.id}";
    const to = (name: string) => `\${aws_ec2_transit_gateway_vpc_attachment.${name}.id}`;
    const gateway = hub({
      ...base,
      aws_ec2_managed_prefix_list: { offices: { name: "offices", entry: [{ cidr: "192.0.2.0/24" }] } },
      aws_ec2_transit_gateway_route_table: { spoke: { transit_gateway_id } },
      aws_ec2_transit_gateway_route_table_association: {
        a: { transit_gateway_route_table_id, transit_gateway_attachment_id: to("a") },
      },
      aws_ec2_transit_gateway_route_table_propagation: {
        b: { transit_gateway_route_table_id, transit_gateway_attachment_id: to("b") },
      },
      aws_ec2_transit_gateway_route: {
        all: {
          transit_gateway_route_table_id,
          destination_cidr_block: "0.0.0.0/0",
          transit_gateway_attachment_id: to("b"),
        },
        none: { transit_gateway_route_table_id, destination_cidr_block: "10.2.9.0/24", blackhole: true },
        main: {
          transit_gateway_route_table_id: "${aws_ec2_transit_gateway.hub.association_default_route_table_id}",
          destination_cidr_block: "10.3.0.0/16",
          transit_gateway_attachment_id: to("a"),
        },
      },
      aws_ec2_transit_gateway_prefix_list_reference: {
        p: {
          transit_gateway_route_table_id,
          prefix_list_id: "${aws_ec2_managed_prefix_list.offices.id}",
          transit_gateway_attachment_id: to("b"),
        },
      },
    });
    const spoke = "net/aws_ec2_transit_gateway_route_table.spoke";
    expect(tablesOf(gateway)).toEqual([
      [A, spoke],
      [B, DEFAULT],
    ]);
    expect(routes(gateway, spoke)).toEqual([
      `0.0.0.0/0 -> ${B}`,
      "10.2.9.0/24 -> blackhole",
      `192.0.2.0/24 -> ${B}`,
      `10.2.0.0/16 -> ${B} (propagated)`,
    ]);
    expect(routes(gateway, DEFAULT)).toEqual([`10.3.0.0/16 -> ${A}`, ...PROPAGATED]);
  });

  it("propagates IPv6 CIDR blocks only of attachments that support IPv6", () => {
    const six = { ipv6_support: "enable" };
    const own = (name: string) => ({
      cidr_block: vpcs[name as "a"].cidr_block,
      assign_generated_ipv6_cidr_block: true,
    });
    const gateway = hub({
      ...base,
      aws_vpc: { a: own("a"), b: own("b") },
      aws_ec2_transit_gateway_vpc_attachment: { a: attachment("a", six), b: attachment("b") },
    });
    const propagated = gateway.tables.get(DEFAULT)!.routes.filter(({ text }) => text.includes(":"));
    expect(propagated.map((route) => route.attachment)).toEqual([A]);
  });

  it("supports security group references only if both gateway and attachment do", () => {
    const gateway = hub({
      ...base,
      aws_ec2_transit_gateway: { hub: { security_group_referencing_support: "enable" } },
      aws_ec2_transit_gateway_vpc_attachment: {
        a: attachment("a"),
        b: attachment("b", { security_group_referencing_support: "disable" }),
      },
    });
    expect(gateway.attachments.map(({ groupReferences }) => groupReferences)).toEqual([true, false]);
  });

  it("leaves a route table incomplete if a route's attachment or destination is unknown", () => {
    const transit_gateway_route_table_id =
      "${aws_ec2_transit_gateway.hub.association_default_route_table_id}";
    const unknownOf = (values: WrittenMap) =>
      hub({
        ...base,
        aws_ec2_transit_gateway_route: { r: { transit_gateway_route_table_id, ...values } },
      }).tables.get(DEFAULT)!.unknown;
    expect(
      unknownOf({ destination_cidr_block: "10.9.0.0/16", transit_gateway_attachment_id: "tgw-attach-1" }),
    ).toContain("tgw-attach-1");
    expect(unknownOf({ destination_cidr_block: NOT_EVALUATED, blackhole: true })).toContain(
      "net/aws_ec2_transit_gateway_route.r",
    );
  });
});

describe("a peering of transit gateways", () => {
  const peered = (more: StackJson) =>
    readTopology(
      contextOf({
        net: base,
        eu: {
          aws_ec2_transit_gateway: { far: { region: "eu-west-1" } },
          aws_ec2_transit_gateway_peering_attachment: {
            p: {
              transit_gateway_id: "${net/aws_ec2_transit_gateway.hub.id}",
              peer_transit_gateway_id: "${aws_ec2_transit_gateway.far.id}",
            },
          },
          aws_ec2_transit_gateway_route: {
            back: {
              transit_gateway_route_table_id:
                "${aws_ec2_transit_gateway.far.association_default_route_table_id}",
              destination_cidr_block: "10.0.0.0/8",
              transit_gateway_attachment_id: "${aws_ec2_transit_gateway_peering_attachment.p.id}",
            },
          },
          ...more,
        },
      }),
    );
  const P = "eu/aws_ec2_transit_gateway_peering_attachment.p";
  const ACCEPTER = "eu/aws_ec2_transit_gateway_peering_attachment_accepter.p";
  const accepter = {
    aws_ec2_transit_gateway_peering_attachment_accepter: {
      p: { transit_gateway_attachment_id: "${aws_ec2_transit_gateway_peering_attachment.p.id}" },
    },
  };

  it("has an attachment on each gateway, and the routes of each gateway use its own attachment", () => {
    const { transitGateways } = peered(accepter);
    const near = transitGateways.get("net/aws_ec2_transit_gateway.hub")!;
    const far = transitGateways.get("eu/aws_ec2_transit_gateway.far")!;
    expect(near.attachments.at(-1)).toMatchObject({
      address: P,
      resource: { kind: "peering", gateway: far.address, attachment: ACCEPTER },
      table: DEFAULT,
    });
    expect(far.attachments).toMatchObject([
      { address: ACCEPTER, resource: { kind: "peering", gateway: near.address, attachment: P } },
    ]);
    expect(routes(far, `${far.address}#default-route-table`)).toEqual([`10.0.0.0/8 -> ${ACCEPTER}`]);
    expect(far.region).toBe("eu-west-1");
  });

  it.each([
    ["by one ID", "${aws_ec2_transit_gateway_peering_attachment.p.id}"],
    ["each by its own resource", "${aws_ec2_transit_gateway_peering_attachment_accepter.p.id}"],
  ])("has a route table on each side if both sides reference the attachment %s", (_how, far) => {
    const [ours, theirs] = [
      "aws_ec2_transit_gateway_route_table.near",
      "aws_ec2_transit_gateway_route_table.far",
    ];
    const side = (table: string, attachment: string) => ({
      transit_gateway_route_table_id: `\${${table}.id}`,
      transit_gateway_attachment_id: attachment,
    });
    const { transitGateways } = peered({
      ...accepter,
      aws_ec2_transit_gateway_route_table: {
        near: { transit_gateway_id: "${net/aws_ec2_transit_gateway.hub.id}" },
        far: { transit_gateway_id: "${aws_ec2_transit_gateway.far.id}" },
      },
      aws_ec2_transit_gateway_route_table_association: {
        a: side(theirs, far),
        b: side(ours, "${aws_ec2_transit_gateway_peering_attachment.p.id}"),
      },
    });
    const near = transitGateways.get("net/aws_ec2_transit_gateway.hub")!;
    expect(near.attachments.at(-1)).toMatchObject({ address: P, table: `eu/${ours}` });
    expect(transitGateways.get("eu/aws_ec2_transit_gateway.far")!.attachments).toMatchObject([
      { address: ACCEPTER, table: `eu/${theirs}` },
    ]);
  });

  it("without an accepter is unknown", () => {
    const near = peered({}).transitGateways.get("net/aws_ec2_transit_gateway.hub")!;
    expect(near.attachments.at(-1)!.resource).toEqual({
      kind: "unknown",
      why: `nothing in these files accepts ${P}`,
    });
  });
});

describe("external networks behind a transit gateway", () => {
  const vpn = (values: WrittenMap, more: StackJson = {}) =>
    topologyOf({
      ...base,
      aws_vpn_connection: { office: { transit_gateway_id, ...values } },
      aws_ec2_transit_gateway_route: {
        office: {
          transit_gateway_route_table_id: "${aws_ec2_transit_gateway.hub.association_default_route_table_id}",
          destination_cidr_block: "192.168.0.0/16",
          transit_gateway_attachment_id: "${aws_vpn_connection.office.transit_gateway_attachment_id}",
        },
      },
      ...more,
    });
  const OFFICE = "net/aws_vpn_connection.office";

  it("have the prefixes of the static routes to their VPN connection", () => {
    const topology = vpn({ static_routes_only: true });
    const gateway = topology.transitGateways.get("net/aws_ec2_transit_gateway.hub")!;
    expect(gateway.attachments.at(-1)).toMatchObject({
      address: OFFICE,
      resource: { kind: "external-network", externalNetwork: OFFICE },
      table: DEFAULT,
    });
    expect(routes(gateway, DEFAULT)).toEqual([`192.168.0.0/16 -> ${OFFICE}`, ...PROPAGATED]);
    expect(gateway.tables.get(DEFAULT)!.unknown).toBeUndefined();
    const { addresses } = topology.transitGateways
      .get(gateway.address)!
      .tables.get(DEFAULT)!
      .routes.map(({ destination }) => ({ addresses: destination }))[0]!;
    expect(topology.externalNetworks.get(OFFICE)).toEqual({
      name: OFFICE,
      kind: "vpn",
      addresses,
      attachedTo: OFFICE,
    });
  });

  it("are incomplete if BGP advertises their prefixes", () => {
    const topology = vpn({});
    expect(topology.externalNetworks.get(OFFICE)!.unknown).toContain("BGP");
    expect(
      topology.transitGateways.get("net/aws_ec2_transit_gateway.hub")!.tables.get(DEFAULT)!.unknown,
    ).toContain("BGP");
  });

  it("include those of Direct Connect and Connect, also if a data source reads the attachment", () => {
    const topology = topologyOf({
      ...base,
      data: {
        aws_ec2_transit_gateway_dx_gateway_attachment: {
          dx: { transit_gateway_id, dx_gateway_id: "${aws_dx_gateway.dx.id}" },
        },
      },
      aws_dx_gateway: { dx: {} },
      aws_dx_gateway_association: {
        dx: { dx_gateway_id: "${aws_dx_gateway.dx.id}", associated_gateway_id: transit_gateway_id },
      },
      aws_ec2_transit_gateway_connect: {
        c: { transit_gateway_id, transport_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.a.id}" },
      },
      aws_ec2_transit_gateway_route_table: { dx: { transit_gateway_id } },
      aws_ec2_transit_gateway_route_table_association: {
        dx: {
          transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.dx.id}",
          transit_gateway_attachment_id: "${data.aws_ec2_transit_gateway_dx_gateway_attachment.dx.id}",
        },
      },
    });
    const gateway = topology.transitGateways.get("net/aws_ec2_transit_gateway.hub")!;
    expect(tablesOf(gateway).slice(2)).toEqual([
      ["net/aws_dx_gateway_association.dx", "net/aws_ec2_transit_gateway_route_table.dx"],
      ["net/aws_ec2_transit_gateway_connect.c", DEFAULT],
    ]);
    expect([...topology.externalNetworks.values()].map(({ name, kind }) => [name, kind])).toEqual([
      ["internet", "internet"],
      ["net/aws_dx_gateway_association.dx", "direct-connect"],
      ["net/aws_ec2_transit_gateway_connect.c", "connect"],
    ]);
  });
});

describe("the route table of an attachment", () => {
  const uncounted = withUncounted(base, "aws_ec2_transit_gateway_route_table_association.x");
  it("is unknown if an association or the attachment's own setting is unknown", () => {
    const counted = topologyOf(uncounted).transitGateways.get("net/aws_ec2_transit_gateway.hub")!;
    expect(counted.attachments.map(({ resource, table }) => [resource.kind, table])).toEqual([
      ["unknown", undefined],
      ["unknown", undefined],
    ]);
    const open = { transit_gateway_default_route_table_association: NOT_EVALUATED };
    const own = { a: attachment("a", open), b: attachment("b") };
    const { attachments } = hub({ ...base, aws_ec2_transit_gateway_vpc_attachment: own });
    expect(attachments.map(({ resource, table }) => [resource.kind, table])).toEqual([
      ["unknown", undefined],
      ["vpc", DEFAULT],
    ]);
  });

  it("is incomplete if a propagation is unknown", () => {
    const open = { transit_gateway_default_route_table_propagation: NOT_EVALUATED };
    const own = { a: attachment("a", open), b: attachment("b") };
    const { tables } = hub({ ...base, aws_ec2_transit_gateway_vpc_attachment: own });
    expect(tables.get(DEFAULT)!.unknown).toContain(A);
  });
});
