import { Cidr } from "../../aws/cidr.ts";
import { resolve } from "../../language/resolve.ts";
import { hybrid } from "../../platforms/hybrid.ts";
import { parseStackJson, resourcesOfType, type SynthesizedStackJson, synthesize } from "../support/synth.ts";

const prod = resolve(hybrid, "prod");
const stacks = synthesize(prod);
const home = parseStackJson(stacks, "hybrid-prod-network");
const away = parseStackJson(stacks, "hybrid-prod-network-eu-west-1");
const AWAY = "eu-west-1";

type Block = Readonly<Record<string, unknown>>;

/** The resources of a type in both regions' network stacks. */
function inBothRegions(type: string): Block[] {
  return [home, away].flatMap((stack) => resourcesOfType(stack, type));
}

/**
 * Returns the network of a reference to a VPC resource: `shop` for `${aws_subnet.shop_subnet-…}`.
 */
function networkIn(reference: unknown): string | undefined {
  return /\.([a-z-]+?)(?:_vpc|_subnet|_route-table|_internet-gateway)[_-]/.exec(String(reference))?.[1];
}

/** The networks that resources reference by an attribute, sorted, without duplicates. */
function networksOf(resources: readonly Block[], attribute: string): (string | undefined)[] {
  return [...new Set(resources.map((resource) => networkIn(resource[attribute])))].sort();
}

/** Describes the rules of an endpoint's security group: `egress 636 10.40.32.0/19`. */
function rulesOf(stack: SynthesizedStackJson, endpoint: string): string[] {
  return (["ingress", "egress"] as const).flatMap((direction) =>
    resourcesOfType(stack, `aws_vpc_security_group_${direction}_rule`)
      .filter(({ security_group_id }) => String(security_group_id).includes(`group-${endpoint}_`))
      .map(({ from_port, cidr_ipv4, referenced_security_group_id }) =>
        [
          direction,
          from_port,
          cidr_ipv4 ?? (referenced_security_group_id === undefined ? "AWS" : "a group"),
        ].join(" "),
      ),
  );
}

