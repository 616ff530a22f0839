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

/** A tier of a network. Rules of other networks reference its CIDR block. */
interface NetworkTier {
  readonly network: string;
  readonly tier: string;
}

/**
 * The connectivity beyond a platform's flows that CIDR rules cause. A CIDR rule admits every
 * address in its CIDR block. So two endpoints in different networks, or an endpoint and an external
 * network, can connect without a flow between them: if the source has a flow to another endpoint in
 * the target's CIDR block, and the target has a flow from another endpoint in the source's CIDR
 * block. Inside a network this cannot happen, since rules there reference security groups.
 */
export class CidrRuleConnectivity {
  readonly #inventory: Inventory;
  readonly #expected: readonly ExpectedConnectivity[];
  readonly #tiers: ReadonlyMap<string, NetworkTier>;

  constructor(platform: Platform, inventory: Inventory) {
    this.#inventory = inventory;
    this.#expected = expectedConnectivity(platform).flatMap((each) => [
      each,
      ...throughEndpointServices(platform, each),
    ]);
    this.#tiers = tiersOf(platform);
  }

  /** Reports that CIDR rules of flows account for undeclared connectivity. */
  accountsFor({ kind, from, to, transport, by }: ProofDifference): boolean {
    // Unknown through a NAT gateway, of whose client ports only some are admitted on the way.
    if (kind === "missing" || !this.#isByCidrRules(by)) return false;
    const [source, target] = [this.#tiers.get(from), this.#tiers.get(to)];
    if (source !== undefined && source.network === target?.network) return false;
    const egress = this.#transport((each) => each.from === from && this.#sharesCidr(each.to, to, source));
    const ingress = this.#transport((each) => each.to === to && this.#sharesCidr(each.from, from, target));
    const isEgressAllowed = source === undefined || transport.subtract(egress).isEmpty;
    return isEgressAllowed && (target === undefined || transport.subtract(ingress).isEmpty);
  }

  /**
   * Reports that every security group rule among resources has a CIDR block, except the rules that
   * let a NAT instance forward packets.
   */
  #isByCidrRules(by: readonly string[]): boolean {
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

  /** The ports of all expected connectivity that matches. */
  #transport(matches: (expected: ExpectedConnectivity) => boolean): TransportSet {
    return TransportSet.unionOf(this.#expected.filter(matches).map(({ transport }) => transport));
  }

  /**
   * Reports that a CIDR rule for one endpoint, in a security group of another network, also admits
   * the other endpoint.
   *
   * @param ruleTier the tier whose security group has the rule
   */
  #sharesCidr(endpoint: string, other: string, ruleTier: NetworkTier | undefined): boolean {
    if (endpoint === INTERNET_ENDPOINT || endpoint === other) return true;
    const [tier, otherTier] = [this.#tiers.get(endpoint), this.#tiers.get(other)];
    if (tier === undefined || tier.network === ruleTier?.network) return false;
    return tier.network === otherTier?.network && tier.tier === otherTier.tier;
  }
}

/**
 * Returns the tier of each endpoint as other networks see it: the NAT gateway's tier behind private
 * NAT, the VPN's tier for VPN clients, a public tier for a NAT instance.
 */
function tiersOf(platform: Platform): Map<string, NetworkTier> {
  const result = new Map<string, NetworkTier>();
  for (const [network, { nat, tiers }] of Object.entries(platform.networks)) {
    const tier = Object.keys(tiers).find((name) => tiers[name]!.access === "public");
    if (nat.kind !== "instance" || tier === undefined) continue;
    result.set(platformEndpointName(platform, `${network}-nat`), { network, tier });
  }
  for (const { name, network, tier } of flowEndpoints(platform).values()) {
    const via = ownValue(platform.connections, ownValue(platform.outside, name)?.via);
    const placed = via?.kind === "client-vpn" ? via : { network, tier };
    if (placed.network === undefined || placed.tier === undefined) continue;
    const networkTier = { network: placed.network, tier: placed.tier };
    result.set(platformEndpointName(platform, name), {
      ...networkTier,
      tier: natTierOf(platform, networkTier) ?? networkTier.tier,
    });
  }
  return result;
}

/** The PrivateLink part of a flow: the load balancer's security group admits the caller's tier. */
function throughEndpointServices(platform: Platform, expected: ExpectedConnectivity): ExpectedConnectivity[] {
  return Object.entries(platform.connections).flatMap(([name, connection]) => {
    if (connection.kind !== "endpoint-service") return [];
    const endpoints = Object.keys(connection.consumers).map((network) =>
      platformEndpointName(platform, `${name}-${network}`),
    );
    if (!endpoints.includes(expected.to)) return [];
    return [{ ...expected, to: platformEndpointName(platform, connection.loadBalancer) }];
  });
}
