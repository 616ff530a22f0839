import {
  AWS,
  type Endpoint,
  endpointsOf,
  INTERNET,
  natTierOf,
  networkOf,
  ownValue,
  tierOf,
} from "./endpoints.ts";
import type { Flow } from "./flows.ts";
import { areJoined, areSpokes, isServedTo, networksBehind, wayBetween } from "./joins.ts";
import type { Network } from "./network.ts";
import type { Platform } from "./platform.ts";
import { publicationsOf } from "./publications.ts";

/** Why a flow cannot be, and what would let it. */
export interface Obstacle {
  readonly allowed: string;
  readonly fix: string;
}

/**
 * What stands in the way of a flow, whatever the firewall: no route, no address, no gateway. Undefined when
 * there is a way, or when a name in it is unknown, which other checks say.
 */
export function obstacleOf(platform: Platform, flow: Flow): Obstacle | undefined {
  const endpoints = endpointsOf(platform);
  const from = endpoints.get(flow.from);
  const to = endpoints.get(flow.to);
  if (from === undefined || to === undefined) return undefined;
  if (isPublic(platform, from)) return fromInternet(platform, flow, to);
  if (isPublic(platform, to)) return toInternet(platform, from);
  if (from.kind === "outside") return fromOutside(platform, flow, from, to);
  if (to.kind === "outside") return toOutside(platform, flow, from, to);
  return to.name === AWS ? toAws(platform, from) : betweenNetworks(platform, flow, from, to);
}

/** Whether an end is met by public addresses. */
function isPublic(platform: Platform, end: Endpoint): boolean {
  return end.kind === "internet" || (end.kind === "outside" && viaOf(platform, end) === INTERNET);
}

function viaOf(platform: Platform, end: Endpoint): string {
  return ownValue(platform.outside, end.name)?.via ?? INTERNET;
}

/**
 * A VPC lets nothing in but by a public address: a server's own, or that of a load balancer.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
function fromInternet(platform: Platform, flow: Flow, to: Endpoint): Obstacle | undefined {
  if (to.kind === "store") {
    return {
      allowed: "a workload as the target: no store is reached from the internet",
      fix: `let a workload stand between, such as flow("${flow.from}", "app") and flow("app", "${to.name}")`,
    };
  }
  if (hasPublicAddress(platform, to)) return undefined;
  const balancers = balancersOf(platform, flow);
  if (balancers.some((name) => isInternetFacing(platform, name))) return undefined;
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
export function balancersOf(platform: Platform, flow: Flow): string[] {
  if (flow.ports !== undefined) return [];
  return publicationsOf(platform)
    .filter(({ end }) => end === flow.to)
    .map(({ place }) => place.loadBalancer)
    .filter((name) => ownValue(platform.edge.loadBalancers, name) !== undefined);
}

/** Whether a load balancer has public addresses. */
export function isInternetFacing(platform: Platform, name: string): boolean {
  const end = endpointsOf(platform).get(name);
  return end?.kind === "load-balancer" && tierOf(platform, end)?.access === "public";
}

/** Services and fleets in a public tier are given public addresses; a server has one when it says so. */
function hasPublicAddress(platform: Platform, end: Endpoint): boolean {
  const workload = ownValue(platform.workloads, end.name);
  if (workload === undefined || tierOf(platform, end)?.access !== "public") return false;
  return workload.kind !== "server" || workload.publicAddress;
}

