import { crossroadsWith } from "../support/crossroads.ts";
import { cybershieldIn } from "../support/platforms.ts";
import { parseStackJson, resourcesOfType, synthesize } from "../support/synth.ts";

const stacks = synthesize(crossroadsWith());
const connect = parseStackJson(stacks, "crossroads-prod-connect");

/** Every resource of the stack whose address starts so, by type and the rest of its name. */
function below(start: string): [string, Readonly<Record<string, unknown>>][] {
  return Object.entries(connect.resource!).flatMap(([type, all]) =>
    Object.entries(all).flatMap(([name, resource]): [string, Readonly<Record<string, unknown>>][] =>
      name.startsWith(start) ? [[type, resource]] : [],
    ),
  );
}

/** The routes in VPCs, as `east/private/us-east-1a: 10.0.0.0/16 by transit_gateway_id transit`. */
function routes(): string[] {
  return resourcesOfType(connect, "aws_route").map((route) => {
    const table = /route_table_ids\["([^"]+)"\]/.exec(String(route.route_table_id))![1];
    const [by, target] = Object.entries(route).find(([name]) =>
      ["vpc_peering_connection_id", "transit_gateway_id", "gateway_id"].includes(name),
    )!;
    const name = /\.([a-z-]+?)_(?:(?:connection|gateway)_)?[0-9A-F]{8}/.exec(String(target))![1];
    return `${table}: ${route.destination_cidr_block} by ${by} ${name}`;
  });
}

