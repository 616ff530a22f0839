import { flowEndpoints, INTERNET_ENDPOINT, natTierOf, ownValue } from "../../language/endpoints.ts";
import type { Platform } from "../../language/platform.ts";
import {
  type ExpectedConnectivity,
  expectedConnectivity,
  platformEndpointName,
} from "../../tools/reach/analysis/expected-connectivity.ts";
import type { ProofDifference } from "../../tools/reach/analysis/prove.ts";
import { TransportSet } from "../../tools/reach/packets/transport-set.ts";
import type { Inventory } from "../../tools/reach/terraform/inventory.ts";
import { Reference } from "../../tools/reach/terraform/value.ts";

/** A tier of a network: rules of other networks name its CIDR. */
interface Place {
  readonly network: string;
  readonly tier: string;
}

/**
 * Finds the connectivity beyond a platform's flows that CIDR rules cause. A CIDR rule admits every
 * address in its CIDR block, so two endpoints in different networks, or one of them external, may
 * connect without a flow: the source has a flow to an endpoint in a CIDR block with the target, and
 * the target has one from an endpoint in a CIDR block with the source. Inside a network this cannot
 * happen, since rules there reference security groups.
 */
export class OpenedByBlocks {
  readonly #inventory: Inventory;
  readonly #obligations: readonly ExpectedConnectivity[];
  readonly #places: ReadonlyMap<string, Place>;

  constructor(platform: Platform, inventory: Inventory) {
    this.#inventory = inventory;
    this.#obligations = expectedConnectivity(platform).flatMap((each) => [
      each,
      ...pastService(platform, each),
    ]);
    this.#places = placesOf(platform);
  }

  /** Reports that CIDR rules of flows account for undeclared connectivity. */
  accountsFor({ kind, from, to, transport: services, by }: ProofDifference): boolean {
    if (kind !== "undeclared" || !this.#isByBlocks(by)) return false;
    const [source, target] = [this.#places.get(from), this.#places.get(to)];
    if (source !== undefined && source.network === target?.network) return false;
    const out = this.#services((each) => each.from === from && this.#isBeside(each.to, to, source));
    const into = this.#services((each) => each.to === to && this.#isBeside(each.from, from, target));
    const isOut = source === undefined || services.subtract(out).isEmpty;
    return isOut && (target === undefined || services.subtract(into).isEmpty);
  }

  /**
   * Reports that every security group rule names a CIDR block, except those that let a NAT instance
   * forward packets.
   */
  #isByBlocks(by: readonly string[]): boolean {
    const rules = by
      .flatMap((address) => this.#inventory.at(address) ?? [])
      .filter(({ type }) => type.startsWith("aws_vpc_security_group_"));
    const others = rules.filter(
      ({ values }) => values.cidr_ipv4 === undefined && values.cidr_ipv6 === undefined,
    );
    return (
      others.length < rules.length &&
      others.every(({ type, values }) => {
        const group = values.security_group_id;
        return type.includes("ingress") && group instanceof Reference && /-nat(?:_|$)/.test(group.address);
      })
    );
  }

  #services(isMeant: (obligation: ExpectedConnectivity) => boolean): TransportSet {
    return TransportSet.unionOf(this.#obligations.filter(isMeant).map(({ transport: services }) => services));
  }

  /**
   * Reports that a rule for one endpoint's CIDR block, in a security group of the network
   * `seenFrom`, also admits another endpoint.
   */
  #isBeside(end: string, other: string, seenFrom: Place | undefined): boolean {
    if (end === INTERNET_ENDPOINT || end === other) return true;
    const [place, beside] = [this.#places.get(end), this.#places.get(other)];
    if (place === undefined || place.network === seenFrom?.network) return false;
    return place.network === beside?.network && place.tier === beside.tier;
  }
}

/**
 * Returns the tier that other networks see for an endpoint: the NAT's tier behind private NAT, the
 * VPN's tier for VPN clients, a public tier for a NAT instance.
 */
function placesOf(platform: Platform): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const [network, { nat, tiers }] of Object.entries(platform.networks)) {
    const tier = Object.keys(tiers).find((name) => tiers[name]!.access === "public");
    if (nat.kind !== "instance" || tier === undefined) continue;
    places.set(platformEndpointName(platform, `${network}-nat`), { network, tier });
  }
  for (const { name, network, tier } of flowEndpoints(platform).values()) {
    const via = ownValue(platform.connections, ownValue(platform.outside, name)?.via);
    const placed = via?.kind === "client-vpn" ? via : { network, tier };
    if (placed.network === undefined || placed.tier === undefined) continue;
    const place = { network: placed.network, tier: placed.tier };
    places.set(platformEndpointName(platform, name), {
      ...place,
      tier: natTierOf(platform, place) ?? place.tier,
    });
  }
  return places;
}

/** Covers PrivateLink, where the load balancer's security group admits the caller's tier. */
function pastService(platform: Platform, obligation: ExpectedConnectivity): ExpectedConnectivity[] {
  return Object.entries(platform.connections).flatMap(([name, connection]) => {
    if (connection.kind !== "endpoint-service") return [];
    const ends = Object.keys(connection.consumers).map((network) =>
      platformEndpointName(platform, `${name}-${network}`),
    );
    if (!ends.includes(obligation.to)) return [];
    return [{ ...obligation, to: platformEndpointName(platform, connection.loadBalancer) }];
  });
}
