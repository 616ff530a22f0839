import "../support/reach-matchers.ts";
import { resolve } from "../../language/resolve.ts";
import { hybrid } from "../../platforms/hybrid.ts";
import { NetworkAnalysis } from "../../tools/reach/analysis/network-analysis.ts";
import { parseStackJson, resourcesOfType, synthesize, withSynthesized } from "../support/synth.ts";

const stacks = synthesize(resolve(hybrid, "prod"));
const connect = parseStackJson(stacks, "hybrid-prod-connect");
const firewall = parseStackJson(stacks, "hybrid-prod-network");

type Block = Readonly<Record<string, unknown>>;

const connectResources = (type: string): Block[] => resourcesOfType(connect, type);
const named = (type: string, name: string): Block =>
  connectResources(type).find(
    ({ tags }) => (tags as { Name?: string } | undefined)?.Name === `hybrid-prod-${name}`,
  )!;

/**
 * Returns the construct in a reference: `transit_table-hubs` for
 * `${aws_….transit_table-hubs_9A0B….id}`.
 */
function constructIn(reference: unknown): string {
  return /\.([a-z0-9_-]+?)_[0-9A-F]{8}\./.exec(String(reference))?.[1] ?? String(reference);
}

/** Describes the routes of a network's tiers: `private: 10.40.0.0/16 by transit_gateway`. */
function routesOf(network: string): string[] {
  const descriptions = connectResources("aws_route").flatMap((route) => {
    const [, owner, tier] = /\["([a-z-]+)\/([a-z-]+)\//.exec(String(route.route_table_id))!;
    const target =
      route.vpc_peering_connection_id ??
      route.transit_gateway_id ??
      route.gateway_id ??
      route.network_interface_id;
    return owner === network ? [`${tier}: ${route.destination_cidr_block} by ${constructIn(target)}`] : [];
  });
  return [...new Set(descriptions)].sort();
}

/**
 * Returns the attachments of a transit gateway route table by `association` or `propagation`.
 */
function attachmentsIn(table: string, kind: "association" | "propagation"): string[] {
  return connectResources(`aws_ec2_transit_gateway_route_table_${kind}`)
    .filter(({ transit_gateway_route_table_id }) => constructIn(transit_gateway_route_table_id) === table)
    .map(({ transit_gateway_attachment_id }) => constructIn(transit_gateway_attachment_id))
    .sort();
}

/** The static routes of a transit gateway route table. */
function staticRoutes(table: string): unknown[] {
  return connectResources("aws_ec2_transit_gateway_route")
    .filter(({ transit_gateway_route_table_id }) => constructIn(transit_gateway_route_table_id) === table)
    .map(({ destination_cidr_block }) => destination_cidr_block)
    .sort();
}

describe("Hybrid prod: connections", () => {
  it("VPC peering: has routes on both sides between two VPCs in one region, and in no others", () => {
    expect(connectResources("aws_vpc_peering_connection")).toHaveLength(1);
    expect(named("aws_vpc_peering_connection", "shop-partner")).toMatchObject({ auto_accept: true });
    expect(routesOf("partner")).toContain("private: 10.41.0.0/16 by shop-partner_connection");
    expect(routesOf("shop")).toContain("private: 10.43.0.0/16 by shop-partner_connection");
    const networks = Object.keys(resolve(hybrid, "prod").networks);
    const peered = networks.filter((network) => routesOf(network).join().includes("by shop-partner"));
    expect(peered).toEqual(["shop", "partner"]);
  });

  it("cloud connect: has a transit gateway in each region, inter-region peering, and routes on both sides", () => {
    expect(named("aws_ec2_transit_gateway", "transit")).not.toHaveProperty("provider");
    expect(named("aws_ec2_transit_gateway", "transit-eu")).toMatchObject({ provider: "aws.eu-west-1" });
    expect(connectResources("aws_ec2_transit_gateway_peering_attachment")).toMatchObject([
      { peer_region: "eu-west-1" },
    ]);
    expect(connectResources("aws_ec2_transit_gateway_peering_attachment_accepter")).toMatchObject([
      { provider: "aws.eu-west-1" },
    ]);
    expect(routesOf("shop-eu")).toContain("private: 10.40.0.0/16 by transit-eu_gateway");
    expect(routesOf("shared")).toContain("private: 10.51.0.0/16 by transit_gateway");
  });

  it("hub and spoke: propagates only the hub to the spokes' route table, so that spokes are isolated", () => {
    expect(attachmentsIn("transit_table-spokes", "association")).toEqual([
      "transit_attachment-orders",
      "transit_attachment-shop",
    ]);
    const propagated = attachmentsIn("transit_table-spokes", "propagation");
    expect(propagated.filter((name) => name.startsWith("transit_attachment-"))).toEqual([
      "transit_attachment-shared",
    ]);
    expect(attachmentsIn("transit_table-hubs", "propagation")).toEqual(
      expect.arrayContaining([
        "transit_attachment-orders",
        "transit_attachment-shared",
        "transit_attachment-shop",
      ]),
    );
    // Across regions too: spokes have routes only to the other region's hubs.
    expect(staticRoutes("transit_table-spokes")).toEqual(["10.50.0.0/16"]);
    expect(staticRoutes("transit_table-hubs")).toEqual(["10.50.0.0/16", "10.51.0.0/16"]);
    expect(staticRoutes("transit-eu_table-spokes")).toEqual(["10.40.0.0/16"]);
  });

  it.each(["office-vpn", "depot-vpn"])("VPN: has two tunnels in %s, with the same settings", (name) => {
    const settings = (tunnel: number) =>
      Object.fromEntries(
        Object.entries(named("aws_vpn_connection", name)).flatMap(([key, value]) =>
          key.startsWith(`tunnel${tunnel}_`) ? [[key.replace(/^tunnel\d_/, ""), value]] : [],
        ),
      );
    expect(settings(1)).toMatchObject({
      ike_versions: ["ikev2"],
      phase1_encryption_algorithms: ["AES256-GCM-16"],
      phase2_encryption_algorithms: ["AES256-GCM-16"],
      startup_action: "start",
      dpd_timeout_action: "restart",
      log_options: { cloudwatch_log_options: { log_enabled: true } },
    });
    expect(settings(2)).toEqual(settings(1));
    const addresses = connect.output!.vpn_tunnel_addresses!.value as Readonly<Record<string, unknown>>;
    expect(addresses[name]).toEqual(
      [1, 2].map((tunnel) =>
        expect.stringMatching(
          new RegExp(`^\\$\\{aws_vpn_connection\\.${name}_connection_\\w+\\.tunnel${tunnel}_address\\}$`),
        ),
      ),
    );
  });

  it("VPN: has BGP on the transit gateway and static routes on a virtual private gateway", () => {
    const office = named("aws_vpn_connection", "office-vpn");
    expect(office).toMatchObject({ static_routes_only: false });
    expect(constructIn(office.transit_gateway_id)).toBe("transit_gateway");
    expect(named("aws_customer_gateway", "office-vpn")).toMatchObject({
      bgp_asn: "65010",
      ip_address: "198.51.100.10",
    });
    const depot = named("aws_vpn_connection", "depot-vpn");
    expect(depot).toMatchObject({ static_routes_only: true });
    expect(constructIn(depot.vpn_gateway_id)).toBe("depot-vpn-gateway");
    expect(connectResources("aws_vpn_connection_route")).toMatchObject([
      { destination_cidr_block: "192.168.20.0/24" },
      { destination_cidr_block: "10.51.0.0/16" },
    ]);
    expect(routesOf("depot")).toEqual(["routable: 192.168.20.0/24 by depot-vpn-gateway"]);
  });

  it("regions by VPN: joins two networks beside the transit gateways, with one route in each to the other", () => {
    const vpn = named("aws_vpn_connection", "partner-vpn");
    expect(constructIn(vpn.vpn_gateway_id)).toBe("partner-vpn-gateway");
    expect(vpn).not.toHaveProperty("transit_gateway_id");
    expect(vpn).not.toHaveProperty("provider");
    expect(constructIn(named("aws_customer_gateway", "partner-vpn").ip_address)).toBe(
      "partner-vpn-router_address",
    );
    expect(named("aws_network_interface", "partner-vpn")).toMatchObject({
      provider: "aws.eu-west-1",
      source_dest_check: false,
      subnet_id: expect.stringContaining("shop-eu/public/eu-west-1a"),
    });
    expect(routesOf("partner")).toEqual([
      "private: 10.41.0.0/16 by shop-partner_connection",
      "private: 10.51.0.0/16 by partner-vpn-gateway",
    ]);
    const byGateways = connectResources("aws_ec2_transit_gateway_route").map(
      ({ destination_cidr_block }) => destination_cidr_block,
    );
    expect(byGateways).not.toContain("10.43.0.0/16");
    const attached = connectResources("aws_ec2_transit_gateway_vpc_attachment").map(({ vpc_id }) =>
      String(vpc_id),
    );
    expect(attached.filter((vpc) => vpc.includes("partner"))).toEqual([]);
  });

  it("VPN: propagates no connection to the connections' route table, so that offices are isolated", () => {
    expect(attachmentsIn("transit_table-lines", "association")).toHaveLength(3);
    expect(attachmentsIn("transit_table-lines", "propagation")).toEqual([
      "transit_attachment-orders",
      "transit_attachment-shared",
      "transit_attachment-shop",
    ]);
  });

  it("VPN: has alarms for tunnels that are down", () => {
    const alarms = resourcesOfType(
      parseStackJson(stacks, "hybrid-prod-observe"),
      "aws_cloudwatch_metric_alarm",
    )
      .filter(({ namespace }) => namespace === "AWS/VPN")
      .map(({ alarm_name }) => alarm_name);
    expect(alarms.sort()).toEqual([
      "hybrid-prod-depot-vpn-tunnel-down",
      "hybrid-prod-depot-vpn-tunnels-down",
      "hybrid-prod-office-vpn-tunnel-down",
      "hybrid-prod-office-vpn-tunnels-down",
      "hybrid-prod-partner-vpn-tunnel-down",
      "hybrid-prod-partner-vpn-tunnels-down",
    ]);
  });

  it("VPN: authenticates staff by certificates, and authorizes one network, with a security group", () => {
    expect(connectResources("aws_ec2_client_vpn_endpoint")).toMatchObject([
      {
        client_cidr_block: "10.200.0.0/22",
        split_tunnel: true,
        authentication_options: [{ type: "certificate-authentication" }],
        dns_servers: ["10.40.0.2"],
      },
    ]);
    expect(connectResources("aws_ec2_client_vpn_authorization_rule")).toMatchObject([
      { target_network_cidr: "10.40.0.0/16" },
    ]);
    const egress = resourcesOfType(firewall, "aws_vpc_security_group_egress_rule")
      .filter(({ security_group_id }) => String(security_group_id).includes("group-staff-vpn_"))
      .map(({ from_port, referenced_security_group_id }) => [
        from_port,
        constructIn(referenced_security_group_id),
      ]);
    expect(egress).toEqual([[80, "firewall_group-intranet-alb"]]);
  });

  it("direct connect: has a gateway with an association to the transit gateway", () => {
    expect(connectResources("aws_dx_gateway")).toEqual([
      { amazon_side_asn: "64513", name: "hybrid-prod-datacentre-line" },
    ]);
    const [association] = connectResources("aws_dx_gateway_association");
    expect(association!.allowed_prefixes).toEqual(["10.40.0.0/16", "10.41.0.0/16", "10.42.0.0/16"]);
    expect(constructIn(association!.associated_gateway_id)).toBe("transit_gateway");
    expect(routesOf("orders")).toContain("private: 172.20.0.0/16 by transit_gateway");
  });

  it("direct connect: has GRE and BGP over a VPC attachment, the closest match to layer 2", () => {
    expect(named("aws_ec2_transit_gateway_connect", "warehouse-link")).toMatchObject({ protocol: "gre" });
    expect(connectResources("aws_ec2_transit_gateway_connect_peer")).toMatchObject([
      { peer_address: "10.40.32.20", bgp_asn: "65030", inside_cidr_blocks: ["169.254.100.0/29"] },
    ]);
    expect(routesOf("shared")).toEqual(
      expect.arrayContaining([
        "private: 10.60.0.0/24 by transit_gateway",
        "private: 192.168.30.0/24 by transit_gateway",
      ]),
    );
    const gre = (type: string, protocol: string) =>
      resourcesOfType(firewall, type).filter((rule) => rule[protocol] === "47");
    expect(gre("aws_network_acl_rule", "protocol")).toHaveLength(4);
    expect(gre("aws_vpc_security_group_ingress_rule", "ip_protocol")).toMatchObject([
      { cidr_ipv4: "10.60.0.0/24" },
    ]);
  });

  it("VPC endpoint: has an endpoint service (PrivateLink) for another VPC, without routes between them", () => {
    const [service] = connectResources("aws_vpc_endpoint_service");
    expect(service).toMatchObject({
      acceptance_required: false,
      allowed_principals: ["arn:aws:iam::666666666666:root"],
    });
    const [endpoint] = connectResources("aws_vpc_endpoint");
    expect(constructIn(endpoint!.service_name)).toBe("ledger-service");
    expect(String(endpoint!.vpc_id)).toContain(".vpc_ids.partner");
    expect(routesOf("partner").join()).not.toContain("10.42.");
    expect(routesOf("orders").join()).not.toContain("10.43.");
  });

  it("who talks to whom: has routes only to the targets of flows, and none for an unconnected VPC", () => {
    expect(routesOf("vault")).toEqual([]);
    expect(routesOf("orders")).toEqual([
      "private: 10.40.0.0/16 by transit_gateway",
      "private: 172.20.0.0/16 by transit_gateway",
    ]);
    expect(routesOf("shop")).toEqual([
      "private: 10.40.0.0/16 by transit_gateway",
      "private: 10.43.0.0/16 by shop-partner_connection",
      "private: 172.20.0.0/16 by transit_gateway",
    ]);
    expect(routesOf("shop-eu")).toEqual([
      "private: 10.40.0.0/16 by transit-eu_gateway",
      "private: 10.43.0.0/16 by partner-vpn-router_interface",
      "private: 10.50.0.0/16 by transit-eu_gateway",
    ]);
  });
});

describe("Hybrid prod: names", () => {
  it("resolves shared names wherever a flow leads to them: other VPCs, and the other region", () => {
    const associations = connectResources("aws_route53_zone_association").map(
      ({ zone_id, vpc_id, vpc_region }) => {
        const zone = /private_zone_ids(?:\.|\[")([\w-]+)/.exec(String(zone_id))?.[1];
        const vpc = /vpc_ids(?:\.|\[")([\w-]+)/.exec(String(vpc_id))?.[1];
        return `${zone} in ${vpc}, ${vpc_region}`;
      },
    );
    expect(associations.sort()).toEqual([
      "shared in orders, us-east-1",
      "shared in shop, us-east-1",
      "shared in shop-eu, eu-west-1",
      "shop in partner, us-east-1",
      "shop-eu in partner, us-east-1",
      "shop-eu in shared-eu, eu-west-1",
    ]);
  });

  it("keeps the associations when Terraform reads the zones", () => {
    for (const [stack, count] of [
      ["hybrid-prod-network", 2],
      ["hybrid-prod-network-eu-west-1", 1],
    ] as const) {
      const zones = resourcesOfType(parseStackJson(stacks, stack), "aws_route53_zone");
      const isPrivate = zones.filter(({ vpc }) => vpc !== undefined);
      expect(isPrivate).toHaveLength(count);
      for (const { lifecycle } of isPrivate) expect(lifecycle).toEqual({ ignore_changes: ["vpc"] });
    }
  });

  it("answers offices at two addresses, which the outputs name", () => {
    const endpoints = resourcesOfType(firewall, "aws_route53_resolver_endpoint");
    expect(endpoints).toEqual([
      expect.objectContaining({
        direction: "INBOUND",
        name: "hybrid-prod-shared-dns",
        ip_address: [
          { subnet_id: expect.stringContaining("subnet-dns-us-east-1a") },
          { subnet_id: expect.stringContaining("subnet-dns-us-east-1b") },
        ],
      }),
    ]);
    expect(firewall.output!.resolver_addresses!.value).toEqual({
      shared: expect.stringMatching(
        /^\$\{sort\(\[for address in aws_route53_resolver_endpoint\.\S+\.ip_address : address\.ip\]\)\}$/,
      ),
    });
  });

  it("admits questions at them from the offices that call shared names, and from no one else", async () => {
    const prod = resolve(hybrid, "prod");
    await withSynthesized([prod], async (folder) => {
      const network = await NetworkAnalysis.read(folder, () => [prod]);
      const at = (name: string) => `hybrid-prod/${name}`;
      for (const caller of ["office", "warehouse"]) {
        await expect(network).toReach(at(caller), at("shared-dns"), 53);
      }
      for (const other of ["datacentre", "depot-office", "web", "directory"]) {
        await expect(network).not.toReach(at(other), at("shared-dns"), 53);
      }
    });
  });
});