describe("the connect stack", () => {
  it("is made only where there are connections, whose networks alone publish their route tables", () => {
    const alone = synthesize(cybershieldIn("dev"));
    expect(Object.keys(alone)).not.toContain("cybershield-dev-connect");
    expect(parseStackJson(alone, "cybershield-dev-network").output).not.toHaveProperty("route_table_ids");
    const tables = parseStackJson(stacks, "crossroads-prod-network").output!.route_table_ids!.value as object;
    expect(Object.keys(tables)).toContain("east/transit/us-east-1b");
    expect(Object.keys(tables)).toHaveLength(14);
  });

  it("waits for the networks of every region, and for the edge whose load balancer is published", () => {
    const read = Object.keys(connect.data!.terraform_remote_state!);
    expect(read.sort()).toEqual(["edge", "network", "network-eu-west-1"]);
    const manifest = crossroadsWith({ connections: { "ledger-service": null }, flows: [] });
    const without = parseStackJson(synthesize(manifest), "crossroads-prod-connect");
    expect(Object.keys(without.data!.terraform_remote_state!).sort()).toEqual([
      "network",
      "network-eu-west-1",
    ]);
  });

  it("has each flow's routes on both sides, in every zone, and no others", () => {
    expect(routes().sort()).toEqual(
      [
        ["east/private", "10.0.0.0/16", "transit_gateway_id transit"],
        ["east/private", "10.3.0.0/16", "vpc_peering_connection_id bridge"],
        ["east/private", "192.168.7.0/24", "transit_gateway_id transit"],
        ["east/private", "192.168.8.0/24", "transit_gateway_id transit"],
        ["hub/private", "10.1.0.0/16", "transit_gateway_id transit"],
        ["hub/private", "10.255.0.0/24", "transit_gateway_id transit"],
        ["hub/private", "10.4.0.0/16", "transit_gateway_id transit"],
        ["hub/private", "172.20.0.0/16", "transit_gateway_id transit"],
        ["hub/private", "192.168.30.0/24", "transit_gateway_id transit"],
      ]
        .flatMap(([tier, block, way]) =>
          ["a", "b"].map((zone) => `${tier}/us-east-1${zone}: ${block} by ${way}`),
        )
        .concat([
          "europe/private/eu-west-1a: 10.0.0.0/16 by transit_gateway_id transit-eu",
          "europe/private/eu-west-1a: 10.3.0.0/16 by vpc_peering_connection_id long-bridge",
          "lone/private/us-east-1a: 10.1.0.0/16 by vpc_peering_connection_id bridge",
          "lone/private/us-east-1a: 10.4.0.0/16 by vpc_peering_connection_id long-bridge",
          "lone/private/us-east-1a: 172.16.0.0/16 by gateway_id lone-vpn-gateway",
          "lone/private/us-east-1a: 192.168.9.0/24 by gateway_id lone-vpn-gateway",
        ])
        .sort(),
    );
  });

  it("routes to a transit gateway once the VPC is attached, and over a border once the other side agrees", () => {
    const awaited = (isSuch: (route: Readonly<Record<string, unknown>>) => boolean) =>
      resourcesOfType(connect, "aws_route")
        .filter(isSuch)
        .map(({ depends_on }) => String(depends_on).replace(/_[0-9A-F]{8}$/, ""));
    const attached = awaited((route) => "transit_gateway_id" in route);
    expect(attached).toHaveLength(17);
    for (const each of attached) expect(each).toMatch(/^aws_ec2_transit_gateway_vpc_attachment\.[^,]+$/);
    const overBorder = awaited((route) => String(route.vpc_peering_connection_id).includes("long-bridge"));
    expect(overBorder).toEqual(Array(2).fill("aws_vpc_peering_connection_accepter.long-bridge-accepter"));
  });

  it("makes what is in another region by that region's provider, and the rest by its own", () => {
    expect(connect.provider.aws).toMatchObject([
      { region: "us-east-1", allowed_account_ids: ["123456789012"] },
      { region: "eu-west-1", alias: "eu-west-1", allowed_account_ids: ["123456789012"] },
    ]);
    const [home, away] = connect.provider.aws!;
    expect(away!.default_tags).toEqual(home!.default_tags);
    const elsewhere = [
      "transit-eu_",
      "transit-to-transit-eu-accepter",
      "long-bridge-accepter",
      "europe-routes",
    ];
    for (const start of elsewhere) {
      expect(below(start).length).toBeGreaterThan(0);
      for (const [, { provider }] of below(start)) expect(provider).toBe("aws.eu-west-1");
    }
    const marked = Object.values(connect.resource!).flatMap((all) =>
      Object.entries(all).flatMap(([name, { provider }]) => (provider === undefined ? [] : [name])),
    );
    expect(marked.every((name) => elsewhere.some((start) => name.startsWith(start)))).toBe(true);
  });

  it("joins the transit gateways from both sides: hubs to all of the other's networks, spokes to its hubs", () => {
    const said = resourcesOfType(connect, "aws_ec2_transit_gateway_route").map((route) => {
      const table = /route_table\.([a-z-]+)_table-([a-z]+)_/.exec(
        String(route.transit_gateway_route_table_id),
      )!;
      const by = /\.([a-z-]+?)_(?:(?:attachment|connection)_)?[0-9A-F]{8}/.exec(
        String(route.transit_gateway_attachment_id),
      )![1];
      return `${table[1]} ${table[2]}: ${route.destination_cidr_block} by ${by}`;
    });
    expect(said.sort()).toEqual([
      "transit hubs: 10.4.0.0/16 by transit-to-transit-eu",
      "transit hubs: 192.168.8.0/24 by shop-vpn",
      "transit spokes: 192.168.8.0/24 by shop-vpn",
      "transit-eu hubs: 10.0.0.0/16 by transit-to-transit-eu-accepter",
      "transit-eu hubs: 10.1.0.0/16 by transit-to-transit-eu-accepter",
      "transit-eu hubs: 10.2.0.0/16 by transit-to-transit-eu-accepter",
      "transit-eu spokes: 10.0.0.0/16 by transit-to-transit-eu-accepter",
    ]);
  });

  it("puts one virtual private gateway on a network, whatever ends there", () => {
    expect(resourcesOfType(connect, "aws_vpn_gateway")).toHaveLength(1);
    const vpns = resourcesOfType(connect, "aws_vpn_connection").filter((vpn) => "vpn_gateway_id" in vpn);
    expect(vpns).toHaveLength(1);
    const ends = resourcesOfType(connect, "aws_dx_gateway_association").map(
      (line) => line.associated_gateway_id,
    );
    expect(ends).toContain(vpns[0]!.vpn_gateway_id);
  });

  it("publishes what the other side of each connection is set up with, and no key", () => {
    const outputs = Object.entries(connect.output!).map(([name, { value }]) => [
      name,
      Object.keys(value as object).sort(),
    ]);
    expect(Object.fromEntries(outputs)).toEqual({
      line_ids: [
        "centre-line",
        "depot-vpn",
        "office-vpn",
        "plant-line",
        "shop-vpn",
        "staff-vpn",
        "warehouse-link",
      ],
      vpn_tunnel_addresses: ["depot-vpn", "office-vpn", "shop-vpn"],
      vpn_keys_secret_arns: ["depot-vpn", "office-vpn", "shop-vpn"],
      client_vpn_dns_names: ["staff-vpn"],
      direct_connect_gateway_ids: ["centre-line", "plant-line"],
      tunnel_interface_ids: ["warehouse-link"],
      tunnel_addresses: ["warehouse-link"],
      service_dns_names: ["ledger-service-lone"],
    });
    expect(JSON.stringify(connect.output)).not.toMatch(/preshared_key}/);
  });

  it("moves no address when a connection comes or goes", () => {
    const addresses = (stack: typeof connect) =>
      Object.entries(stack.resource!).flatMap(([type, all]) =>
        Object.keys(all).map((name) => `${type}.${name}`),
      );
    const more = crossroadsWith({
      connections: {
        "new-vpn": {
          kind: "site-to-site-vpn",
          customerGateway: { address: "198.51.100.77" },
          endsOn: { kind: "transit-gateway", connection: "transit" },
          routing: { kind: "bgp" },
        },
        shortcut: { kind: "peering", between: ["hub", "lone"] },
      },
    });
    const grown = parseStackJson(synthesize(more), "crossroads-prod-connect");
    expect(addresses(grown)).toEqual(expect.arrayContaining(addresses(connect)));
  });
});
