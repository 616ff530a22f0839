import fc from "fast-check";
import {
  ANY_IPV4,
  ANY_IPV6,
  addressFamilies,
  EVERY_ADDRESS,
  formatAddresses,
  NO_ADDRESS,
  parseAddresses,
  placeholderAddress,
} from "../../../../tools/reach/packets/addresses.ts";
import { IntervalSet } from "../../../../tools/reach/packets/interval-set.ts";

const addressesOf = (...texts: string[]) =>
  texts.map((text) => parseAddresses(text)!).reduce((sum, one) => sum.union(one));

describe("addresses", () => {
  it.each(["", "10.0.0.1/24", "300.0.0.1", "10.0.0", "fd00::1/64", "pl-123", "0.0.0.0/33"])(
    "rejects %j as an address or CIDR block",
    (text) => expect(parseAddresses(text)).toBeUndefined(),
  );

  it("of different families and placeholders do not overlap", () => {
    expect(addressesOf("0.0.0.0/0").equals(ANY_IPV4)).toBe(true);
    expect(addressesOf("::/0").equals(ANY_IPV6)).toBe(true);
    expect(addressesOf("0.0.0.1").overlaps(addressesOf("::1"))).toBe(false);
    expect(ANY_IPV4.union(ANY_IPV6).overlaps(placeholderAddress(0))).toBe(false);
    expect(placeholderAddress(0).overlaps(placeholderAddress(1))).toBe(false);
    expect(EVERY_ADDRESS.covers(addressesOf("0.0.0.0/0", "::/0").union(placeholderAddress(99)))).toBe(true);
  });

  it("have the families of their members; placeholders have none", () => {
    expect(addressFamilies(addressesOf("10.0.0.1"))).toEqual([4]);
    expect(addressFamilies(addressesOf("::1"))).toEqual([6]);
    expect(addressFamilies(addressesOf("10.0.0.1", "::1"))).toEqual([4, 6]);
    expect(addressFamilies(placeholderAddress(3))).toEqual([]);
  });
});

describe("formatAddresses", () => {
  it.each([
    [["10.0.0.0/24", "10.0.1.0/24"], "10.0.0.0/23"],
    [["10.0.1.0/24", "10.0.2.0/24"], "10.0.1.0/24, 10.0.2.0/24"],
    [["10.0.0.7"], "10.0.0.7"],
    [["fd00::1"], "fd00::1"],
    [["0.0.0.0/1", "128.0.0.0/1"], "any IPv4"],
    [["::/0"], "any IPv6"],
    [["::/0", "0.0.0.0/0"], "any"],
    [["10.0.0.0/8", "::/0"], "10.0.0.0/8, any IPv6"],
  ])("formats %j as %s", (texts, text) => expect(formatAddresses(addressesOf(...texts))).toBe(text));

  it("returns an empty text for placeholders and for no address", () => {
    expect(formatAddresses(NO_ADDRESS)).toBe("");
    expect(formatAddresses(placeholderAddress(1))).toBe("");
    expect(formatAddresses(EVERY_ADDRESS)).toBe("any");
  });

  it("lists the fewest CIDR blocks, which parse as the same addresses", () => {
    const range = fc.tuple(fc.nat(300), fc.nat(300)).map(([a, b]) => [BigInt(a), BigInt(b)] as const);
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 3 }), fc.boolean(), (ranges, isIPv6) => {
        const offset = isIPv6 ? 1n << 128n : 0n;
        const set = IntervalSet.of(...ranges.map(([from, to]) => [from + offset, to + offset] as const));
        const texts = formatAddresses(set).split(", ").filter(Boolean);
        const blocks = texts.map((text) => parseAddresses(text)!);
        expect(blocks.reduce((sum, one) => sum.union(one), NO_ADDRESS).equals(set)).toBe(true);
        for (const [i, block] of blocks.entries()) {
          const joined = formatAddresses(block.union(blocks[i + 1] ?? NO_ADDRESS));
          expect(joined.split(", ")).toHaveLength(i + 1 < blocks.length ? 2 : 1);
        }
      }),
    );
  });
});
