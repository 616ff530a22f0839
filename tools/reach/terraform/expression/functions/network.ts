import { Cidr } from "../../../../../aws/cidr.ts";
import { required } from "../../../../../language/required.ts";
import { integerArgument, textArgument } from "./arguments.ts";
import { CallProblem, type PlainFunction } from "./registry.ts";

/**
 * The CIDR functions.
 * https://developer.hashicorp.com/terraform/language/functions/cidrsubnet
 */
export const CIDR_FUNCTIONS: Readonly<Record<string, PlainFunction>> = {
  cidrsubnet: (prefix, newBits, index) =>
    subnetAt(
      block(textArgument(prefix)),
      integerArgument(newBits),
      BigInt(integerArgument(index)),
    ).toString(),
  cidrsubnets: (prefix, ...newBits) => consecutive(block(textArgument(prefix)), newBits.map(integerArgument)),
  cidrhost: (prefix, index) => host(block(textArgument(prefix)), BigInt(integerArgument(index))),
  cidrnetmask: (prefix) => netmask(block(textArgument(prefix))),
};

/**
 * Parses a CIDR block; as in Terraform, host bits are cleared.
 * @throws CallProblem
 */
function block(given: string): Cidr {
  const block = Cidr.withoutHostBits(given);
  if (block === undefined) throw new CallProblem(`${JSON.stringify(given)} is not a CIDR block`);
  return block;
}

function blockOf(family: 4 | 6, first: bigint, size: bigint): Cidr {
  return required(Cidr.cover(family, first, first + size - 1n), 0);
}

function widthOf({ family }: Cidr): number {
  return family === 4 ? 32 : 128;
}

function subnetAt(base: Cidr, newBits: number, index: bigint): Cidr {
  if (newBits < 0 || base.prefix + newBits > widthOf(base)) {
    throw new CallProblem(`${base} has no room for ${newBits} more bits`);
  }
  if (index < 0n || index >= 1n << BigInt(newBits)) throw new CallProblem(`${base} has no subnet ${index}`);
  const size = base.size >> BigInt(newBits);
  return blockOf(base.family, base.first + index * size, size);
}

/** Consecutive subnets, each aligned to its own size. */
function consecutive(base: Cidr, newBits: readonly number[]): string[] {
  let next = base.first;
  return newBits.map((bits) => {
    const { size } = subnetAt(base, bits, 0n);
    const first = ((next + size - 1n) / size) * size;
    if (first + size - 1n > base.last) throw new CallProblem(`${base} has no room left`);
    next = first + size;
    return blockOf(base.family, first, size).toString();
  });
}

/** The host address at an index; a negative index counts from the end. */
function host(base: Cidr, index: bigint): string {
  const place = index < 0n ? base.size + index : index;
  if (place < 0n || place >= base.size) throw new CallProblem(`${base} has no address ${index}`);
  return base.addressAt(place);
}

function netmask(base: Cidr): string {
  if (base.family !== 4) throw new CallProblem("only IPv4 has netmasks");
  return blockOf(4, (1n << 32n) - base.size, 1n).addressAt(0);
}
