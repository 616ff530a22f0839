import { Cidr } from "../../../aws/cidr.ts";
import { withDefaultTwin } from "../../../aws/resource-types.ts";
import { memoize } from "../../../language/memoize.ts";
import { type Addresses, addressesOfBlocks, NO_ADDRESS, parseAddresses } from "../packets/addresses.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import { attributeElements, attributeText, readFlag, readText } from "../terraform/attributes.ts";
import { Reference, Unknown, type Value } from "../terraform/value.ts";
import type { ModelContext } from "./model-context.ts";
import { placeholderIpv6Cidr } from "./placeholder-cidrs.ts";

/** A CIDR block as written. */
export interface CidrBlock {
  /** The block as written: `10.0.0.0/16`. */
  readonly text: string;
  /** The addresses in the block. */
  readonly addresses: Addresses;
  /** The prefix length in bits. */
  readonly prefixLength: number;
}

/** Converts a CIDR to a block with its addresses. */
export function toCidrBlock(cidr: Cidr): CidrBlock {
  const text = cidr.toString();
  return { text, addresses: addressesOfBlocks([cidr]), prefixLength: cidr.prefix };
}

/** Returns the union of the addresses of CIDR blocks. */
export function unionOfBlocks(blocks: readonly { readonly addresses: Addresses }[]): Addresses {
  return IntervalSet.of(...blocks.flatMap(({ addresses }) => addresses.intervals));
}

/**
 * Reads a CIDR block: undefined if unset, or the reason if unknown. IPv6 blocks that AWS will
 * choose resolve to placeholders.
 */
export function readCidrBlock(
  context: ModelContext,
  value: Value | undefined,
): CidrBlock | Unknown | undefined {
  const chosen = chosenBlock(context, value);
  if (chosen !== undefined) return toCidrBlock(chosen);
  const text = readText(value);
  if (text === undefined || text instanceof Unknown) return text;
  const cidr = Cidr.withoutHostBits(text);
  return cidr === undefined ? new Unknown(`${text} is not a CIDR block`) : toCidrBlock(cidr);
}

function chosenBlock(context: ModelContext, value: Value | undefined): Cidr | undefined {
  if (!(value instanceof Reference)) return undefined;
  const found = context.inventory.resolve(value);
  return found?.attribute === "ipv6_cidr_block" && value.path.length === 1
    ? chosenIpv6(context).get(found.resource.address)
    : undefined;
}

/**
 * Returns the addresses in a string or list of strings; undefined if there are none or one is
 * unknown.
 */
export function attributeAddresses(value: Value | undefined): Addresses | undefined {
  let sum: Addresses | undefined;
  for (const element of attributeElements(value)) {
    const addresses = parseAddresses(attributeText(element) ?? "");
    if (addresses === undefined) return undefined;
    sum = (sum ?? NO_ADDRESS).union(addresses);
  }
  return sum;
}

/**
 * Returns placeholders for the IPv6 blocks that AWS will choose, by the requesting resource: a VPC,
 * an association of a VPC, or a subnet.
 */
export const chosenIpv6 = memoize((context: ModelContext): ReadonlyMap<string, Cidr> => {
  const chosen = chosenForVpcs(context);
  const used = new Map<string, number>();
  for (const { address, values } of context.managed(...withDefaultTwin("aws_subnet"))) {
    const vpc = context.resolver.vpc(values.vpc_id);
    const value = values.ipv6_cidr_block;
    const isOpen = value instanceof Reference || value instanceof Unknown;
    if (!isOpen || vpc === undefined) continue;
    const whole = subnettedBlock(context, vpc, chosen);
    if (whole === undefined || whole.prefix > 56) continue;
    const index = used.get(vpc) ?? 0;
    used.set(vpc, index + 1);
    chosen.set(address, whole.slice(64 - whole.prefix, index));
  }
  return chosen;
});

function chosenForVpcs(context: ModelContext): Map<string, Cidr> {
  const requesting = context
    .managed(...withDefaultTwin("aws_vpc"), ASSOCIATION)
    .filter(({ type, values }) => {
      const isRequested =
        type === ASSOCIATION ||
        readFlag(values.assign_generated_ipv6_cidr_block, false) === true ||
        readText(values.ipv6_ipam_pool_id) !== undefined;
      const isWritten = typeof values.ipv6_cidr_block === "string" && values.ipv6_cidr_block !== "";
      return isRequested && !isWritten;
    });
  return new Map(requesting.map(({ address }, index) => [address, placeholderIpv6Cidr(index)]));
}

const ASSOCIATION = "aws_vpc_ipv6_cidr_block_association";

/**
 * The block from which a VPC's subnets without a written block are cut: the VPC's, or its first
 * association's.
 */
function subnettedBlock(
  context: ModelContext,
  vpc: string,
  chosen: ReadonlyMap<string, Cidr>,
): Cidr | undefined {
  const own = chosen.get(vpc);
  if (own !== undefined) return own;
  const association = context
    .managed(ASSOCIATION)
    .find(({ address, values }) => chosen.has(address) && context.resolver.vpc(values.vpc_id) === vpc);
  return association && chosen.get(association.address);
}
