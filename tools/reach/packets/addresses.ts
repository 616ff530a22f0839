import { Cidr } from "../../../aws/cidr.ts";
import { IntervalSet } from "./interval-set.ts";

/**
 * Addresses on one number line: IPv4 addresses at their value, IPv6 addresses offset by 2^128,
 * followed by placeholder points for addresses that only AWS knows.
 */
export type Addresses = IntervalSet<bigint>;

const IPV6 = 1n << 128n;
const PLACEHOLDERS = 1n << 130n;

/** No address. */
export const NO_ADDRESS: Addresses = IntervalSet.of();
/** Every IPv4 address: 0.0.0.0/0. */
export const ANY_IPV4: Addresses = IntervalSet.of([0n, 1n << 32n]);
/** Every IPv6 address: ::/0. */
export const ANY_IPV6: Addresses = IntervalSet.of([IPV6, IPV6 << 1n]);
/** Every address of both families and every placeholder. */
export const EVERY_ADDRESS: Addresses = IntervalSet.of(...ANY_IPV4.intervals, ...ANY_IPV6.intervals, [
  PLACEHOLDERS,
  PLACEHOLDERS << 1n,
]);

/** Parses a CIDR block or a single address, IPv4 or IPv6; undefined if the text is neither. */
export function parseAddresses(text: string): Addresses | undefined {
  const block = Cidr.parseAddress(text) ?? Cidr.parse(text);
  return block === undefined ? undefined : addressesOfBlocks([block]);
}

/** Returns the addresses of CIDR blocks. */
export function addressesOfBlocks(blocks: readonly Cidr[]): Addresses {
  return IntervalSet.of(
    ...blocks.map(({ family, first, last }) => {
      const offset = family === 4 ? 0n : IPV6;
      return [offset + first, offset + last + 1n] as const;
    }),
  );
}

/** Returns the placeholder for an address that only AWS knows, numbered by the caller. */
export function placeholderAddress(index: number): Addresses {
  const point = PLACEHOLDERS + BigInt(index);
  return IntervalSet.of([point, point + 1n]);
}

/** Returns the address families present in the set. */
export function addressFamilies(addresses: Addresses): (4 | 6)[] {
  return [
    ...(addresses.overlaps(ANY_IPV4) ? [4 as const] : []),
    ...(addresses.overlaps(ANY_IPV6) ? [6 as const] : []),
  ];
}

/**
 * Formats addresses as the fewest CIDR blocks, in order: `10.0.0.0/16, 10.1.2.3`. A whole family is
 * `any IPv4` or `any IPv6`, both are `any`. Placeholders are left out: a set of only placeholders
 * gives the empty string.
 */
export function formatAddresses(addresses: Addresses): string {
  if (addresses.covers(ANY_IPV4) && addresses.covers(ANY_IPV6)) return "any";
  const families = [
    { family: 4, any: ANY_IPV4, offset: 0n },
    { family: 6, any: ANY_IPV6, offset: IPV6 },
  ] as const;
  return families
    .flatMap(({ family, any, offset }) => {
      const own = addresses.intersect(any);
      if (own.equals(any)) return [`any IPv${family}`];
      return own.intervals.flatMap(([from, to]) =>
        Cidr.cover(family, from - offset, to - offset - 1n).map(formatCidr),
      );
    })
    .join(", ");
}

/** A CIDR block as text; a single address without its prefix length. */
function formatCidr(block: Cidr): string {
  return block.size === 1n ? block.addressAt(0) : `${block}`;
}
