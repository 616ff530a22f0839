import {
  AWS_ENDPOINT,
  type FlowEndpoint,
  flowEndpoints,
  INTERNET_ENDPOINT,
  natTierOf,
  networkNameOf,
  ownValue,
  tierOfEndpoint,
} from "./endpoints.ts";
import type { Flow } from "./flows.ts";
import type { NetworkSettings } from "./network.ts";
import {
  areConnected,
  areIsolatedSpokes,
  isConsumedBy,
  networksReachedOver,
  nextHopBetween,
} from "./network-connectivity.ts";
import type { Platform } from "./platform.ts";
import { targetAttachments } from "./target-attachments.ts";

/** The reason why a flow has no path, and the fix. */
export interface ReachabilityIssue {
  /** The condition that a path must meet, for the problem's message. */
  readonly allowed: string;
  /** The change that would make it reachable. */
  readonly fix: string;
}

/**
 * Returns the obstacle to a flow outside the firewall: a missing route, address or gateway.
 * Undefined when a path exists, or when other checks report what it depends on: an unknown
 * endpoint, network, tier or load balancer.
 */
export function reachabilityIssue(platform: Platform, flow: Flow): ReachabilityIssue | undefined {
  const endpoints = flowEndpoints(platform);
  const from = endpoints.get(flow.from);
  const to = endpoints.get(flow.to);
  if (from === undefined || to === undefined) return undefined;
  if (isUnresolved(platform, from) || isUnresolved(platform, to)) return undefined;
  if (hasUnresolvedAttachment(platform, to)) return undefined;
  if (isPublicEndpoint(platform, from)) return fromInternet(platform, flow, to);
  if (isPublicEndpoint(platform, to)) return toInternet(platform, from);
  if (from.kind === "outside") return fromOutside(platform, flow, from, to);
  if (to.kind === "outside") return toOutside(platform, flow, from, to);
  return to.name === AWS_ENDPOINT ? toAws(platform, from) : betweenNetworks(platform, flow, from, to);
}

/** Reports that an endpoint names a network or tier that the spec does not have. */
function isUnresolved(platform: Platform, endpoint: FlowEndpoint): boolean {
  return endpoint.tier !== undefined && tierOfEndpoint(platform, endpoint) === undefined;
}

/** Reports that an endpoint is attached to a load balancer that is unknown, or in no known tier. */
function hasUnresolvedAttachment(platform: Platform, { name }: FlowEndpoint): boolean {
  const endpoints = flowEndpoints(platform);
  return targetAttachments(platform)
    .filter(({ endpoint }) => endpoint === name)
    .map(({ settings }) => endpoints.get(settings.loadBalancer))
    .some((balancer) => balancer?.kind !== "load-balancer" || isUnresolved(platform, balancer));
}

/** Reports that an endpoint is outside AWS, at public addresses. */
export function isPublicEndpoint(
  platform: Pick<Platform, "outside">,
  { kind, name }: { readonly kind: string; readonly name: string },
): boolean {
  return kind === "internet" || (kind === "outside" && viaOf(platform, name) === INTERNET_ENDPOINT);
}

function viaOf({ outside }: Pick<Platform, "outside">, name: string): string {
  return ownValue(outside, name)?.via ?? INTERNET_ENDPOINT;
}

/**
 * Checks ingress from the internet: it requires the public address of a server or load balancer.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
function fromInternet(platform: Platform, flow: Flow, to: FlowEndpoint): ReachabilityIssue | undefined {
  if (to.kind === "store") {
    return {
      allowed: "a workload as the target: stores are not reachable from the internet",
      fix: `put a workload in between, such as flow("${flow.from}", "app") and flow("app", "${to.name}")`,
    };
  }
  if (hasPublicAddress(platform, to)) return undefined;
  const balancers = loadBalancersOfFlow(platform, flow);
  if (balancers.some((name) => isReachedFromInternet(platform, name))) return undefined;
  if (balancers.length > 0) {
    return {
      allowed: `a path from the internet: load balancer ${balancers[0]} is not in a public tier`,
      fix: `put edge.loadBalancers.${balancers[0]} in a public tier`,
    };
  }
  const ports = flow.ports === undefined ? "" : ", or omit the ports if it is published";
  return {
    allowed: `a path from the internet: ${to.name} has no public address and, for these ports, no load balancer in a public tier`,
    fix: `publish it on one${ports}`,
  };
}

/**
 * Returns the load balancers of a flow: those its target is attached to, unless the flow names
 * ports.
 */
