import fc from "fast-check";
import {
  ANY_IPV4,
  EVERY_ADDRESS,
  NO_ADDRESS,
  parseAddresses,
} from "../../../../tools/reach/packets/addresses.ts";
import { IntervalSet } from "../../../../tools/reach/packets/interval-set.ts";
import { type Box, PacketSet } from "../../../../tools/reach/packets/packet-set.ts";
import { ALL_PORTS, TransportSet } from "../../../../tools/reach/packets/transport-set.ts";
import { boxes, isInBoxes, packet } from "./support/arbitraries.ts";
import { structureOf, testSetAlgebra } from "./support/set-properties.ts";

const setOf = (list: readonly Box[]) => PacketSet.unionOf(list.map(PacketSet.of));
const sets = boxes.map(setOf);
const at = (text: string) => parseAddresses(text)!;

describe("PacketSet", () => {
  testSetAlgebra(sets, PacketSet.none, PacketSet.all);

  it("contains the same packets as a plain list of boxes, after every set operation", () => {
    fc.assert(
      fc.property(boxes, boxes, fc.array(packet, { minLength: 5, maxLength: 5 }), (ours, theirs, packets) => {
        const [a, b] = [setOf(ours), setOf(theirs)];
        for (const one of packets) {
          const [inA, inB] = [isInBoxes(ours, one), isInBoxes(theirs, one)];
          expect(a.has(one)).toBe(inA);
          expect(a.union(b).has(one)).toBe(inA || inB);
          expect(a.intersect(b).has(one)).toBe(inA && inB);
          expect(a.subtract(b).has(one)).toBe(inA && !inB);
          expect(a.complement().has(one)).toBe(!inA);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("has one canonical form, regardless of the order in which boxes are added", () => {
    const shuffled = boxes.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const oneByOne = other.map(PacketSet.of).reduce((sum, box) => sum.union(box), PacketSet.none);
        expect(structureOf(oneByOne)).toEqual(structureOf(setOf(list)));
      }),
    );
  });

  it("equals the union of its boxes, which do not overlap", () => {
    fc.assert(
      fc.property(sets, (set) => {
        const parts = [...set.boxes()].map(PacketSet.of);
        expect(PacketSet.unionOf(parts).equals(set)).toBe(true);
        for (const [i, part] of parts.entries()) {
          expect(parts.slice(i + 1).some((other) => other.overlaps(part))).toBe(false);
        }
      }),
    );
  });

  it("projects to the union of each dimension of its boxes", () => {
    fc.assert(
      fc.property(sets, (set) => {
        const parts = [...set.boxes()];
        const none = IntervalSet.of<number>();
        expect(structureOf(set.sources())).toEqual(
          structureOf(parts.reduce((sum, box) => sum.union(box.sources), NO_ADDRESS)),
        );
        expect(structureOf(set.sourcePorts())).toEqual(
          structureOf(parts.reduce((sum, box) => sum.union(box.sourcePorts), none)),
        );
        expect(structureOf(set.destinations())).toEqual(
          structureOf(parts.reduce((sum, box) => sum.union(box.destinations), NO_ADDRESS)),
        );
        expect(set.transport().equals(TransportSet.unionOf(parts.map((box) => box.transport)))).toBe(true);
      }),
    );
  });

  it("contains every packet if no dimension is limited, and none if one is empty", () => {
    expect(PacketSet.of({}).equals(PacketSet.all)).toBe(true);
    expect(PacketSet.all.complement().isEmpty).toBe(true);
    expect(PacketSet.of({ sources: NO_ADDRESS }).isEmpty).toBe(true);
    expect(PacketSet.of({ sourcePorts: IntervalSet.of() }).isEmpty).toBe(true);
    expect(PacketSet.of({ destinations: NO_ADDRESS }).isEmpty).toBe(true);
    expect(PacketSet.of({ transport: TransportSet.none }).isEmpty).toBe(true);
  });
});

describe("PacketSet.reversed", () => {
  it("is its own inverse, and distributes over unions", () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        expect(structureOf(a.reversed().reversed())).toEqual(structureOf(a));
        expect(a.union(b).reversed().equals(a.reversed().union(b.reversed()))).toBe(true);
      }),
    );
  });

  it("contains the reply to each packet", () => {
    fc.assert(
      fc.property(boxes, packet, (list, one) => {
        const isPorted = one.protocol === 6 || one.protocol === 17;
        const result = {
          source: one.destination,
          destination: one.source,
          protocol: one.protocol,
          sourcePort: isPorted ? one.port : one.sourcePort,
          port: isPorted ? one.sourcePort : replyTo(one.protocol, one.port),
        };
        expect(setOf(list).reversed().has(result)).toBe(isInBoxes(list, one));
      }),
      { numRuns: 400 },
    );
  });

  it("turns the packets of a connection into its return traffic", () => {
    const there = PacketSet.of({
      sources: at("10.0.0.0/24"),
      sourcePorts: IntervalSet.of([32_768, 61_000]),
      destinations: ANY_IPV4,
      transport: TransportSet.named("tcp", 443),
    });
    expect([...there.reversed().boxes()]).toEqual([
      {
        sources: ANY_IPV4,
        sourcePorts: IntervalSet.of([443, 444]),
        destinations: at("10.0.0.0/24"),
        transport: TransportSet.named("tcp", 32_768, 60_999),
      },
    ]);
    const ping = PacketSet.of({ transport: TransportSet.named("icmp", 8 * 256) }).reversed();
    expect([...ping.boxes()]).toEqual([
      {
        sources: EVERY_ADDRESS,
        sourcePorts: ALL_PORTS,
        destinations: EVERY_ADDRESS,
        transport: TransportSet.named("icmp", 0, 0),
      },
    ]);
  });
});

/** The reply type, independently of the code under test: echo, timestamp, information, mask. */
function replyTo(protocol: number, port: number): number {
  const pairs =
    protocol === 1 ? { 0: 8, 8: 0, 13: 14, 14: 13, 15: 16, 16: 15, 17: 18, 18: 17 } : { 128: 129, 129: 128 };
  const type = new Map(Object.entries(protocol === 1 || protocol === 58 ? pairs : {})).get(`${port >> 8}`);
  return type === undefined ? port : type * 256 + (port & 255);
}
