import fc from "fast-check";
import { Cidr } from "../../aws/cidr.ts";

const ipv4 = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => block(4, BigInt(address), prefix));
const ipv6 = fc
  .tuple(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.integer({ min: 0, max: 128 }))
  .map(([address, prefix]) => block(6, address, prefix));
const anyBlock = fc.oneof(ipv4, ipv6);

/** The CIDR block of an address, parsed from an uncompressed text. */
function block(family: 4 | 6, address: bigint, prefix: number): Cidr {
  const bits = family === 4 ? 32n : 128n;
  const size = 1n << (bits - BigInt(prefix));
  const first = (address / size) * size;
  const step = family === 4 ? 8n : 16n;
  const parts = Array.from({ length: Number(bits / step) }, (_, index) => {
    const part = (first >> (bits - step * BigInt(index + 1))) & ((1n << step) - 1n);
    return family === 4 ? String(part) : part.toString(16);
  });
  return Cidr.parseKnown(`${parts.join(family === 4 ? "." : ":")}/${prefix}`);
}

describe("Cidr", () => {
  it("parses what it formats", () => {
    fc.assert(
      fc.property(anyBlock, (one) => {
        const again = Cidr.parseKnown(one.toString());
        expect([again.family, again.first, again.prefix]).toEqual([one.family, one.first, one.prefix]);
      }),
    );
  });

  it.each([
    ["2001:db8:0:0:0:0:0:0/32", "2001:db8::/32"],
    ["0:0:0:0:0:0:0:0/0", "::/0"],
    ["0:0:0:0:0:0:0:1/128", "::1/128"],
    ["1:0:0:2:0:0:0:3/128", "1:0:0:2::3/128"],
    ["1:2:3:4:5:6:7:0/112", "1:2:3:4:5:6:7:0/112"],
    ["::ffff:10.0.0.1/128", "::ffff:a00:1/128"],
  ])("formats %s by RFC 5952: %s", (text, formatted) => {
    expect(Cidr.parseKnown(text).toString()).toBe(formatted);
  });

  it.each([
    [4, 0n, 2n ** 32n - 1n, ["0.0.0.0/0"]],
    [4, 1n, 6n, ["0.0.0.1/32", "0.0.0.2/31", "0.0.0.4/31", "0.0.0.6/32"]],
    [4, 2n ** 32n - 1n, 2n ** 32n - 1n, ["255.255.255.255/32"]],
    [6, 0n, 2n ** 128n - 1n, ["::/0"]],
    [6, 2n ** 127n, 2n ** 128n - 1n, ["8000::/1"]],
    [4, 5n, 4n, []],
  ] as const)("covers IPv%i %i to %i with the fewest blocks", (family, first, last, blocks) => {
    expect(Cidr.cover(family, first, last).map(String)).toEqual(blocks);
  });

  it.each([
    "",
    "10.0.0.0",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10.0.0.0/-1",
    "10.0.0.0/1e1",
    "10.0.0.0/16/16",
    "10.0.0/16",
    "010.0.0.0/8",
    "999.1.1.1/32",
    "10.0.0.1/24",
    "2001:db8::1/64",
    "fe80::%eth0/64",
    "::/129",
    " 10.0.0.0/8",
  ])("rejects %j", (text) => {
    expect(Cidr.parse(text)).toBeUndefined();
  });

  it("never throws for any text", () => {
    fc.assert(fc.property(fc.string(), (text) => void Cidr.parse(text)));
  });

  it("contains exactly the CIDR blocks that begin and end in it", () => {
    fc.assert(
      fc.property(ipv4, ipv4, (a, b) => {
        expect(a.contains(b)).toBe(a.first <= b.first && b.first + b.size <= a.first + a.size);
      }),
    );
  });

  it("overlaps another exactly if one contains the other", () => {
    fc.assert(
      fc.property(anyBlock, anyBlock, (a, b) => {
        expect(a.overlaps(b)).toBe(a.contains(b) || b.contains(a));
        expect(a.overlaps(b)).toBe(b.overlaps(a));
      }),
    );
  });

  it("is split into adjacent slices that fill it", () => {
    const cut = fc
      .tuple(ipv4, fc.integer({ min: 0, max: 4 }))
      .filter(([one, bits]) => one.prefix + bits <= 32);
    fc.assert(
      fc.property(cut, ([one, bits]) => {
        const slices = Array.from({ length: 2 ** bits }, (_, index) => one.slice(bits, index));
        expect(slices[0]!.first).toBe(one.first);
        expect(slices.at(-1)!.last).toBe(one.last);
        slices.slice(1).forEach((slice, index) => {
          expect(slice.first).toBe(slices[index]!.last + 1n);
        });
      }),
    );
  });

  it("throws for a slice outside it", () => {
    expect(() => Cidr.parseKnown("10.0.0.0/31").slice(2, 0)).toThrow("10.0.0.0/31 has no slice 0 of 2 bits");
    expect(() => Cidr.parseKnown("10.0.0.0/16").slice(3, 8)).toThrow(RangeError);
    expect(() => Cidr.parseKnown("10.0.0.0/16").slice(3, -1)).toThrow(RangeError);
  });

  it("clears host bits", () => {
    fc.assert(
      fc.property(
        fc
          .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
          .map(([address, prefix]) => `${address}/${prefix}`),
        (text) => {
          const nearest = Cidr.withoutHostBits(text);
          expect(nearest).toBeDefined();
          expect(nearest!.contains(Cidr.parseKnown(`${text.split("/")[0]}/32`))).toBe(true);
          expect(Cidr.parse(nearest!.toString())).toEqual(nearest);
        },
      ),
    );
    expect(Cidr.withoutHostBits("10.0.0/8")).toBeUndefined();
    expect(Cidr.withoutHostBits("10.0.0.1/8/8")).toBeUndefined();
    expect(Cidr.withoutHostBits("10.0.0.1/33")).toBeUndefined();
    expect(Cidr.withoutHostBits("2001:db8::1/64")?.toString()).toBe("2001:db8::/64");
    expect(Cidr.withoutHostBits("2001:db8::1/129")).toBeUndefined();
  });

  it("parses single addresses and formats the addresses of a block", () => {
    expect(Cidr.parseAddress("10.0.0.1")?.toString()).toBe("10.0.0.1/32");
    expect(Cidr.parseAddress("fd00::")?.toString()).toBe("fd00::/128");
    expect(Cidr.parseAddress("10.0.0.0/8")).toBeUndefined();
    expect(Cidr.parseAddress("010.0.0.1")).toBeUndefined();
    expect(Cidr.parseKnown("10.0.0.0/8").addressAt(258)).toBe("10.0.1.2");
    expect(Cidr.parseKnown("fd00::/64").addressAt(10n)).toBe("fd00::a");
  });
});