function loadBalancersOfFlow(platform: Platform, flow: Flow): string[] {
  if (flow.ports !== undefined) return [];
  return targetAttachments(platform)
    .filter(({ endpoint }) => endpoint === flow.to)
    .map(({ settings }) => settings.loadBalancer)
    .filter((name) => ownValue(platform.edge.loadBalancers, name) !== undefined);
}

/**
 * Returns the load balancers that a flow goes through: internet-facing ones from the internet,
 * internal ones from elsewhere. Between networks without a path, only those that the source's
 * network consumes by PrivateLink.
 */
export function loadBalancersReached(platform: Platform, flow: Flow): string[] {
  const from = flowEndpoints(platform).get(flow.from);
  const to = flowEndpoints(platform).get(flow.to);
  if (from === undefined || to === undefined) return [];
  const isFromInternet = isPublicEndpoint(platform, from);
  const facing = [...new Set(loadBalancersOfFlow(platform, flow))].filter((name) =>
    isFromInternet ? isReachedFromInternet(platform, name) : !isInternetFacingLoadBalancer(platform, name),
  );
  const { network } = from;
  if (network === undefined || to.network === undefined || network === to.network) return facing;
  const consumed = facing.filter((name) => isConsumedBy(platform, name, network));
  const hasPath =
    areConnected(platform, network, to.network) && throughPrivateNat(platform, flow, from, to) === undefined;
  return hasPath || consumed.length === 0 ? facing : consumed;
}

/** Reports that the internet reaches a load balancer: directly, or by a CDN's VPC origin. */
function isReachedFromInternet(platform: Platform, name: string): boolean {
  return isInternetFacingLoadBalancer(platform, name) || isVpcOrigin(platform, name);
}

/** Reports that a load balancer is an internal one that only a CDN reaches from the internet. */
function isVpcOrigin({ edge }: Pick<Platform, "edge">, balancer: string): boolean {
  return edge.cdn?.origin === "vpc" && edge.domain?.entry === balancer;
}

/** Reports that a load balancer is internet-facing. */
export function isInternetFacingLoadBalancer(platform: Platform, name: string): boolean {
  const endpoint = flowEndpoints(platform).get(name);
  return endpoint?.kind === "load-balancer" && tierOfEndpoint(platform, endpoint)?.access === "public";
}

/**
 * Reports that an endpoint has a public address: services and fleets in a public tier always do, a
 * server only if its spec sets one.
 */
function hasPublicAddress(platform: Platform, endpoint: FlowEndpoint): boolean {
  const workload = ownValue(platform.workloads, endpoint.name);
  if (workload === undefined || tierOfEndpoint(platform, endpoint)?.access !== "public") return false;
  return workload.kind !== "server" || workload.publicAddress;
}

function toInternet(platform: Platform, from: FlowEndpoint): ReachabilityIssue | undefined {
  const network = ownValue(platform.networks, from.network);
  const access = tierOfEndpoint(platform, from)?.access;
  if (network === undefined || access === undefined) return undefined;
  if (access === "isolated") {
    return {
      allowed: `a source with internet access: tier ${from.tier} is isolated`,
      fix: `move ${from.name} to a private tier`,
    };
  }
  if (access === "private" && !hasPublicNat(network)) {
    return {
      allowed: `a source with internet access: network ${from.network} has no NAT`,
      fix: `set networks.${from.network}.nat, or remove the flow`,
    };
  }
  if (access === "public" && !hasPublicAddress(platform, from)) {
    return {
      allowed: `a source with internet access: ${from.name} is in a public tier without a public address`,
      fix: "set publicAddress: true, or move it to a private tier with NAT",
    };
  }
  return undefined;
}

function hasPublicNat({ nat }: NetworkSettings): boolean {
  return nat.kind === "gateway" || nat.kind === "instance";
}

