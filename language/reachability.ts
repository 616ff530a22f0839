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

/** Why a flow cannot be, and what would let it. */
export interface ReachabilityIssue {
  readonly allowed: string;
  readonly fix: string;
}

/**
 * What stands in the way of a flow, whatever the firewall: no route, no address, no gateway. Undefined when
 * there is a way, or when a name in it is unknown, which other checks say.
 */
export function reachabilityIssue(platform: Platform, flow: Flow): ReachabilityIssue | undefined {
  const endpoints = flowEndpoints(platform);
  const from = endpoints.get(flow.from);
  const to = endpoints.get(flow.to);
  if (from === undefined || to === undefined) return undefined;
  if (isPublic(platform, from)) return fromInternet(platform, flow, to);
  if (isPublic(platform, to)) return toInternet(platform, from);
  if (from.kind === "outside") return fromOutside(platform, flow, from, to);
  if (to.kind === "outside") return toOutside(platform, flow, from, to);
  return to.name === AWS_ENDPOINT ? toAws(platform, from) : betweenNetworks(platform, flow, from, to);
}

/** Whether an end is met by public addresses. */
function isPublic(platform: Platform, end: FlowEndpoint): boolean {
  return end.kind === "internet" || (end.kind === "outside" && viaOf(platform, end) === INTERNET_ENDPOINT);
}

function viaOf(platform: Platform, end: FlowEndpoint): string {
  return ownValue(platform.outside, end.name)?.via ?? INTERNET_ENDPOINT;
}

/**
 * A VPC lets nothing in but by a public address: a server's own, or that of a load balancer.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
function fromInternet(platform: Platform, flow: Flow, to: FlowEndpoint): ReachabilityIssue | undefined {
  if (to.kind === "store") {
    return {
      allowed: "a workload as the target: no store is reached from the internet",
      fix: `let a workload stand between, such as flow("${flow.from}", "app") and flow("app", "${to.name}")`,
    };
  }
  if (hasPublicAddress(platform, to)) return undefined;
  const balancers = loadBalancersOfFlow(platform, flow);
  if (balancers.some((name) => isInternetFacingLoadBalancer(platform, name))) return undefined;
  if (balancers.length > 0) {
    return {
      allowed: `a way from the internet: load balancer ${balancers[0]} is not in a public tier`,
      fix: `put edge.loadBalancers.${balancers[0]} in a public tier`,
    };
  }
  const ports = flow.ports === undefined ? "" : ", or leave out the ports where it is published";
  return {
    allowed: `a way from the internet: ${to.name} has neither a public address nor, for these ports, a load balancer in a public tier`,
    fix: `publish it on one${ports}`,
  };
}

/** The load balancers that carry a flow: those its target is published on, when it names no ports. */
export function loadBalancersOfFlow(platform: Platform, flow: Flow): string[] {
  if (flow.ports !== undefined) return [];
  return targetAttachments(platform)
    .filter(({ endpoint: end }) => end === flow.to)
    .map(({ settings: place }) => place.loadBalancer)
    .filter((name) => ownValue(platform.edge.loadBalancers, name) !== undefined);
}

/** Whether a load balancer has public addresses. */
export function isInternetFacingLoadBalancer(platform: Platform, name: string): boolean {
  const end = flowEndpoints(platform).get(name);
  return end?.kind === "load-balancer" && tierOfEndpoint(platform, end)?.access === "public";
}

/** Services and fleets in a public tier are given public addresses; a server has one when it says so. */
function hasPublicAddress(platform: Platform, end: FlowEndpoint): boolean {
  const workload = ownValue(platform.workloads, end.name);
  if (workload === undefined || tierOfEndpoint(platform, end)?.access !== "public") return false;
  return workload.kind !== "server" || workload.publicAddress;
}

