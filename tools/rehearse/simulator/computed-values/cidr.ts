/** An IPv4 CIDR block as integers. */
export interface Ipv4Block {
  /** The first address. */
  readonly first: number;
  /** The last address. */
  readonly last: number;
  /** The prefix length: 16 for a /16. */
  readonly prefixLength: number;
}

/** Parses `a.b.c.d`; `undefined` if it is not an address. */
export function parseIpv4Address(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let number = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    number = number * 256 + Number(part);
  }
  return number;
}

/** Formats a number as `a.b.c.d`. */
export function formatIpv4Address(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/** Parses `10.0.0.0/16`; `undefined` if it is not an IPv4 CIDR block. */
export function parseIpv4Block(text: string | undefined): Ipv4Block | undefined {
  const [address = "", length = ""] = (text ?? "").split("/");
  const number = parseIpv4Address(address);
  const prefixLength = Number(length);
  if (number === undefined || !/^\d{1,2}$/.test(length) || prefixLength > 32) return undefined;
  const size = 2 ** (32 - prefixLength);
  const first = Math.floor(number / size) * size;
  return { first, last: first + size - 1, prefixLength };
}

/** True if `outer` contains all of `inner`. */
export function ipv4BlockContains(outer: Ipv4Block, inner: Ipv4Block): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** True if the blocks overlap. */
export function ipv4BlocksOverlap(a: Ipv4Block, b: Ipv4Block): boolean {
  return a.first <= b.last && b.first <= a.last;
}