function fromOutside(
  platform: Platform,
  flow: Flow,
  from: FlowEndpoint,
  to: FlowEndpoint,
): ReachabilityIssue | undefined {
  const via = viaOf(platform, from.name);
  const networks = networksReachedOver(platform, via);
  const connection = ownValue(platform.connections, via);
  const isClientVpn = connection?.kind === "client-vpn";
  if (to.network === undefined || networks.includes(to.network)) {
    return (
      throughPrivateNat(platform, flow, isClientVpn ? connection : {}, to) ??
      throughPublicBalancer(platform, flow, from)
    );
  }
  return {
    allowed: `a target in a network reachable over ${via}: ${networks.join(", ") || "none"}`,
    fix: isClientVpn
      ? `connect network ${to.network} to the VPN's network, and add its CIDR block to connections.${via}.authorizedCidrs`
      : `attach network ${to.network}, or remove the flow`,
  };
}

/**
 * Checks a flow to an external network. Client VPN translates its clients' addresses.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html
 */
function toOutside(
  platform: Platform,
  flow: Flow,
  from: FlowEndpoint,
  to: FlowEndpoint,
): ReachabilityIssue | undefined {
  const via = viaOf(platform, to.name);
  if (ownValue(platform.connections, via)?.kind === "client-vpn") {
    return {
      allowed: `flows from ${to.name} only: VPN clients cannot be called`,
      fix: "swap from and to",
    };
  }
  const networks = networksReachedOver(platform, via);
  if (from.network === undefined || networks.includes(from.network)) {
    return throughPrivateNat(platform, flow, from, to);
  }
  return {
    allowed: `a source in a network reachable over ${via}: ${networks.join(", ") || "none"}`,
    fix: `attach network ${from.network}, or remove the flow`,
  };
}

function toAws(platform: Platform, from: FlowEndpoint): ReachabilityIssue | undefined {
  const endpoints = ownValue(platform.networks, from.network)?.endpoints;
  if (endpoints === undefined || endpoints.gateway.length + endpoints.interface.length > 0) return undefined;
  return {
    allowed: `a network with VPC endpoints: ${from.network} has none`,
    fix: `add services to networks.${from.network}.endpoints, or remove the flow`,
  };
}

function betweenNetworks(
  platform: Platform,
  flow: Flow,
  from: FlowEndpoint,
  to: FlowEndpoint,
): ReachabilityIssue | undefined {
  if (from.network === undefined || to.network === undefined) return undefined;
  const { network } = from;
  if (loadBalancersOfFlow(platform, flow).some((name) => isConsumedBy(platform, name, network)))
    return undefined;
  if (areConnected(platform, network, to.network)) {
    return throughPrivateNat(platform, flow, from, to) ?? throughPublicBalancer(platform, flow, from);
  }
  if (areIsolatedSpokes(platform, network, to.network)) {
    return {
      allowed: `networks with at least one hub: ${network} and ${to.network} are both spokes`,
      fix: "go through a service in the hub, or peer the two networks",
    };
  }
  return {
    allowed: `connected networks: no connection between ${network} and ${to.network}`,
    fix: "add a peering or transit gateway under connections, or remove the flow",
  };
}

/** The network and tier where packets start or enter; empty for an external network. */
type FlowSource = Pick<FlowEndpoint, "network" | "tier">;