function toInternet(platform: Platform, from: FlowEndpoint): ReachabilityIssue | undefined {
  const network = ownValue(platform.networks, from.network);
  const access = tierOfEndpoint(platform, from)?.access;
  if (network === undefined || access === undefined) return undefined;
  if (access === "isolated") {
    return {
      allowed: `nothing on the internet: tier ${from.tier} is isolated`,
      fix: `move ${from.name} to a private tier`,
    };
  }
  if (access === "private" && !hasPublicNat(network)) {
    return {
      allowed: `nothing on the internet: network ${from.network} has no NAT`,
      fix: `set networks.${from.network}.nat, or remove the flow`,
    };
  }
  if (access === "public" && !hasPublicAddress(platform, from)) {
    return {
      allowed: `nothing on the internet: ${from.name} is in a public tier without a public address`,
      fix: "give it publicAddress: true, or move it to a private tier with NAT",
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
  const via = viaOf(platform, from);
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
    allowed: `a target in a network that ${via} leads to: ${networks.join(", ") || "none"}`,
    fix: isClientVpn
      ? `join network ${to.network} to the VPN's, and name its block in connections.${via}.authorizedCidrs`
      : `attach network ${to.network}, or remove the flow`,
  };
}

/** https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html: clients' addresses are translated. */
function toOutside(
  platform: Platform,
  flow: Flow,
  from: FlowEndpoint,
  to: FlowEndpoint,
): ReachabilityIssue | undefined {
  const via = viaOf(platform, to);
  if (ownValue(platform.connections, via)?.kind === "client-vpn") {
    return {
      allowed: `flows from ${to.name} only: nothing can call a VPN's clients`,
      fix: "swap from and to",
    };
  }
  const networks = networksReachedOver(platform, via);
  if (from.network === undefined || networks.includes(from.network)) {
    return throughPrivateNat(platform, flow, from, to);
  }
  return {
    allowed: `a source in a network that ${via} leads to: ${networks.join(", ") || "none"}`,
    fix: `attach network ${from.network}, or remove the flow`,
  };
}

function toAws(platform: Platform, from: FlowEndpoint): ReachabilityIssue | undefined {
  const endpoints = ownValue(platform.networks, from.network)?.endpoints;
  if (endpoints === undefined || endpoints.gateway.length + endpoints.interface.length > 0) return undefined;
  return {
    allowed: `a network with endpoints: ${from.network} has none`,
    fix: `name services in networks.${from.network}.endpoints, or remove the flow`,
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
      allowed: `networks of which one is a hub: ${network} and ${to.network} are both spokes`,
      fix: "go by a service in the hub, or join the two by peering",
    };
  }
  return {
    allowed: `networks that a connection joins: nothing joins ${network} and ${to.network}`,
    fix: "add a peering or transit gateway under connections, or remove the flow",
  };
}

/** Where packets come into the networks, or begin; nowhere for who is behind a line. */
type FlowSource = Pick<FlowEndpoint, "network" | "tier">;

/** Private NAT lets tiers call over connections, and not be called. */
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
  const met = loadBalancersOfFlow(platform, flow).flatMap((name) => flowEndpoints(platform).get(name) ?? []);
  const hidden = (met.length > 0 ? met : [to]).find((end) => natTierOf(platform, end) !== undefined);
  if (hidden === undefined) return undefined;
  return {
    allowed: `a target that connections lead to: private NAT hides tier ${hidden.tier} of network ${hidden.network}`,
    fix: `publish ${to.name} on a load balancer in tier ${natTierOf(platform, hidden)}, without ports in the flow`,
  };
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html: by gateways, and not by peerings. */
function fromTierBehindPrivateNat(
  platform: Platform,
  source: FlowSource,
  to: FlowEndpoint,
): ReachabilityIssue | undefined {
  const { network } = source;
  if (network === undefined || natTierOf(platform, source) === undefined) return undefined;
  if (to.network !== undefined && nextHopBetween(platform, network, to.network)?.kind === "peering") {
    return {
      allowed: `a way by a transit gateway or virtual private gateway: private NAT of network ${network} sends nothing over a peering`,
      fix: `join ${network} and ${to.network} by a transit gateway, or remove the flow`,
    };
  }
  if (to.cidrs?.some((cidr) => cidr.includes(":")) !== true) return undefined;
  return {
    allowed: `IPv4 blocks: private NAT of network ${network} has no IPv6 address`,
    fix: `give ${to.name} IPv4 blocks alone, or remove the flow`,
  };
}

/** From inside, a load balancer in a public tier answers by its public addresses only: the firewall sees NAT. */
function throughPublicBalancer(
  platform: Platform,
  flow: Flow,
  from: FlowEndpoint,
): ReachabilityIssue | undefined {
  const balancers = loadBalancersOfFlow(platform, flow);
  if (balancers.length === 0 || balancers.some((name) => !isInternetFacingLoadBalancer(platform, name)))
    return undefined;
  const port = targetAttachments(platform).find(({ endpoint: end }) => end === flow.to)?.port;
  return {
    allowed: `a way inside: from ${from.name}, load balancer ${balancers[0]} is met only by its public addresses`,
    fix: `name the port to go past it, such as flow("${flow.from}", "${flow.to}", tcp(${port ?? 8080}))`,
  };
}

/** The flows that an environment has a way for: those that must have one, and the others that do. */
export function withReachableFlows(platform: Platform): Platform {
  const flows = platform.flows.filter(
    (flow) => flow.whereReachable !== true || reachabilityIssue(platform, flow) === undefined,
  );
  return flows.length === platform.flows.length ? platform : { ...platform, flows };
}

/**
 * Whether a workload's flows lead to the APIs of some AWS services: by interface endpoints of its own network, or
 * over the internet. Takes each flow for a way.
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
