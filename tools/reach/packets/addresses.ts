import { isIPv4, isIPv6 } from "node:net";
import { Cidr } from "../../../spec/cidr.ts";
import { IntervalSet } from "./interval-set.ts";

/**
 * Addresses on one line of numbers: IPv4 addresses stand at their own value, IPv6 addresses at 2^128 more,
 * and behind both are points for places whose addresses only AWS knows.
 */
export type Addresses = IntervalSet<bigint>;

const IPV6 = 1n << 128n;
const PLACES = 1n << 130n;

/** No address. */
export const NO_ADDRESS: Addresses = IntervalSet.of();
/** Every IPv4 address: 0.0.0.0/0. */
export const ANY_IPV4: Addresses = IntervalSet.of([0n, 1n << 32n]);
/** Every IPv6 address: ::/0. */
export const ANY_IPV6: Addresses = IntervalSet.of([IPV6, IPV6 << 1n]);

/** The addresses of a block or of one address, IPv4 or IPv6; undefined when the text is neither. */
export function parseAddresses(text: string): Addresses | undefined {
  const block = Cidr.parse(isIPv4(text) ? `${text}/32` : isIPv6(text) ? `${text}/128` : text);
  if (block === undefined) return undefined;
  const offset = block.family === 4 ? 0n : IPV6;
  return IntervalSet.of([offset + block.first, offset + block.last + 1n]);
}

/** The point of a place whose addresses only AWS knows, by a number of the caller's own. */
export function placePoint(index: number): Addresses {
  const point = PLACES + BigInt(index);
  return IntervalSet.of([point, point + 1n]);
}
