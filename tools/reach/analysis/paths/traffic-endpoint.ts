import type { ExternalNetwork, NetworkEndpoint } from "../../network/endpoint-model.ts";
import type { Subnet } from "../../network/network-model.ts";
import type { Addresses } from "../../packets/addresses.ts";

/**
 * The source or target of a connection: an endpoint's interface, addresses inside a VPC, or an
 * external network.
 */
export interface TrafficEndpoint {
  /** The name shown to users. */
  readonly name: string;
  /** The endpoint of the interface, if it is one. */
  readonly endpoint: NetworkEndpoint | undefined;
  /** Its subnet; undefined for an external network or an unknown location. */
  readonly subnet: Subnet | undefined;
  /** The external network; undefined for resources in a VPC. */
  readonly externalNetwork: ExternalNetwork | undefined;
  /** For clients of a client VPN, the subnet through which they enter. */
  readonly ingressSubnet?: string;
  /** True if it represents any resource at its addresses; its groups do not matter. */
  readonly isWildcard: boolean;
  /** Its own addresses; in a VPC the private ones. */
  readonly addresses: Addresses;
  /**
   * The addresses that its packets carry in place of its own: those of a network load balancer's
   * clients.
   */
  readonly clients?: Addresses;
  /** True if it has all of these addresses; otherwise it has one of them, unknown which. */
  readonly isExact: boolean;
  /** Security groups; undefined: unfiltered. */
  readonly groups: readonly string[] | undefined;
  /** The reason why some of its groups are unknown. */
  readonly unknownGroups: string | undefined;
  /** True if it has a public IPv4 address of its own. */
  readonly publicIPv4: boolean | "unknown";
  /** True if it forwards packets that are not addressed to it. */
  readonly forwards: boolean;
  /** The first and last source port of its connections. */
  readonly ephemeralPorts: readonly [from: number, to: number];
}

/**
 * Reports that packets between two endpoints cross the network. Packets from an interface to itself
 * do not, unless it represents several that may call each other: tasks of a service or instances of
 * a fleet.
 */
export function crossesNetwork(source: TrafficEndpoint, target: TrafficEndpoint): boolean {
  if (source.endpoint === target.endpoint && isSingleHost(source)) return false;
  return source !== target || !source.isExact;
}

/** Kinds whose endpoints are a single host, whichever address it will have. */
const SINGLE_HOST_KINDS = new Set(["instance", "network interface"]);

/** Reports that an endpoint is a single host, not several with one name. */
export function isSingleHost({ endpoint }: TrafficEndpoint): boolean {
  return endpoint !== undefined && SINGLE_HOST_KINDS.has(endpoint.kind) && endpoint.interfaces.length > 0;
}
