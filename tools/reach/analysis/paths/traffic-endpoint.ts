import type { ExternalNetwork, NetworkEndpoint, Subnet } from "../../network/network-model.ts";
import type { Addresses } from "../../packets/addresses.ts";

/** One end of a connection: an interface of an endpoint, a block inside a VPC, or a network outside. */
export interface TrafficEndpoint {
  /** What a person calls it. */
  readonly name: string;
  /** The endpoint, for an interface of one. */
  readonly endpoint: NetworkEndpoint | undefined;
  /** The subnet it is in; undefined for what is outside, or nobody knows where. */
  readonly subnet: Subnet | undefined;
  /** The network outside; undefined for what is in a VPC. */
  readonly externalNetwork: ExternalNetwork | undefined;
  /** For clients of a client VPN, the one of its subnets that they come in by. */
  readonly ingressSubnet?: string;
  /** Whether it is whatever may stand at its addresses: what groups that has is not known, and not asked. */
  readonly isWildcard: boolean;
  /** Its own addresses: private ones for what is in a VPC. */
  readonly addresses: Addresses;
  /** The addresses that its packets carry in place of its own: a network load balancer's clients'. */
  readonly clients?: Addresses;
  /** Whether each of these addresses is meant; else it has one of them, not known which. */
  readonly isExact: boolean;
  /** Security groups; undefined: nothing filters it. */
  readonly groups: readonly string[] | undefined;
  /** Why its groups are not all known. */
  readonly unknownGroups: string | undefined;
  /** Whether it has a public IPv4 address of its own. */
  readonly publicIPv4: boolean | "unknown";
  /** Whether it passes on what is not addressed to it. */
  readonly forwards: boolean;
  /** Source ports that it calls from: first and last. */
  readonly ephemeralPorts: readonly [from: number, to: number];
}

/**
 * Whether packets between two sides meet the network: those of one interface to itself do not, unless it stands
 * for several that may call each other, tasks of a service or a fleet's servers.
 */
export function crossesNetwork(source: TrafficEndpoint, target: TrafficEndpoint): boolean {
  if (source.endpoint === target.endpoint && isSingleHost(source)) return false;
  return source !== target || !source.isExact;
}

/** Kinds of which each is one thing by itself, whichever address it will have. */
const ONE = new Set(["instance", "network interface"]);

/** Whether a side is of one server alone, not of several with one name. */
export function isSingleHost({ endpoint }: TrafficEndpoint): boolean {
  return endpoint !== undefined && ONE.has(endpoint.kind) && endpoint.interfaces.length > 0;
}
