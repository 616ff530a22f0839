import fc from "fast-check";
import {
  type Addresses,
  ANY_IPV4,
  EVERY_ADDRESS,
  NO_ADDRESS,
  parseAddresses,
  placeholderAddress,
} from "../../../../../tools/reach/packets/addresses.ts";
import { IntervalSet } from "../../../../../tools/reach/packets/interval-set.ts";
import type { Box, Packet } from "../../../../../tools/reach/packets/packet-set.ts";
import {
  ALL_PORTS,
  icmpMessages,
  type Ports,
  TransportSet,
} from "../../../../../tools/reach/packets/transport-set.ts";

/** Sets of small numbers, often with several adjacent or overlapping intervals. */
export const numbers: fc.Arbitrary<IntervalSet<number>> = fc
  .array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 4 })
  .map((pairs) => IntervalSet.of(...pairs));

const BLOCKS = ["10.0.0.0/30", "10.0.0.2/31", "10.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "fd00::/126", "::/0"];
/** Sets of a few addresses, so that two of them often overlap. */
const addresses: fc.Arbitrary<Addresses> = fc
  .subarray([
    ...BLOCKS.map((text) => parseAddresses(text)!),
    placeholderAddress(0),
    placeholderAddress(1),
    ANY_IPV4,
    EVERY_ADDRESS,
    NO_ADDRESS,
  ])
  .map((some) => some.reduce((sum, one) => sum.union(one), NO_ADDRESS));

const ports: fc.Arbitrary<Ports> = fc.oneof(
  fc.constant(ALL_PORTS),
  numbers,
  fc.constantFrom(0, 3, 8, 13, 128, 129).map((type) => icmpMessages(type)),
);

const protocols = fc
  .subarray([1, 6, 17, 47, 58])
  .map((some) => IntervalSet.of(...some.map((number) => [number, number + 1] as const)));

export const transportSets: fc.Arbitrary<TransportSet> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(TransportSet.all, TransportSet.none) },
  {
    weight: 5,
    arbitrary: fc
      .array(fc.tuple(protocols, ports), { maxLength: 3 })
      .map((parts) => TransportSet.unionOf(parts.map(([some, theirs]) => TransportSet.of(some, theirs)))),
  },
);

export const boxes: fc.Arbitrary<Box[]> = fc.array(
  fc.record({ sources: addresses, sourcePorts: ports, destinations: addresses, transport: transportSets }),
  { maxLength: 4 },
);

const somePort = fc.oneof(
  fc.nat(13),
  fc.constantFrom(0, 2048, 2049, 3328, 3584, 32_768, 33_024, 65_535),
  fc.nat(65_535),
);
const someAddress = fc.constantFrom(
  ...[
    ...BLOCKS.map((text) => parseAddresses(text)!),
    placeholderAddress(0),
    placeholderAddress(1),
    placeholderAddress(2),
  ].flatMap((set) => {
    const [from, to] = set.intervals[0]!;
    return [from, to - 1n];
  }),
);
export const packet: fc.Arbitrary<Packet> = fc.record({
  source: someAddress,
  sourcePort: somePort,
  destination: someAddress,
  protocol: fc.constantFrom(1, 6, 17, 47, 58, 255),
  port: somePort,
});

/** True if a packet is in a list of boxes: the reference implementation of the set algebra. */
export function isInBoxes(list: readonly Box[], one: Packet): boolean {
  return list.some(
    (box) =>
      box.sources.has(one.source) &&
      box.destinations.has(one.destination) &&
      !box.sourcePorts.isEmpty &&
      (![6, 17].includes(one.protocol) || box.sourcePorts.has(one.sourcePort)) &&
      box.transport.layers.some((layer) => layer.protocols.has(one.protocol) && layer.ports.has(one.port)),
  );
}
