import { Cidr } from "../../aws/cidr.ts";
import { type NetworkSettings, type Tier, tierSlot } from "../../language/network.ts";
import { SLOT_BITS, subnetBlock } from "../../language/subnets.ts";

/** A subnet: one tier in one zone. */
export interface SubnetPlan {
  /** The construct ID, made of tier and zone: `public-us-east-1a`. */
  readonly id: string;
  /** The tier's name in the spec. */
  readonly tier: string;
  /** The full zone name. */
  readonly zone: string;
  /** The subnet's IPv4 CIDR block. */
  readonly cidr: string;
}

/**
 * Plans the subnets of a network, in the order of its tiers and zones.
 *
 * Invariant: a subnet's CIDR block is the tier's own for its zone, or depends only on the VPC's
 * block, the tier's slot and the zone's letter ({@link subnetBlock}). Adding or removing a tier or
 * zone changes no other subnet.
 *
 * @throws RangeError for a tier without a slot or a VPC too small for slots; the spec's checks
 *   reject both.
 */
export function planSubnets(network: Pick<NetworkSettings, "cidr" | "zones" | "tiers">): SubnetPlan[] {
  return Object.entries(network.tiers).flatMap(([tier, settings]) =>
    network.zones.map((zone) => ({
      id: `${tier}-${zone}`,
      tier,
      zone,
      cidr: subnetCidr(network, tier, settings, zone).toString(),
    })),
  );
}

/**
 * The CIDR blocks of a tier, which network ACLs use: its slot's block if any zone is in it, and
 * each block of `cidrs`. So a new zone without a block of its own changes no rule.
 *
 * @throws RangeError if the network has no such tier.
 */
export function tierCidrs(
  network: Pick<NetworkSettings, "cidr" | "zones" | "tiers">,
  tier: string,
): string[] {
  const settings = network.tiers[tier];
  if (settings === undefined) throw new RangeError(`no tier ${tier}`);
  const own = network.zones.flatMap((zone) => settings.cidrs?.[zone] ?? []);
  const slotBlocks =
    own.length === network.zones.length ? [] : [tierSlotCidr(network.cidr, tier, settings).toString()];
  return [...slotBlocks, ...own];
}

function subnetCidr(
  network: Pick<NetworkSettings, "cidr">,
  tier: string,
  settings: Tier,
  zone: string,
): Cidr {
  const block = subnetBlock(network, tier, settings, zone);
  if (block === undefined) throw new RangeError(`tier ${tier} has no block in ${zone}`);
  return block;
}

function tierSlotCidr(vpc: string, tier: string, settings: Tier): Cidr {
  const slot = tierSlot(tier, settings);
  if (slot === undefined) throw new RangeError(`tier ${tier} has no slot`);
  return Cidr.parseKnown(vpc).slice(SLOT_BITS, slot);
}
