import type { Connection } from "../language/connections.ts";
import { connectionsOf } from "../language/network-connectivity.ts";
import type { Platform } from "../language/platform.ts";
import type { RegionalView } from "../language/regional-view.ts";
import type { Store } from "../language/stores.ts";
import { targetAttachments } from "../language/target-attachments.ts";
import type { Workload } from "../language/workloads.ts";
import { planFirewall } from "../modules/network/firewall-plan.ts";
import { endpointServiceName } from "../modules/network/hops.ts";
import { natGatewayZones } from "../modules/network/nat-plan.ts";
import type { OutputSchema, StackOutputs } from "./stack-outputs.ts";

/** The key of a tier's subnets in the contract: `main/private`. */
export function subnetsKey(network: string, tier: string): string {
  return `${network}/${tier}`;
}

/** The key of a subnet's own route table in the contract: `main/private/us-east-1a`. */
export function tableKey(network: string, tier: string, zone: string): string {
  return `${network}/${tier}/${zone}`;
}

/** The key of a zone's NAT gateway in the contract: `main/us-east-1a`. */
export function natKey(network: string, zone: string): string {
  return `${network}/${zone}`;
}

/** The key of a listener in the contract: `alb/443`. */
export function listenerKey(loadBalancer: string, port: number): string {
  return `${loadBalancer}/${port}`;
}

/** What the network stack publishes. */
export function networkOutputSchema(platform: RegionalView) {
  const networks = Object.entries(platform.networks);
  const firewall = planFirewall(platform.fullPlatform, Object.keys(platform.networks));
  return {
    /** The VPCs, by network. */
    vpcIds: { textBy: networks.map(([name]) => name) },
    /** Subnets in the order of the zones, by {@link subnetsKey}. */
    subnetIds: {
      listBy: networks.flatMap(([name, { tiers }]) =>
        Object.keys(tiers).map((tier) => subnetsKey(name, tier)),
      ),
    },
    /** Security groups, by endpoint. */
    securityGroupIds: { textBy: firewall.groups.map((group) => group.id) },
    /** The private zones, by network. */
    privateZoneIds: { textBy: networks.filter(([, { privateZone }]) => privateZone).map(([name]) => name) },
    /** NAT gateways, by {@link natKey}. */
    natGatewayIds: {
      textBy: networks.flatMap(([name, network]) =>
        natGatewayZones(network).map((zone) => natKey(name, zone)),
      ),
    },
    /** NAT instances, by network. */
    natInstanceIds: {
      textBy: networks.filter(([, { nat }]) => nat.kind === "instance").map(([name]) => name),
    },
    /** The key that encrypts logs and the alarms' topic. */
    logsKeyArn: "text",
    ...(hasConnections(platform) ? routeTablesSchema(platform) : {}),
    ...(platform.edge.domain === undefined ? {} : ({ zoneId: "text", nameServers: "list" } as const)),
  } as const satisfies OutputSchema;
}

/** Whether a platform has ways between networks, which are a stack of their own. */
export function hasConnections({ connections }: Pick<Platform, "connections">): boolean {
  return Object.keys(connections).length > 0;
}

/** What connections put their routes into: published only where there are some. */
function routeTablesSchema({ networks }: Pick<Platform, "networks">) {
  return {
    /** The subnets' route tables, by {@link tableKey}. */
    routeTableIds: {
      textBy: Object.entries(networks).flatMap(([network, { tiers, zones }]) =>
        Object.keys(tiers).flatMap((tier) => zones.map((zone) => tableKey(network, tier, zone))),
      ),
    },
  } as const satisfies OutputSchema;
}

/** What the edge stack publishes. */
export function edgeOutputSchema(platform: Platform) {
  const balancers = Object.entries(platform.edge.loadBalancers);
  const fixed = balancers.filter(([, { fixedAddresses }]) => fixedAddresses).map(([name]) => name);
  return {
    /** Where people go: `https://cybershield-ai.com`, by host name. */
    urls: { textBy: platform.edge.domain?.hosts ?? [] },
    /** Load balancers, by name. */
    loadBalancerArns: { textBy: balancers.map(([name]) => name) },
    /** The part of the ARN that CloudWatch calls `LoadBalancer`, by name. */
    loadBalancerSuffixes: { textBy: balancers.map(([name]) => name) },
    /** Their own DNS names, by name. */
    loadBalancerDnsNames: { textBy: balancers.map(([name]) => name) },
    /** The zones that AWS keeps those names in, for alias records. */
    loadBalancerZoneIds: { textBy: balancers.map(([name]) => name) },
    /** The public addresses that stay, in the order of the zones, by load balancer that has them. */
    ...(fixed.length === 0 ? {} : ({ fixedAddresses: { listBy: fixed } } as const)),
    /**
     * Listeners of application load balancers that forward, by {@link listenerKey}: workloads add their rules to
     * these. A network load balancer's listener comes with the workload that is published on it.
     */
    listenerArns: {
      textBy: balancers
        .filter(([, { kind }]) => kind === "application")
        .flatMap(([name, { listeners }]) =>
          listeners.filter(({ action }) => action === "forward").map(({ port }) => listenerKey(name, port)),
        ),
    },
    ...(platform.edge.domain === undefined ? {} : ({ certificateArn: "text" } as const)),
    ...(platform.edge.cdn === undefined ? {} : ({ distributionId: "text" } as const)),
  } as const satisfies OutputSchema;
}