/** Checks private NAT: its tiers can call over connections, but cannot be called. */
function throughPrivateNat(
  platform: Platform,
  flow: Flow,
  source: FlowSource,
  to: FlowEndpoint,
): ReachabilityIssue | undefined {
  if (source.network !== undefined && source.network === to.network) return undefined;
  return toTierBehindPrivateNat(platform, flow, to) ?? fromTierBehindPrivateNat(platform, source, to);
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-scenarios.html */
function toTierBehindPrivateNat(
  platform: Platform,
  flow: Flow,
  to: FlowEndpoint,
): ReachabilityIssue | undefined {
  const targets = loadBalancersOfFlow(platform, flow).flatMap(
    (name) => flowEndpoints(platform).get(name) ?? [],
  );
  const hidden = (targets.length > 0 ? targets : [to]).find(
    (endpoint) => natTierOf(platform, endpoint) !== undefined,
  );
  if (hidden === undefined) return undefined;
  return {
    allowed: `a target reachable over connections: private NAT hides tier ${hidden.tier} of network ${hidden.network}`,
    fix: `publish ${to.name} on a load balancer in tier ${natTierOf(platform, hidden)}, and omit the flow's ports`,
  };
}

/**
 * Checks the next hop of a private NAT gateway, which routes over transit and virtual private
 * gateways, but not over peerings.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
function fromTierBehindPrivateNat(
  platform: Platform,
  source: FlowSource,
  to: FlowEndpoint,
): ReachabilityIssue | undefined {
  const { network } = source;
  if (network === undefined || natTierOf(platform, source) === undefined) return undefined;
  if (to.network !== undefined && nextHopBetween(platform, network, to.network)?.kind === "peering") {
    return {
      allowed: `a path over a transit gateway or virtual private gateway: private NAT of network ${network} does not work over peerings`,
      fix: `connect ${network} and ${to.network} by a transit gateway, or remove the flow`,
    };
  }
  if (to.cidrs?.some((cidr) => cidr.includes(":")) !== true) return undefined;
  return {
    allowed: `IPv4 CIDR blocks: private NAT of network ${network} does not support IPv6`,
    fix: `give ${to.name} only IPv4 CIDR blocks, or remove the flow`,
  };
}

/**
 * Checks flows from inside to an internet-facing load balancer: its name resolves to public
 * addresses only, so the firewall would see the address of a NAT. Only a server has an address of
 * its own that lasts.
 */
function throughPublicBalancer(
  platform: Platform,
  flow: Flow,
  from: FlowEndpoint,
): ReachabilityIssue | undefined {
  const balancers = loadBalancersOfFlow(platform, flow);
  if (balancers.length === 0 || balancers.some((name) => !isInternetFacingLoadBalancer(platform, name)))
    return undefined;
  const allowed = `a private path: from ${from.name}, load balancer ${balancers[0]} is reachable only at its public addresses`;
  const kind = ownValue(platform.workloads, flow.to)?.kind;
  if (kind === "service" || kind === "fleet") {
    return { allowed, fix: `attach ${flow.to} to an internal load balancer too, with publishAlso` };
  }
  const port = targetAttachments(platform).find(({ endpoint }) => endpoint === flow.to)?.port;
  const direct = `flow("${flow.from}", "${flow.to}", tcp(${port ?? 8080}))`;
  return { allowed, fix: `name the port to bypass it, such as ${direct}` };
}

/** Drops the `whereReachable` flows that have no path in this environment. */
export function withReachableFlows(platform: Platform): Platform {
  const flows = platform.flows.filter(
    (flow) => flow.whereReachable !== true || reachabilityIssue(platform, flow) === undefined,
  );
  return flows.length === platform.flows.length ? platform : { ...platform, flows };
}

/**
 * The services of Session Manager, by their endpoints' names: its own, the key of encrypted
 * sessions, and their log.
 */
export const SESSION_SERVICES = ["ssm", "ssmmessages", "kms", "logs"] as const;

/**
 * Reports that a workload's flows reach the APIs of all given AWS services: through interface
 * endpoints of its network, or over the internet. Assumes that each flow has a path.
 */
export function canCallServices(platform: Platform, name: string, ...services: readonly string[]): boolean {
  const workload = ownValue(platform.workloads, name);
  const network = workload === undefined ? undefined : networkNameOf(platform, workload);
  const endpoints = ownValue(platform.networks, network)?.endpoints.interface ?? [];
  return platform.flows.some(
    (flow) =>
      flow.from === name &&
      (flow.to === AWS_ENDPOINT
        ? services.every((service) => endpoints.includes(service))
        : flow.to === INTERNET_ENDPOINT && hasHttps(flow)),
  );
}

function hasHttps({ ports }: Flow): boolean {
  return (ports ?? []).some(({ protocol, from, to }) => protocol === "tcp" && from <= 443 && 443 <= to);
}