function toInternet(platform: Platform, from: Endpoint): Obstacle | undefined {
  const network = ownValue(platform.networks, from.network);
  const access = tierOf(platform, from)?.access;
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

function hasPublicNat({ nat }: Network): boolean {
  return nat.kind === "gateway" || nat.kind === "instance";
}

function fromOutside(platform: Platform, flow: Flow, from: Endpoint, to: Endpoint): Obstacle | undefined {
  const via = viaOf(platform, from);
  const networks = networksBehind(platform, via);
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
function toOutside(platform: Platform, flow: Flow, from: Endpoint, to: Endpoint): Obstacle | undefined {
  const via = viaOf(platform, to);
  if (ownValue(platform.connections, via)?.kind === "client-vpn") {
    return {
      allowed: `flows from ${to.name} only: nothing can call a VPN's clients`,
      fix: "swap from and to",
    };
  }
  const networks = networksBehind(platform, via);
  if (from.network === undefined || networks.includes(from.network)) {
    return throughPrivateNat(platform, flow, from, to);
  }
  return {
    allowed: `a source in a network that ${via} leads to: ${networks.join(", ") || "none"}`,
    fix: `attach network ${from.network}, or remove the flow`,
  };
}

function toAws(platform: Platform, from: Endpoint): Obstacle | undefined {
  const endpoints = ownValue(platform.networks, from.network)?.endpoints;
  if (endpoints === undefined || endpoints.gateway.length + endpoints.interface.length > 0) return undefined;
  return {
    allowed: `a network with endpoints: ${from.network} has none`,
    fix: `name services in networks.${from.network}.endpoints, or remove the flow`,
  };
}

function betweenNetworks(platform: Platform, flow: Flow, from: Endpoint, to: Endpoint): Obstacle | undefined {
  if (from.network === undefined || to.network === undefined) return undefined;
  const { network } = from;
  if (balancersOf(platform, flow).some((name) => isServedTo(platform, name, network))) return undefined;
  if (areJoined(platform, network, to.network)) {
    return throughPrivateNat(platform, flow, from, to) ?? throughPublicBalancer(platform, flow, from);
  }
  if (areSpokes(platform, network, to.network)) {
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
type Source = Pick<Endpoint, "network" | "tier">;

/** Private NAT lets tiers call over connections, and not be called. */
function throughPrivateNat(
  platform: Platform,
  flow: Flow,
  source: Source,
  to: Endpoint,
): Obstacle | undefined {
  if (source.network !== undefined && source.network === to.network) return undefined;
  return toHidden(platform, flow, to) ?? fromHidden(platform, source, to);
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-scenarios.html */
function toHidden(platform: Platform, flow: Flow, to: Endpoint): Obstacle | undefined {
  const met = balancersOf(platform, flow).flatMap((name) => endpointsOf(platform).get(name) ?? []);
  const hidden = (met.length > 0 ? met : [to]).find((end) => natTierOf(platform, end) !== undefined);
  if (hidden === undefined) return undefined;
  return {
    allowed: `a target that connections lead to: private NAT hides tier ${hidden.tier} of network ${hidden.network}`,
    fix: `publish ${to.name} on a load balancer in tier ${natTierOf(platform, hidden)}, without ports in the flow`,
  };
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html: by gateways, and not by peerings. */
function fromHidden(platform: Platform, source: Source, to: Endpoint): Obstacle | undefined {
  const { network } = source;
  if (network === undefined || natTierOf(platform, source) === undefined) return undefined;
  if (to.network !== undefined && wayBetween(platform, network, to.network)?.kind === "peering") {
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
function throughPublicBalancer(platform: Platform, flow: Flow, from: Endpoint): Obstacle | undefined {
  const balancers = balancersOf(platform, flow);
  if (balancers.length === 0 || balancers.some((name) => !isInternetFacing(platform, name))) return undefined;
  const port = publicationsOf(platform).find(({ end }) => end === flow.to)?.port;
  return {
    allowed: `a way inside: from ${from.name}, load balancer ${balancers[0]} is met only by its public addresses`,
    fix: `name the port to go past it, such as flow("${flow.from}", "${flow.to}", tcp(${port ?? 8080}))`,
  };
}

/** The flows that an environment has a way for: those that must have one, and the others that do. */
export function withReachableFlows(platform: Platform): Platform {
  const flows = platform.flows.filter(
    (flow) => flow.whereReachable !== true || obstacleOf(platform, flow) === undefined,
  );
  return flows.length === platform.flows.length ? platform : { ...platform, flows };
}

/**
 * Whether a workload's flows lead to the APIs of some AWS services: by interface endpoints of its own network, or
 * over the internet. Takes each flow for a way.
 */
export function callsServices(platform: Platform, name: string, ...services: readonly string[]): boolean {
  const workload = ownValue(platform.workloads, name);
  const network = workload === undefined ? undefined : networkOf(platform, workload);
  const endpoints = ownValue(platform.networks, network)?.endpoints.interface ?? [];
  return platform.flows.some(
    (flow) =>
      flow.from === name &&
      (flow.to === AWS
        ? services.every((service) => endpoints.includes(service))
        : flow.to === INTERNET && hasHttps(flow)),
  );
}

function hasHttps({ ports }: Flow): boolean {
  return (ports ?? []).some(({ protocol, from, to }) => protocol === "tcp" && from <= 443 && 443 <= to);
}