/** What the data stack publishes. */
export function dataOutputSchema(platform: Platform) {
  return {
    /** The key that encrypts everything kept. */
    dataKeyArn: "text",
    /** Host names of databases and caches, by store. */
    addresses: { textBy: storesOf(platform, "postgres", "redis") },
    /** The secret with a database's user name and password, by store. */
    databaseSecretArns: { textBy: storesOf(platform, "postgres") },
    /** The repositories' addresses, by store. */
    registryUrls: { textBy: storesOf(platform, "registry") },
    registryArns: { textBy: storesOf(platform, "registry") },
    secretArns: { textBy: storesOf(platform, "secret") },
    bucketNames: { textBy: storesOf(platform, "bucket") },
    bucketArns: { textBy: storesOf(platform, "bucket") },
    /** The plan that keeps servers too, and what it acts by. */
    ...((platform.backup?.servers ?? []).length === 0
      ? {}
      : ({ backupPlanId: "text", backupRoleArn: "text" } as const)),
  } as const satisfies OutputSchema;
}

/** What the compute stack publishes. */
export function computeOutputSchema(platform: Platform) {
  const published = targetAttachments(platform);
  return {
    /** The part of the ARN that CloudWatch calls `TargetGroup`, by a place's targets: `nginx`, `nginx-443`. */
    targetGroupSuffixes: { textBy: published.map(({ targetGroup }) => targetGroup) },
    ...(workloadsOf(platform, "service").length === 0 ? {} : ({ clusterName: "text" } as const)),
    /** The ECS services' names, by workload. */
    serviceNames: { textBy: workloadsOf(platform, "service") },
    /** The servers' instances, by workload. */
    serverIds: { textBy: workloadsOf(platform, "server") },
    /** The fleets' Auto Scaling groups, by workload. */
    fleetNames: { textBy: workloadsOf(platform, "fleet") },
  } as const satisfies OutputSchema;
}

/** What the connect stack publishes: what the other side of each connection is set up with. */
export function connectOutputSchema(platform: Pick<Platform, "connections">) {
  const named = (kind: Connection["kind"]) => connectionsOf(platform, kind).map(([name]) => name);
  return {
    /**
     * What networks outside are behind, by connection: VPNs, associations of Direct Connect, Connect's attachments,
     * client VPN endpoints.
     */
    lineIds: {
      textBy: [
        ...named("site-to-site-vpn"),
        ...named("direct-connect"),
        ...named("transit-connect"),
        ...named("client-vpn"),
      ],
    },
    /** Their two tunnels' addresses in AWS, by connection. */
    vpnTunnelAddresses: { listBy: named("site-to-site-vpn") },
    /** The secrets that hold their tunnels' keys, by connection. */
    vpnKeysSecretArns: { textBy: named("site-to-site-vpn") },
    /** What clients of a VPN dial, by connection. */
    clientVpnDnsNames: { textBy: named("client-vpn") },
    /** The gateways that lines' virtual interfaces are ordered on, by connection. */
    directConnectGatewayIds: { textBy: named("direct-connect") },
    /** The interfaces that wait for Connect's appliances, by connection. */
    tunnelInterfaceIds: { textBy: named("transit-connect") },
    /** The transit gateways' ends of Connect's tunnels, by connection. */
    tunnelAddresses: { textBy: named("transit-connect") },
    /** What consumers of a service call, by `<service>-<network>`. */
    serviceDnsNames: {
      textBy: connectionsOf(platform, "endpoint-service").flatMap(([service, { consumers }]) =>
        Object.keys(consumers).map((network) => endpointServiceName(service, network)),
      ),
    },
  } as const satisfies OutputSchema;
}

/** What the observe stack publishes. */
export const observeOutputSchema = {
  /** Where alarms are told: more subscribers may join. */
  topicArn: "text",
  /** The dashboard's address in the console. */
  dashboardUrl: "text",
} as const satisfies OutputSchema;

/** What the network stack publishes, as others read it. */
export type NetworkOutputs = StackOutputs<ReturnType<typeof networkOutputSchema>>;
/** What the edge stack publishes, as others read it. */
export type EdgeOutputs = StackOutputs<ReturnType<typeof edgeOutputSchema>>;
/** What the data stack publishes, as others read it. */
export type DataOutputs = StackOutputs<ReturnType<typeof dataOutputSchema>>;
/** What the compute stack publishes, as others read it. */
export type ComputeOutputs = StackOutputs<ReturnType<typeof computeOutputSchema>>;

function storesOf(platform: Platform, ...kinds: readonly Store["kind"][]): string[] {
  return Object.keys(platform.stores).filter((name) => kinds.includes(platform.stores[name]!.kind));
}

function workloadsOf(platform: Platform, kind: Workload["kind"]): string[] {
  return Object.keys(platform.workloads).filter((name) => platform.workloads[name]!.kind === kind);
}
