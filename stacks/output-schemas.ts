import type { Connection } from "../language/connections.ts";
import { connectionsOf } from "../language/network-connectivity.ts";
import type { Platform } from "../language/platform.ts";
import type { RegionalView } from "../language/regional-view.ts";
import { required } from "../language/required.ts";
import type { Store } from "../language/stores.ts";
import { targetAttachments } from "../language/target-attachments.ts";
import type { Workload } from "../language/workloads.ts";
import { planFirewall } from "../modules/network/firewall-plan.ts";
import { endpointServiceName } from "../modules/network/hops.ts";
import { natGatewayZones } from "../modules/network/nat-plan.ts";
import type { OutputSchema, StackOutputs } from "./stack-outputs.ts";

/** The key of a subnet, and of its own route table, in stack outputs: `main/private/us-east-1a`. */
export function subnetKey(network: string, tier: string, zone: string): string {
  return `${network}/${tier}/${zone}`;
}

/** The key of a zone's NAT gateway in stack outputs: `main/us-east-1a`. */
export function natKey(network: string, zone: string): string {
  return `${network}/${zone}`;
}

/** The key of a listener in stack outputs: `alb/443`. */
export function listenerKey(loadBalancer: string, port: number): string {
  return `${loadBalancer}/${port}`;
}

/** The outputs of the network stack. */
export function networkOutputSchema(platform: RegionalView) {
  const networks = Object.entries(platform.networks);
  const firewall = planFirewall(platform.fullPlatform, Object.keys(platform.networks));
  const resolvers = networks.filter(([, { resolverEndpoint }]) => resolverEndpoint).map(([name]) => name);
  return {
    /** VPC IDs by network. */
    vpcIds: { textBy: networks.map(([name]) => name) },
    /** Subnet IDs by {@link subnetKey}. */
    subnetIds: { textBy: subnetKeys(platform) },
    /** Security group IDs by endpoint. */
    securityGroupIds: { textBy: firewall.groups.map((group) => group.id) },
    /** Private hosted zone IDs by network. */
    privateZoneIds: { textBy: networks.filter(([, { privateZone }]) => privateZone).map(([name]) => name) },
    /** NAT gateway IDs by {@link natKey}. */
    natGatewayIds: {
      textBy: networks.flatMap(([name, network]) =>
        natGatewayZones(network).map((zone) => natKey(name, zone)),
      ),
    },
    /** NAT instance IDs by network. */
    natInstanceIds: {
      textBy: networks.filter(([, { nat }]) => nat.kind === "instance").map(([name]) => name),
    },
    /** ARN of the KMS key for logs and the alarm topic. */
    logsKeyArn: "text",
    /** Addresses of resolver endpoints by network, to which DNS servers forward. */
    ...(resolvers.length === 0 ? {} : ({ resolverAddresses: { listBy: resolvers } } as const)),
    ...(hasConnections(platform) ? routeTablesSchema(platform) : {}),
    ...(platform.edge.domain === undefined ? {} : ({ zoneId: "text", nameServers: "list" } as const)),
  } as const satisfies OutputSchema;
}

/** True if a platform has connections, which get a stack of their own. */
export function hasConnections({ connections }: Pick<Platform, "connections">): boolean {
  return Object.keys(connections).length > 0;
}

/** The outputs that connections need: published only if the platform has any. */
function routeTablesSchema({ networks }: Pick<Platform, "networks">) {
  return {
    /** Route table IDs by {@link subnetKey}. */
    routeTableIds: { textBy: subnetKeys({ networks }) },
  } as const satisfies OutputSchema;
}

function subnetKeys({ networks }: Pick<Platform, "networks">): string[] {
  return Object.entries(networks).flatMap(([network, { tiers, zones }]) =>
    Object.keys(tiers).flatMap((tier) => zones.map((zone) => subnetKey(network, tier, zone))),
  );
}

/** The subnet IDs of a tier, in zone order. */
export function tierSubnetIds(
  { networks }: Pick<Platform, "networks">,
  { subnetIds }: Pick<NetworkOutputs, "subnetIds">,
  network: string,
  tier: string,
): readonly string[] {
  return required(networks, network).zones.map((zone) => required(subnetIds, subnetKey(network, tier, zone)));
}