describe("Hybrid prod: networks", () => {
  it("regions: has each network in the stack of its region, us-east-1 or eu-west-1", () => {
    const blocks = (stack: SynthesizedStackJson) =>
      resourcesOfType(stack, "aws_vpc").map(({ cidr_block }) => cidr_block);
    const inRegion = (region: string) =>
      Object.values(prod.networks).filter((network) => (network.region ?? "us-east-1") === region);
    expect(blocks(home).sort()).toEqual(
      inRegion("us-east-1")
        .map(({ cidr }) => cidr)
        .sort(),
    );
    expect(blocks(away)).toEqual(["10.50.0.0/16", "10.51.0.0/16"]);
    expect(home.provider.aws![0]).toMatchObject({ region: "us-east-1" });
    expect(away.provider.aws![0]).toMatchObject({ region: AWAY });
  });

  it("regions: has only non-empty stacks in the other region", () => {
    const kinds = Object.keys(stacks).flatMap(
      (name) => new RegExp(`^hybrid-prod-(.+)-${AWAY}$`).exec(name)?.[1] ?? [],
    );
    expect(kinds.sort()).toEqual(["compute", "data", "network", "observe"]);
    const servers = resourcesOfType(parseStackJson(stacks, `hybrid-prod-compute-${AWAY}`), "aws_instance");
    expect(servers.map(({ tags }) => (tags as { Name: string }).Name).sort()).toEqual([
      "hybrid-prod-monitor-eu",
      "hybrid-prod-status",
      "hybrid-prod-web-eu",
    ]);
  });

  it("VPC endpoint: has gateway and interface endpoints for services in its own region", () => {
    const endpoints = (stack: SynthesizedStackJson, kind: string) =>
      resourcesOfType(stack, "aws_vpc_endpoint")
        .filter(({ vpc_endpoint_type }) => vpc_endpoint_type === kind)
        .map(({ vpc_id, service_name }) => `${networkIn(vpc_id)} ${service_name}`);
    expect(endpoints(home, "Gateway").sort()).toEqual([
      "depot com.amazonaws.us-east-1.s3",
      "orders com.amazonaws.us-east-1.s3",
      "partner com.amazonaws.us-east-1.s3",
      "shared com.amazonaws.us-east-1.dynamodb",
      "shared com.amazonaws.us-east-1.s3",
      "shop com.amazonaws.us-east-1.s3",
      "vault com.amazonaws.us-east-1.s3",
    ]);
    expect(endpoints(home, "Interface").sort()).toEqual(
      ["ssm", "ssmmessages"].map((service) => `shared com.amazonaws.us-east-1.${service}`),
    );
    expect(endpoints(away, "Gateway").sort()).toEqual(
      ["shared-eu", "shop-eu"].map((network) => `${network} com.amazonaws.${AWAY}.s3`),
    );
    expect(endpoints(away, "Interface")).toEqual([]);
  });

  it("internet access: has internet gateways and default routes only in VPCs with a public tier", () => {
    const open = ["shared", "shared-eu", "shop", "shop-eu"];
    expect(networksOf(inBothRegions("aws_internet_gateway"), "vpc_id")).toEqual(open);
    const defaultRoutes = inBothRegions("aws_route").filter(
      (route) => route.destination_cidr_block === "0.0.0.0/0",
    );
    expect(networksOf(defaultRoutes, "route_table_id")).toEqual(open);
    for (const name of ["hybrid-prod-connect", "hybrid-prod-compute"]) {
      const routes = resourcesOfType(parseStackJson(stacks, name), "aws_route");
      expect(routes.filter((route) => route.destination_cidr_block === "0.0.0.0/0")).toEqual([]);
    }
  });

  it("NAT: has public gateways per zone or shared, with Elastic IPs, and private ones without", () => {
    const gateways = resourcesOfType(home, "aws_nat_gateway").map((gateway) => [
      networkIn(gateway.subnet_id),
      gateway.connectivity_type ?? "public",
      gateway.allocation_id !== undefined,
    ]);
    expect(gateways.sort()).toEqual([
      ["depot", "private", false],
      ["depot", "private", false],
      ["shared", "public", true],
      ["shared", "public", true],
      ["shop", "public", true],
    ]);
    expect(resourcesOfType(away, "aws_nat_gateway")).toEqual([]);
  });

  it("NAT: routes the depot's private tier to the office through the private gateway of its zone", () => {
    const gatewayIn = (zone: string) => {
      const [id, gateway] = Object.entries(home.resource!.aws_nat_gateway!).find(([id]) =>
        id.startsWith(`depot-nat_private-gateway-${zone}_`),
      )!;
      expect((gateway as Block).subnet_id).toContain(`depot_subnet-routable-${zone}_`);
      return `\${aws_nat_gateway.${id}.id}`;
    };
    const table = /depot_route-table-private-(us-east-1[ab])_/;
    const natRoutes = resourcesOfType(home, "aws_route").flatMap((route) => {
      const zone = table.exec(String(route.route_table_id))?.[1];
      return zone === undefined ? [] : [[zone, route.destination_cidr_block, route.nat_gateway_id]];
    });
    expect(natRoutes.sort()).toEqual(
      ["us-east-1a", "us-east-1b"].map((zone) => [zone, "192.168.20.0/24", gatewayIn(zone)]),
    );
  });

  it("NAT: has no route and no propagation that bypasses the private gateways", () => {
    const connect = parseStackJson(stacks, "hybrid-prod-connect");
    const table = /\["depot\/([a-z]+\/[a-z0-9-]+)"\]/;
    const connectRoutes = resourcesOfType(connect, "aws_route").flatMap((route) => {
      const tier = table.exec(String(route.route_table_id))?.[1];
      const isByGateway = /^\$\{aws_vpn_gateway\.depot-vpn-gateway_/.test(String(route.gateway_id));
      return tier === undefined ? [] : [[tier, route.destination_cidr_block, isByGateway]];
    });
    expect(connectRoutes.sort()).toEqual([
      ["routable/us-east-1a", "192.168.20.0/24", true],
      ["routable/us-east-1b", "192.168.20.0/24", true],
    ]);
    for (const stack of [home, connect]) {
      expect(resourcesOfType(stack, "aws_vpn_gateway_route_propagation")).toEqual([]);
    }
    const tables = resourcesOfType(home, "aws_route_table");
    expect(networksOf(tables, "vpc_id")).toContain("depot");
    expect(tables.filter((table) => "propagating_vgws" in table || "route" in table)).toEqual([]);
  });

  it("NAT: has ACL entries for the private tier only before the gateways, and for the office on both sides", () => {
    const [inside, office] = ["10.45.32.0/19", "192.168.20.0/24"];
    const entries = (tier: string, port: number) =>
      resourcesOfType(home, "aws_network_acl_rule")
        .filter(({ network_acl_id }) => String(network_acl_id).includes(`depot-acls_acl-${tier}`))
        .filter(({ from_port }) => from_port === port)
        .map(({ egress, cidr_block }) => `${egress === true ? "to" : "from"} ${cidr_block}`)
        .sort();
    expect(entries("private", 445)).toEqual([`to ${office}`]);
    expect(entries("routable", 445)).toEqual([`from ${inside}`, `to ${office}`]);
    expect(entries("routable", 1024)).toEqual([
      `from ${inside}`,
      `from ${office}`,
      `to ${inside}`,
      `to ${office}`,
    ]);
    expect(rulesOf(home, "scanner")).toContain(`egress 445 ${office}`);
  });

  it("network ACL + security group: admit a cross-region flow on both sides, by the other side's CIDR block", () => {
    const [hub, spoke] = ["10.40.32.0/19", "10.51.32.0/19"];
    expect(rulesOf(away, "web-eu")).toContain(`egress 636 ${hub}`);
    expect(rulesOf(home, "directory")).toContain(`ingress 636 ${spoke}`);
    const entries = (stack: SynthesizedStackJson, block: string) =>
      resourcesOfType(stack, "aws_network_acl_rule")
        .filter(
          ({ cidr_block, network_acl_id }) =>
            cidr_block === block && /(shop-eu|shared)-acls?_\S*private/.test(String(network_acl_id)),
        )
        .map(({ egress, from_port, to_port }) => `${egress ? "to" : "from"} ${from_port}-${to_port}`)
        .sort();
    expect(entries(away, hub)).toEqual(["from 1024-65535", "to 636-636"]);
    expect(entries(home, spoke)).toEqual(["from 636-636", "to 1024-65535"]);
  });

  it("who talks to whom: has no security group reference across regions", () => {
    const groups = (stack: SynthesizedStackJson) => Object.keys(stack.resource!.aws_security_group!);
    for (const stack of [home, away]) {
      const named = JSON.stringify(stack.resource).match(/aws_security_group\.[\w-]+/g) ?? [];
      const own = new Set(groups(stack).map((id) => `aws_security_group.${id}`));
      expect(named.length).toBeGreaterThan(own.size);
      expect(named.filter((one) => !own.has(one))).toEqual([]);
    }
  });

  it("who talks to whom: has rules for the other region only for declared flows", () => {
    const blocks = ["10.50.0.0/16", "10.51.0.0/16"].map(Cidr.parseKnown);
    const isAway = (cidr: unknown) =>
      typeof cidr === "string" &&
      blocks.some((block) => block.overlaps(Cidr.parseKnown(cidr))) &&
      cidr !== "0.0.0.0/0";
    const rules = (["ingress", "egress"] as const).flatMap((direction) =>
      resourcesOfType(home, `aws_vpc_security_group_${direction}_rule`)
        .filter(({ cidr_ipv4 }) => isAway(cidr_ipv4))
        .map(({ security_group_id, from_port }) => {
          const endpoint = /group-([a-z-]+)_/.exec(String(security_group_id))?.[1];
          return `${direction} ${endpoint} ${from_port}`;
        }),
    );
    expect(rules.sort()).toEqual([
      "egress partner-app 8080",
      "ingress directory 636",
      "ingress partner-app 9000",
    ]);
  });
});
