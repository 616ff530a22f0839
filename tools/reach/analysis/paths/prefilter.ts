import { required } from "../../../../language/required.ts";
import type { NetworkModel, SecurityGroupRule } from "../../network/network-model.ts";
import { type Addresses, NO_ADDRESS } from "../../packets/addresses.ts";
import type { TrafficDirection } from "./security-group-filter.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/** The peers that the rules of some groups reference, in one direction. */
interface ReferencedPeers {
  readonly groups: ReadonlySet<string>;
  readonly addresses: Addresses;
  /** True if they may reference any peer. */
  readonly isOpen: boolean;
}

const ANY_PEER: ReferencedPeers = { groups: new Set(), addresses: NO_ADDRESS, isOpen: true };

/**
 * Quickly excludes pairs between which security groups are certain to block everything: most pairs
 * of a large network. It compares peers, not ports.
 */
export class Prefilter {
  readonly #model: NetworkModel;
  readonly #peers = new Map<string, ReferencedPeers>();
  /** Destinations whose routes may translate the source address, by subnet. */
  readonly #translated = new Map<string, Addresses>();
  readonly #transitTranslates: boolean;

  constructor(model: NetworkModel) {
    this.#model = model;
    const attached = [...model.transitGateways.values()]
      .flatMap(({ attachments }) => attachments)
      .flatMap(({ resource }) => (resource.kind === "vpc" ? resource.subnets : []));
    this.#transitTranslates = attached.some((address) =>
      model.subnets
        .get(address)
        ?.table.routes.some(({ target }) => target.kind === "nat-gateway" || target.kind === "endpoint"),
    );
  }

  /** Returns false only if nothing can get through. */
  couldConnect(from: TrafficEndpoint, to: TrafficEndpoint): boolean {
    return (
      referencesEndpoint(this.#peersOf(from, "egress"), to) &&
      (this.#mayBeTranslated(from, to) || referencesEndpoint(this.#peersOf(to, "ingress"), from))
    );
  }

  #mayBeTranslated({ subnet, externalNetwork }: TrafficEndpoint, to: TrafficEndpoint): boolean {
    // The routes of an endpoint with an unknown location are unknown.
    if (subnet === undefined) return externalNetwork === undefined || externalNetwork.kind === "vpn-clients";
    let translated = this.#translated.get(subnet.address);
    if (translated === undefined) {
      const kinds = ["nat-gateway", "endpoint", ...(this.#transitTranslates ? ["transit-gateway"] : [])];
      translated = subnet.table.routes
        .filter(({ target }) => kinds.includes(target.kind))
        .reduce((sum, { destination }) => sum.union(destination), NO_ADDRESS);
      this.#translated.set(subnet.address, translated);
    }
    return !translated.isEmpty && (to.addresses.isEmpty || translated.overlaps(to.addresses));
  }

  #peersOf({ groups, unknownGroups }: TrafficEndpoint, direction: TrafficDirection): ReferencedPeers {
    if (groups === undefined || unknownGroups !== undefined) return ANY_PEER;
    const key = `${direction} ${groups.join()}`;
    let peers = this.#peers.get(key);
    if (peers === undefined) {
      const own = groups.map((address) => required(this.#model.securityGroups, address));
      const isOpen = own.some(({ unknown }) => unknown !== undefined);
      peers = isOpen ? ANY_PEER : peersOf(own.flatMap((group) => group[direction]));
      this.#peers.set(key, peers);
    }
    return peers;
  }
}

function peersOf(rules: readonly SecurityGroupRule[]): ReferencedPeers {
  const groups = new Set<string>();
  let addresses = NO_ADDRESS;
  for (const { peer } of rules) {
    if (peer.kind === "unknown") return ANY_PEER;
    if (peer.kind === "group") groups.add(peer.group);
    else addresses = addresses.union(peer.addresses);
  }
  return { groups, addresses, isOpen: false };
}

function referencesEndpoint(
  { groups, addresses, isOpen }: ReferencedPeers,
  trafficEndpoint: TrafficEndpoint,
): boolean {
  if (isOpen || trafficEndpoint.unknownGroups !== undefined) return true;
  if (trafficEndpoint.groups?.some((group) => groups.has(group)) === true) return true;
  // An endpoint without known addresses may have any.
  return trafficEndpoint.addresses.isEmpty
    ? !addresses.isEmpty
    : addresses.overlaps(trafficEndpoint.addresses);
}