/** The outputs of the edge stack. */
export function edgeOutputSchema(platform: Platform) {
  const balancers = Object.entries(platform.edge.loadBalancers);
  const fixed = balancers.filter(([, { fixedAddresses }]) => fixedAddresses).map(([name]) => name);
  return {
    /** Public URLs by host name: `https://cybershield-ai.com`. */
    urls: { textBy: platform.edge.domain?.hosts ?? [] },
    /** Load balancer ARNs by name. */
    loadBalancerArns: { textBy: balancers.map(([name]) => name) },
    /** The CloudWatch dimension `LoadBalancer` (the end of the ARN), by name. */
    loadBalancerSuffixes: { textBy: balancers.map(([name]) => name) },
    /** DNS names of load balancers, by name. */
    loadBalancerDnsNames: { textBy: balancers.map(([name]) => name) },
    /** Hosted zone IDs of those DNS names, for alias records. */
    loadBalancerZoneIds: { textBy: balancers.map(([name]) => name) },
    /** Elastic IP addresses in zone order, by load balancer. */
    ...(fixed.length === 0 ? {} : ({ fixedAddresses: { listBy: fixed } } as const)),
    /**
     * ARNs of forwarding listeners of application load balancers, by {@link listenerKey}; workloads
     * add their rules to these. A network load balancer's listener is created with its workload.
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

/** The outputs of the data stack. */
export function dataOutputSchema(platform: Platform) {
  return {
    /** ARN of the KMS key for stored data. */
    dataKeyArn: "text",
    /** Host names of databases and caches, by store. */
    addresses: { textBy: storesOf(platform, "postgres", "redis") },
    /** ARN of the secret with a database's user name and password, by store. */
    databaseSecretArns: { textBy: storesOf(platform, "postgres") },
    ...(databasesWithLogin(platform).length === 0 ? {} : databaseResourceSchema(platform)),
    /** Repository URLs by store. */
    registryUrls: { textBy: storesOf(platform, "registry") },
    registryArns: { textBy: storesOf(platform, "registry") },
    secretArns: { textBy: storesOf(platform, "secret") },
    bucketNames: { textBy: storesOf(platform, "bucket") },
    bucketArns: { textBy: storesOf(platform, "bucket") },
    /** The backup plan that servers join, and its role. */
    ...((platform.backup?.servers ?? []).length === 0
      ? {}
      : ({ backupPlanId: "text", backupRoleArn: "text" } as const)),
  } as const satisfies OutputSchema;
}

/** The identities of databases in IAM policies: published only if a service logs in with IAM. */
function databaseResourceSchema(platform: Pick<Platform, "stores">) {
  return {
    /** Resource IDs of databases with an `iamUser`, by store: `db-ABCDEFGHIJKL01234`. */
    databaseResourceIds: { textBy: databasesWithLogin(platform) },
  } as const satisfies OutputSchema;
}

function databasesWithLogin({ stores }: Pick<Platform, "stores">): string[] {
  return Object.entries(stores).flatMap(([name, store]) =>
    store.kind === "postgres" && store.iamUser !== undefined ? [name] : [],
  );
}

/** The outputs of the compute stack. */
export function computeOutputSchema(platform: Platform) {
  const published = targetAttachments(platform);
  return {
    /** The CloudWatch dimension `TargetGroup`, by target group name: `nginx`, `nginx-443`. */
    targetGroupSuffixes: { textBy: published.map(({ targetGroup }) => targetGroup) },
    ...(workloadsOf(platform, "service").length === 0 ? {} : ({ clusterName: "text" } as const)),
    /** ECS service names by workload. */
    serviceNames: { textBy: workloadsOf(platform, "service") },
    /** EC2 instance IDs by workload. */
    serverIds: { textBy: workloadsOf(platform, "server") },
    /** Auto Scaling group names by workload. */
    fleetNames: { textBy: workloadsOf(platform, "fleet") },
  } as const satisfies OutputSchema;
}

/** The outputs of the connect stack: values for configuring the far side of each connection. */
export function connectOutputSchema(platform: Pick<Platform, "connections">) {
  const named = (kind: Connection["kind"]) => connectionsOf(platform, kind).map(([name]) => name);
  return {
    /**
     * IDs by connection: VPN connections, Direct Connect gateway associations, Connect attachments,
     * client VPN endpoints.
     */
    lineIds: {
      textBy: [
        ...named("site-to-site-vpn"),
        ...named("network-vpn"),
        ...named("direct-connect"),
        ...named("transit-connect"),
        ...named("client-vpn"),
      ],
    },
    /** AWS addresses of the two VPN tunnels, by connection. */
    vpnTunnelAddresses: { listBy: [...named("site-to-site-vpn"), ...named("network-vpn")] },
    /** ARNs of the secrets with the tunnels' pre-shared keys, by connection. */
    vpnKeysSecretArns: { textBy: [...named("site-to-site-vpn"), ...named("network-vpn")] },
    /** Network interfaces for the routers of VPNs between networks, by connection. */
    ...(named("network-vpn").length === 0
      ? {}
      : ({ vpnRouterInterfaceIds: { textBy: named("network-vpn") } } as const)),
    /** DNS names of client VPN endpoints, by connection. */
    clientVpnDnsNames: { textBy: named("client-vpn") },
    /** Direct Connect gateway IDs by connection; order virtual interfaces on these. */
    directConnectGatewayIds: { textBy: named("direct-connect") },
    /** Network interfaces reserved for Connect appliances, by connection. */
    tunnelInterfaceIds: { textBy: named("transit-connect") },
    /** Transit gateway addresses of Connect tunnels, by connection. */
    tunnelAddresses: { textBy: named("transit-connect") },
    /** DNS names of interface endpoints, by `<service>-<network>`. */
    serviceDnsNames: {
      textBy: connectionsOf(platform, "endpoint-service").flatMap(([service, { consumers }]) =>
        Object.keys(consumers).map((network) => endpointServiceName(service, network)),
      ),
    },
  } as const satisfies OutputSchema;
}

/** The outputs of the observe stack. */
export const observeOutputSchema = {
  /** ARN of the alarm topic; further subscribers can be added. */
  topicArn: "text",
  /** URL of the dashboard in the console. */
  dashboardUrl: "text",
} as const satisfies OutputSchema;

/** The network stack's outputs as other stacks read them. */
export type NetworkOutputs = StackOutputs<ReturnType<typeof networkOutputSchema>>;
/** The edge stack's outputs as other stacks read them. */
export type EdgeOutputs = StackOutputs<ReturnType<typeof edgeOutputSchema>>;
/** The data stack's outputs as other stacks read them. */
export type DataOutputs = StackOutputs<ReturnType<typeof dataOutputSchema>>;

function storesOf(platform: Platform, ...kinds: readonly Store["kind"][]): string[] {
  return Object.keys(platform.stores).filter((name) => kinds.includes(required(platform.stores, name).kind));
}

function workloadsOf(platform: Platform, kind: Workload["kind"]): string[] {
  return Object.keys(platform.workloads).filter((name) => required(platform.workloads, name).kind === kind);
}
