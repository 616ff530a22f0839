import fc from "fast-check";
import { Cidr } from "../../aws/cidr.ts";
import {
  formatIpv4Address,
  ipv4BlockContains,
  ipv4BlocksOverlap,
  parseIpv4Address,
  parseIpv4Block,
} from "../../tools/rehearse/simulator/computed-values/cidr.ts";

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const text = fc
  .tuple(address, fc.integer({ min: 0, max: 32 }))
  .map(([first, prefix]) => `${formatIpv4Address(first)}/${prefix}`);

describe("the CIDR library of the simulator", () => {
  it("agrees with Cidr on every IPv4 block, with and without host bits", () => {
    fc.assert(
      fc.property(text, (one) => {
        const old = parseIpv4Block(one)!;
        const block = Cidr.withoutHostBits(one)!;
        expect([Number(block.first), Number(block.last), block.prefix]).toEqual([
          old.first,
          old.last,
          old.prefixLength,
        ]);
      }),
      { numRuns: 2000 },
    );
  });

  it("agrees with Cidr on containment and overlap", () => {
    const near = fc.tuple(fc.integer({ min: 0, max: 1023 }), fc.integer({ min: 22, max: 32 }));
    const nearText = near.map(([first, prefix]) => `${formatIpv4Address(167_772_160 + first)}/${prefix}`);
    fc.assert(
      fc.property(nearText, nearText, (a, b) => {
        const [oldA, oldB] = [parseIpv4Block(a)!, parseIpv4Block(b)!];
        const [newA, newB] = [Cidr.withoutHostBits(a)!, Cidr.withoutHostBits(b)!];
        expect(newA.contains(newB)).toBe(ipv4BlockContains(oldA, oldB));
        expect(newA.overlaps(newB)).toBe(ipv4BlocksOverlap(oldA, oldB));
      }),
      { numRuns: 2000 },
    );
  });

  it("agrees with Cidr on single addresses", () => {
    fc.assert(
      fc.property(address, (number) => {
        const one = formatIpv4Address(number);
        expect(parseIpv4Address(one)).toBe(number);
        expect(Number(Cidr.parseAddress(one)!.first)).toBe(number);
        expect(Cidr.parseAddress(one)!.addressAt(0)).toBe(one);
      }),
    );
  });

  it("agrees with Cidr on texts that are no block, except that it reads leading zeros", () => {
    const word = fc.stringMatching(/^[0-9./:a-f]{0,20}$/).filter((one) => !/(^|[./])0\d/.test(one));
    fc.assert(
      fc.property(word, (one) => {
        if (one.includes(":") || one.split("/").length > 2) return;
        expect(Cidr.withoutHostBits(one) === undefined).toBe(parseIpv4Block(one) === undefined);
      }),
      { numRuns: 2000 },
    );
    expect(parseIpv4Block("010.0.0.0/8")).toBeDefined();
    expect(Cidr.withoutHostBits("010.0.0.0/8")).toBeUndefined();
  });
});
