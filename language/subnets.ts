import { Cidr } from "./cidr.ts";
import { type NetworkSettings, type Tier, tierSlot } from "./network.ts";
import { zoneLetter } from "./regions.ts";

/** A VPC's block is cut into 8 tiers of 8 zones: three bits each. */
export const SLOT_BITS = 3;

/** The longest prefix that AWS allows a subnet. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
export const SUBNET_PREFIX_MAX = 28;

/** Whether any zone of a tier takes its block from the tier's slot. */
export function usesSlot(network: Pick<NetworkSettings, "zones">, tier: Tier): boolean {
  return network.zones.some((zone) => tier.cidrs?.[zone] === undefined);
}

/**
 * The block of a tier in a zone: its own word, else its share of the tier's slot. Undefined when there is
 * none: no slot, a VPC too small for slots, or a zone of letter beyond `h`.
 */
export function subnetBlock(network: Pick<NetworkSettings, "cidr">, name: string, tier: Tier, zone: string) {
  const own = tier.cidrs?.[zone];
  if (own !== undefined) return Cidr.parse(own);
  const slot = tierSlot(name, tier);
  const vpc = Cidr.parseKnown(network.cidr);
  const letter = zoneLetter(zone).charCodeAt(0) - "a".charCodeAt(0);
  if (slot === undefined || letter >= 2 ** SLOT_BITS) return undefined;
  if (vpc.prefix + 2 * SLOT_BITS > SUBNET_PREFIX_MAX) return undefined;
  return vpc.slice(SLOT_BITS, slot).slice(SLOT_BITS, letter);
}

/** The tier and zone of the subnet that an IPv4 address is in; undefined when it is in none. */
export function subnetContaining(
  network: Pick<NetworkSettings, "cidr" | "zones" | "tiers">,
  address: string,
): { readonly tier: string; readonly zone: string } | undefined {
  const one = Cidr.parseKnown(`${address}/32`);
  return Object.entries(network.tiers)
    .flatMap(([tier, settings]) => network.zones.map((zone) => ({ tier, settings, zone })))
    .find(({ tier, settings, zone }) => subnetBlock(network, tier, settings, zone)?.contains(one));
}
