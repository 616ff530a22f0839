import { Cidr } from "../aws/cidr.ts";
import { zoneLetter } from "../aws/regions.ts";
import { VPC_PREFIX } from "../aws/vpc-quotas.ts";
import { type NetworkSettings, type Tier, tierSlot } from "./network.ts";

/** The bits of each level of the address plan, which splits a VPC into 8 tiers of 8 zones. */
export const SLOT_BITS = 3;

/** Reports that at least one zone of a tier gets its CIDR block from the tier's slot. */
export function usesSlot(network: Pick<NetworkSettings, "zones">, tier: Tier): boolean {
  return network.zones.some((zone) => tier.cidrs?.[zone] === undefined);
}

/**
 * Returns the CIDR block of a tier's subnet in a zone: as set, else its share of the tier's slot.
 * Undefined without a slot, in a VPC too small for slots, and for zone letters beyond `h`.
 */
export function subnetBlock(network: Pick<NetworkSettings, "cidr">, name: string, tier: Tier, zone: string) {
  const configured = tier.cidrs?.[zone];
  if (configured !== undefined) return Cidr.parse(configured);
  const slot = tierSlot(name, tier);
  const vpc = Cidr.parseKnown(network.cidr);
  const letter = zoneLetter(zone).charCodeAt(0) - "a".charCodeAt(0);
  if (slot === undefined || letter >= 2 ** SLOT_BITS) return undefined;
  if (vpc.prefix + 2 * SLOT_BITS > VPC_PREFIX.longest) return undefined;
  return vpc.slice(SLOT_BITS, slot).slice(SLOT_BITS, letter);
}

/**
 * Returns the tier and zone of the subnet that contains an IPv4 address; undefined when none does.
 */
export function subnetContaining(
  network: Pick<NetworkSettings, "cidr" | "zones" | "tiers">,
  address: string,
): { readonly tier: string; readonly zone: string } | undefined {
  const one = Cidr.parseKnown(`${address}/32`);
  return Object.entries(network.tiers)
    .flatMap(([tier, settings]) => network.zones.map((zone) => ({ tier, settings, zone })))
    .find(({ tier, settings, zone }) => subnetBlock(network, tier, settings, zone)?.contains(one));
}
