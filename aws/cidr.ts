import { isIPv4, isIPv6 } from "node:net";

/** An immutable IPv4 or IPv6 CIDR block. */
export class Cidr {
  /** The address family: 4 or 6. */
  readonly family: 4 | 6;
  /** The first address, as a number. */
  readonly first: bigint;
  /** The prefix length in bits. */
  readonly prefix: number;

  private constructor(family: 4 | 6, first: bigint, prefix: number) {
    this.family = family;
    this.first = first;
    this.prefix = prefix;
  }

  /**
   * Parses `10.0.0.0/16` or `2001:db8::/32`. Returns undefined for any other text, and when host
   * bits are set.
   */
  static parse(text: string): Cidr | undefined {
    const [address, prefixText, ...rest] = text.split("/");
    if (address === undefined || prefixText === undefined || rest.length > 0) return undefined;
    if (!/^(0|[1-9]\d{0,2})$/.test(prefixText)) return undefined;
    const family = isIPv4(address) ? 4 : isIPv6(address) && !address.includes("%") ? 6 : undefined;
    const prefix = Number(prefixText);
    if (family === undefined || prefix > bitsOf(family)) return undefined;
    const first = family === 4 ? parseIPv4(address) : parseIPv6(address);
    const block = new Cidr(family, first, prefix);
    return first % block.size === 0n ? block : undefined;
  }

  /**
   * Parses a CIDR block that a schema has already validated.
   * @throws RangeError if the text is not a CIDR block.
   */
  static parseKnown(text: string): Cidr {
    const block = Cidr.parse(text);
    if (block === undefined) throw new RangeError(`not a CIDR block: ${text}`);
    return block;
  }

  /**
   * Parses a CIDR block and clears its host bits, as Terraform and EC2 do. Returns undefined for
   * anything but `address/prefix`.
   */
  static withoutHostBits(text: string): Cidr | undefined {
    const [address = "", prefixText = "", ...rest] = text.split("/");
    const single = Cidr.parseAddress(address);
    if (single === undefined || rest.length > 0 || !/^\d{1,3}$/.test(prefixText)) return undefined;
    const prefix = Number(prefixText);
    if (prefix > single.prefix) return undefined;
    const size = 1n << BigInt(single.prefix - prefix);
    return new Cidr(single.family, (single.first / size) * size, prefix);
  }

  /** Parses a single address to its block of one; undefined for any other text. */
  static parseAddress(text: string): Cidr | undefined {
    return Cidr.parse(`${text}/${isIPv4(text) ? 32 : 128}`);
  }

  /** Returns the smallest list of CIDR blocks that covers exactly `first` to `last`, in order. */
  static cover(family: 4 | 6, first: bigint, last: bigint): Cidr[] {
    const blocks: Cidr[] = [];
    for (let next = first; next <= last; ) {
      let bits = 0;
      while (
        bits < bitsOf(family) &&
        next % (2n << BigInt(bits)) === 0n &&
        next + (2n << BigInt(bits)) - 1n <= last
      )
        bits++;
      const block = new Cidr(family, next, bitsOf(family) - bits);
      blocks.push(block);
      next += block.size;
    }
    return blocks;
  }

  /** The number of addresses. */
  get size(): bigint {
    return 1n << BigInt(bitsOf(this.family) - this.prefix);
  }

  /** The last address, as a number. */
  get last(): bigint {
    return this.first + this.size - 1n;
  }

  /** Reports that every address of `other` is in this block. */
  contains(other: Cidr): boolean {
    return this.family === other.family && this.first <= other.first && other.last <= this.last;
  }

  /** Reports that the blocks share an address. */
  overlaps(other: Cidr): boolean {
    return this.family === other.family && this.first <= other.last && other.first <= this.last;
  }

  /**
   * Returns subnet `index` of the equal subnets made by adding `extraBits` to the prefix.
   * @throws RangeError if there is no such subnet.
   */
  slice(extraBits: number, index: number): Cidr {
    const prefix = this.prefix + extraBits;
    if (prefix > bitsOf(this.family) || index < 0 || index >= 2 ** extraBits) {
      throw new RangeError(`${this} has no slice ${index} of ${extraBits} bits`);
    }
    const size = 1n << BigInt(bitsOf(this.family) - prefix);
    return new Cidr(this.family, this.first + BigInt(index) * size, prefix);
  }

  /** Returns the text of the address `offset` addresses after the first: `10.0.0.4`. */
  addressAt(offset: bigint | number): string {
    const value = this.first + BigInt(offset);
    return this.family === 4 ? formatIPv4(value) : formatIPv6(value);
  }

  /** Formats the block in its canonical form: `10.0.0.0/16`, `2001:db8::/32`. */
  toString(): string {
    return `${this.addressAt(0)}/${this.prefix}`;
  }
}

function bitsOf(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

function parseIPv4(address: string): bigint {
  return address.split(".").reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function parseIPv6(address: string): bigint {
  const text = address.replace(/(?<=:)\d+\.\d+\.\d+\.\d+$/, ipv4AsGroups);
  const [head = "", tail] = text.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill("0"), ...right];
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

function ipv4AsGroups(address: string): string {
  const value = parseIPv4(address);
  return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

function formatIPv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
}

/** Formats by RFC 5952: lower case, the longest run of zero groups as `::`. */
function formatIPv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16),
  );
  const runs = [...groups.join(":").matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort(
    (a, b) => b[0].length - a[0].length,
  );
  if (runs[0] === undefined) return groups.join(":");
  const text = groups.join(":");
  const before = text.slice(0, runs[0].index);
  const after = text.slice(runs[0].index + runs[0][0].length).replace(/^:/, "");
  return `${before}::${after}`;
}
