import { flow } from "../../language/language.ts";
import { crossroadsWith } from "../support/crossroads.ts";
import { cybershieldIn } from "../support/platforms.ts";
import { outputValues, parseStackJson, resourcesOfType, synthesize } from "../support/synth.ts";

const stacks = synthesize(crossroadsWith());
const connect = parseStackJson(stacks, "crossroads-prod-connect");

/** The resources of the stack whose name starts with a text, with their types. */
function resourcesWithPrefix(start: string): [string, Readonly<Record<string, unknown>>][] {
  return Object.entries(connect.resource!).flatMap(([type, all]) =>
    Object.entries(all).flatMap(([name, resource]): [string, Readonly<Record<string, unknown>>][] =>
      name.startsWith(start) ? [[type, resource]] : [],
    ),
  );
}

/** Describes VPC routes: `east/private/us-east-1a: 10.0.0.0/16 by transit_gateway_id transit`. */
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
  it("exists only with connections, and only then networks publish their route tables", () => {
    const alone = synthesize(cybershieldIn("dev"));
    expect(Object.keys(alone)).not.toContain("cybershield-dev-connect");
    expect(parseStackJson(alone, "cybershield-dev-network").output).not.toHaveProperty("route_table_ids");
    const tables = parseStackJson(stacks, "crossroads-prod-network").output!.route_table_ids!.value as object;
    expect(Object.keys(tables)).toContain("east/transit/us-east-1b");
    expect(Object.keys(tables)).toHaveLength(14);
  });

  it("reads the network stack of every region, and the edge stack of an endpoint service", () => {
    const read = Object.keys(connect.data!.terraform_remote_state!);
    expect(read.sort()).toEqual(["edge", "network", "network-eu-west-1"]);
    const manifest = crossroadsWith({
      connections: { "ledger-service": null },
      flows: [flow("directory", "ledger")],
    });
    const without = parseStackJson(synthesize(manifest), "crossroads-prod-connect");
    expect(Object.keys(without.data!.terraform_remote_state!).sort()).toEqual([
      "network",
      "network-eu-west-1",
    ]);
  });

  it("has exactly the routes of the flows, on both sides, in every zone", () => {
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

  it("creates routes after the transit gateway attachment or the acceptance of the peering", () => {
    const routes = resourcesOfType(connect, "aws_route");
    const overGateway = routes.filter((route) => "transit_gateway_id" in route);
    const overPeering = routes.filter(({ vpc_peering_connection_id }) =>
      String(vpc_peering_connection_id).includes("long-bridge"),
    );
    expect([overGateway.length, overPeering.length]).toEqual([17, 2]);
    for (const { depends_on, transit_gateway_id, route_table_id } of overGateway) {
      const [, gateway] = /\.([a-z-]+)_gateway_/.exec(String(transit_gateway_id))!;
      const [, network] = /\["([a-z]+)\//.exec(String(route_table_id))!;
      expect(depends_on).toEqual([
        expect.stringMatching(
          new RegExp(`^aws_ec2_transit_gateway_vpc_attachment\\.${gateway}_attachment-${network}_`),
        ),
      ]);
    }
    for (const { depends_on } of overPeering) {
      expect(depends_on).toEqual([
        expect.stringMatching(/^aws_vpc_peering_connection_accepter\.long-bridge-accepter/),
      ]);
    }
  });

  it("uses another region's provider for exactly the resources in that region", () => {
    expect(connect.provider.aws).toMatchObject([
      { region: "us-east-1", allowed_account_ids: ["123456789012"] },
      { region: "eu-west-1", alias: "eu-west-1", allowed_account_ids: ["123456789012"] },
    ]);
    const [home, away] = connect.provider.aws!;
    expect(away!.default_tags).toEqual(home!.default_tags);
    const inOtherRegion = [
      "transit-eu_",
      "transit-to-transit-eu-accepter",
      "long-bridge-accepter",
      "europe-routes",
    ];
    for (const start of inOtherRegion) {
      expect(resourcesWithPrefix(start).length).toBeGreaterThan(0);
      for (const [, { provider }] of resourcesWithPrefix(start)) expect(provider).toBe("aws.eu-west-1");
    }
    const withProvider = Object.values(connect.resource!).flatMap((all) =>
      Object.entries(all).flatMap(([name, { provider }]) => (provider === undefined ? [] : [name])),
    );
    expect(withProvider.every((name) => inOtherRegion.some((start) => name.startsWith(start)))).toBe(true);
  });

  it("routes between peered transit gateways: from hubs to all networks of the peer, from spokes to its hubs", () => {
    const transitRoutes = resourcesOfType(connect, "aws_ec2_transit_gateway_route").map((route) => {
      const table = /route_table\.([a-z-]+)_table-([a-z]+)_/.exec(
        String(route.transit_gateway_route_table_id),
      )!;
      const by = /\.([a-z-]+?)_(?:(?:attachment|connection)_)?[0-9A-F]{8}/.exec(
        String(route.transit_gateway_attachment_id),
      )![1];
      return `${table[1]} ${table[2]}: ${route.destination_cidr_block} by ${by}`;
    });
    expect(transitRoutes.sort()).toEqual([
      "transit hubs: 10.4.0.0/16 by transit-to-transit-eu",
      "transit hubs: 192.168.8.0/24 by shop-vpn",
      "transit spokes: 192.168.8.0/24 by shop-vpn",
      "transit-eu hubs: 10.0.0.0/16 by transit-to-transit-eu-accepter",
      "transit-eu hubs: 10.1.0.0/16 by transit-to-transit-eu-accepter",
      "transit-eu hubs: 10.2.0.0/16 by transit-to-transit-eu-accepter",
      "transit-eu spokes: 10.0.0.0/16 by transit-to-transit-eu-accepter",
    ]);
  });

  it("has one virtual private gateway per network, shared by VPN and Direct Connect", () => {
    expect(resourcesOfType(connect, "aws_vpn_gateway")).toHaveLength(1);
    const vpns = resourcesOfType(connect, "aws_vpn_connection").filter((vpn) => "vpn_gateway_id" in vpn);
    expect(vpns).toHaveLength(1);
    const gateways = resourcesOfType(connect, "aws_dx_gateway_association").map(
      (association) => association.associated_gateway_id,
    );
    expect(gateways).toContain(vpns[0]!.vpn_gateway_id);
  });

  it("publishes the settings for the other end of each connection, without keys", () => {
    const outputs = Object.entries(outputValues(connect)).map(([name, value]) => [
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

  it("keeps every Terraform address when a connection is added", () => {
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
    const kept = new Set(addresses(grown));
    expect(addresses(connect).filter((address) => !kept.has(address))).toEqual([]);
    expect(kept.size).toBeGreaterThan(addresses(connect).length);
  });
});
