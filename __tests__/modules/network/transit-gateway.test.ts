import { TransitGateway } from "../../../modules/network/transit-gateway.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

const ATTACHMENT = { subnetIds: ["subnet-a", "subnet-b"], applianceMode: false };
const TABLES = "aws_ec2_transit_gateway_route_table";

/** Synthesizes a transit gateway with a hub and two spokes, after a change. */
function gatewayWith(change: (gateway: TransitGateway) => void = () => {}) {
  return synthesizeConstruct((stack) => {
    const gateway = new TransitGateway(stack, "transit", {
      name: "net-transit",
      asn: 64_512,
      cidrs: ["10.255.0.0/24"],
      attachments: {
        hub: { ...ATTACHMENT, role: "hub", vpcId: "vpc-hub" },
        east: { ...ATTACHMENT, role: "spoke", vpcId: "vpc-east", applianceMode: true },
        west: { ...ATTACHMENT, role: "spoke", vpcId: "vpc-west" },
      },
    });
    change(gateway);
  }).json;
}

type Stack = ReturnType<typeof gatewayWith>;

/** The table and attachment of each resource of a type: `hubs: east`. */
function pairs(stack: Stack, type: string): string[] {
  return resourcesOfType(stack, type)
    .map((one) => `${tableOf(one)}: ${attachmentOf(one.transit_gateway_attachment_id)}`)
    .sort();
}

function tableOf(one: Readonly<Record<string, unknown>>): string {
  return /table-(\w+?)_/.exec(String(one.transit_gateway_route_table_id))![1]!;
}

function attachmentOf(id: unknown): string {
  return /attachment-(\w+?)_/.exec(String(id))?.[1] ?? String(id);
}

function routes(stack: Stack): string[] {
  return resourcesOfType(stack, "aws_ec2_transit_gateway_route")
    .map((one) => `${tableOf(one)}: ${one.destination_cidr_block} by ${one.transit_gateway_attachment_id}`)
    .sort();
}

describe("a transit gateway", () => {
  const alone = gatewayWith();

  it("disables default association and propagation, and automatic acceptance", () => {
    expect(resourcesOfType(alone, "aws_ec2_transit_gateway")).toEqual([
      {
        amazon_side_asn: 64_512,
        auto_accept_shared_attachments: "disable",
        default_route_table_association: "disable",
        default_route_table_propagation: "disable",
        description: "net-transit",
        dns_support: "enable",
        tags: { Name: "net-transit" },
        transit_gateway_cidr_blocks: ["10.255.0.0/24"],
        vpn_ecmp_support: "enable",
      },
    ]);
    const attachments = resourcesOfType(alone, "aws_ec2_transit_gateway_vpc_attachment");
    expect(attachments).toHaveLength(3);
    for (const attachment of attachments) {
      expect(attachment).toMatchObject({
        subnet_ids: ["subnet-a", "subnet-b"],
        transit_gateway_default_route_table_association: false,
        transit_gateway_default_route_table_propagation: false,
        appliance_mode_support: attachment.vpc_id === "vpc-east" ? "enable" : "disable",
      });
    }
  });

  it("propagates every network to the hubs' table, and only hubs to the spokes' table", () => {
    expect(pairs(alone, `${TABLES}_association`)).toEqual(["hubs: hub", "spokes: east", "spokes: west"]);
    expect(pairs(alone, `${TABLES}_propagation`)).toEqual([
      "hubs: east",
      "hubs: hub",
      "hubs: west",
      "spokes: hub",
    ]);
    expect(routes(alone)).toEqual([]);
  });

  it("routes connections to the networks, but not to other connections", () => {
    const stack = gatewayWith((gateway) => {
      gateway.attachConnection("office", "office-attachment");
      gateway.attachConnection("shop", "shop-attachment");
      gateway.routeToConnection("shop", "shop-attachment", ["192.168.8.0/24"]);
    });
    expect(pairs(stack, `${TABLES}_association`)).toEqual([
      "hubs: hub",
      "lines: office-attachment",
      "lines: shop-attachment",
      "spokes: east",
      "spokes: west",
    ]);
    const propagations = pairs(stack, `${TABLES}_propagation`);
    expect(propagations.filter((pair) => pair.startsWith("lines"))).toEqual([
      "lines: east",
      "lines: hub",
      "lines: west",
    ]);
    expect(propagations.filter((pair) => pair.startsWith("spokes"))).toEqual([
      "spokes: hub",
      "spokes: office-attachment",
      "spokes: shop-attachment",
    ]);
    expect(routes(stack)).toEqual([
      "hubs: 192.168.8.0/24 by shop-attachment",
      "spokes: 192.168.8.0/24 by shop-attachment",
    ]);
  });

  it("routes hubs to every network of a peer, and spokes to its hubs, after the peer's acceptance", () => {
    const stack = gatewayWith((gateway) => {
      const accepted = gateway.attachments.get("hub")!;
      gateway.attachPeer("far", "far-attachment", { hubs: ["10.5.0.0/16"], spokes: ["10.6.0.0/16"] }, [
        accepted,
      ]);
    });
    expect(routes(stack)).toEqual([
      "hubs: 10.5.0.0/16 by far-attachment",
      "hubs: 10.6.0.0/16 by far-attachment",
      "spokes: 10.5.0.0/16 by far-attachment",
    ]);
    const accepted = [
      expect.stringMatching(/^aws_ec2_transit_gateway_vpc_attachment\.transit_attachment-hub_/),
    ];
    const waiting = resourcesOfType(stack, "aws_ec2_transit_gateway_route").map(
      ({ depends_on }) => depends_on,
    );
    expect(waiting).toEqual([accepted, accepted, accepted]);
    expect(pairs(stack, `${TABLES}_propagation`).filter((pair) => pair.startsWith("peers"))).toEqual([
      "peers: east",
      "peers: hub",
      "peers: west",
    ]);
    expect(pairs(stack, `${TABLES}_association`).filter((pair) => pair.startsWith("peers"))).toEqual([
      "peers: far-attachment",
    ]);
  });

  it.each<["lines" | "peers", string, (gateway: TransitGateway) => void]>([
    ["lines", "connections", (gateway) => gateway.attachConnection("office", "office-attachment")],
    [
      "peers",
      "peers",
      (gateway) => gateway.attachPeer("far", "far-attachment", { hubs: ["10.5.0.0/16"], spokes: [] }),
    ],
  ])("has the table %s only with %s, and keeps all addresses when one is added", (table, _kind, change) => {
    const addresses = (stack: Stack) =>
      Object.entries(stack.resource!).flatMap(([type, all]) =>
        Object.keys(all).map((name) => `${type}.${name}`),
      );
    const more = gatewayWith(change);
    const names = (stack: Stack) =>
      resourcesOfType(stack, TABLES).map(({ tags }) => (tags as { readonly Name: string }).Name);
    expect(names(alone)).toEqual(["net-transit-hubs", "net-transit-spokes"]);
    expect(names(more).sort()).toEqual(
      ["net-transit-hubs", "net-transit-spokes", `net-transit-${table}`].sort(),
    );
    const stay = addresses(more).filter((address) => addresses(alone).includes(address));
    expect(stay).toEqual(addresses(alone));
  });
});
