import { TransitGateway } from "../../../modules/network/transit-gateway.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

const PLACE = { subnetIds: ["subnet-a", "subnet-b"], applianceMode: false };
const TABLES = "aws_ec2_transit_gateway_route_table";

/** A gateway with a hub and two spokes, and what is done to it. */
function gatewayWith(change: (gateway: TransitGateway) => void = () => {}) {
  return synthesizeConstruct((stack) => {
    const gateway = new TransitGateway(stack, "transit", {
      name: "net-transit",
      asn: 64_512,
      cidrs: ["10.255.0.0/24"],
      attachments: {
        hub: { ...PLACE, role: "hub", vpcId: "vpc-hub" },
        east: { ...PLACE, role: "spoke", vpcId: "vpc-east", applianceMode: true },
        west: { ...PLACE, role: "spoke", vpcId: "vpc-west" },
      },
    });
    change(gateway);
  }).json;
}

type Stack = ReturnType<typeof gatewayWith>;

/** Pairs such as `hubs: east`, of the table and the attachment that a resource names. */
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

  it("joins nothing by default, and lets nobody in by itself", () => {
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

  it("hub and spoke: hubs know every network, spokes know hubs only", () => {
    expect(pairs(alone, `${TABLES}_association`)).toEqual(["hubs: hub", "spokes: east", "spokes: west"]);
    expect(pairs(alone, `${TABLES}_propagation`)).toEqual([
      "hubs: east",
      "hubs: hub",
      "hubs: west",
      "spokes: hub",
    ]);
    expect(routes(alone)).toEqual([]);
  });

  it("lets lines reach the networks, and no other line", () => {
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
    const known = pairs(stack, `${TABLES}_propagation`);
    expect(known.filter((pair) => pair.startsWith("lines"))).toEqual([
      "lines: east",
      "lines: hub",
      "lines: west",
    ]);
    expect(known.filter((pair) => pair.startsWith("spokes"))).toEqual([
      "spokes: hub",
      "spokes: office-attachment",
      "spokes: shop-attachment",
    ]);
    expect(routes(stack)).toEqual([
      "hubs: 192.168.8.0/24 by shop-attachment",
      "spokes: 192.168.8.0/24 by shop-attachment",
    ]);
  });

  it("leads hubs to every network of a peer, and spokes to its hubs, once the peer has accepted", () => {
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
    for (const route of resourcesOfType(stack, "aws_ec2_transit_gateway_route")) {
      expect(route.depends_on).toHaveLength(1);
    }
    expect(pairs(stack, `${TABLES}_propagation`)).toEqual(
      expect.arrayContaining(["peers: east", "peers: hub", "peers: west"]),
    );
    expect(pairs(stack, `${TABLES}_association`)).toContain("peers: far-attachment");
  });

  it("has tables for lines and peers only where there are some, and moves no address when one comes", () => {
    const addresses = (stack: Stack) =>
      Object.entries(stack.resource!).flatMap(([type, all]) =>
        Object.keys(all).map((name) => `${type}.${name}`),
      );
    const more = gatewayWith((gateway) => gateway.attachConnection("office", "office-attachment"));
    expect(resourcesOfType(alone, TABLES)).toHaveLength(2);
    expect(resourcesOfType(more, TABLES)).toHaveLength(3);
    expect(addresses(more)).toEqual(expect.arrayContaining(addresses(alone)));
  });
});
