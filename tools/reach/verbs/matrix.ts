import type { Network } from "../network.ts";
import { familiesOf } from "../packets/addresses.ts";
import { PacketSet } from "../packets/packet-set.ts";
import { Services } from "../packets/services.ts";
import { canCall, isOne, type Side } from "../walk/side.ts";
import { judgeWay, type Way } from "../walk/way.ts";

/** What gets from some endpoints or outside networks to others by the network alone. */
export interface Cell {
  /** Names in the fabric: of endpoints that are the same to the network, and so have this cell in common. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Whether of these each reaches all but itself. */
  readonly exceptSelf: boolean;
  /** What gets through. */
  readonly passes: PacketSet;
  /** What may get through, for all that is known. */
  readonly unknown: PacketSet;
  readonly ways: readonly Way[];
}

/** Ends that are the same to the network: their interfaces stand in the same subnets with the same groups. */
interface EndClass {
  readonly names: readonly string[];
  readonly sides: readonly Side[];
  readonly isOutside: boolean;
}

/**
 * Every pair between which something gets through, or may. Outside networks among themselves are left out, and
 * what AWS's own services and CloudFront do not do: the former open no connection, to the latter none is opened.
 */
export function* matrixOf(network: Network): Generator<Cell> {
  const { endpoints, outsides } = network.fabric;
  const inside = classesOf(network, [...endpoints.keys()], false);
  const outside = (kind: string) =>
    classesOf(
      network,
      [...outsides.values()].filter((each) => each.kind !== kind).map(({ name }) => name),
      true,
    );
  const targets = [...inside, ...outside("cdn")];
  for (const from of [...inside, ...outside("aws-service")]) {
    for (const to of from.isOutside ? inside : targets) {
      const cell = cellOf(network, from, to);
      if (cell !== undefined) yield cell;
    }
  }
}

function classesOf(network: Network, names: readonly string[], isOutside: boolean): EndClass[] {
  const byKey = new Map<string, string[]>();
  for (const name of names) {
    const key = isOutside ? name : network.sides(name).map(keyOf).join(" | ");
    byKey.set(key, [...(byKey.get(key) ?? []), name]);
  }
  return [...byKey.values()].map((same) => ({ names: same, sides: network.sides(same[0]!), isOutside }));
}

/** All that the network sees of an interface; what forwards may be where a route leads. */
function keyOf(side: Side): string {
  const { subnet, groups, unknownGroups, publicIPv4, isExact, addresses, ephemeralPorts } = side;
  const place = isExact ? addresses.intervals : familiesOf(addresses);
  const forwarder = side.forwards ? side.name : "";
  return [subnet?.address, place, groups, unknownGroups, publicIPv4, forwarder, ephemeralPorts].join(" ");
}

function cellOf(network: Network, from: EndClass, to: EndClass): Cell | undefined {
  const ways = waysOf(network, from, to);
  if (ways.length === 0) return undefined;
  const judged = ways.map(judgeWay);
  const passes = PacketSet.unionOf(judged.map((each) => each.passes));
  const unknown = PacketSet.unionOf(judged.map((each) => each.unknown)).subtract(passes);
  if (passes.isEmpty && unknown.isEmpty) return undefined;
  const exceptSelf = from === to && from.sides.every(isOne);
  return { from: from.names, to: to.names, exceptSelf, passes, unknown, ways };
}

function waysOf(network: Network, from: EndClass, to: EndClass): Way[] {
  return from.sides.flatMap((source) =>
    to.sides
      .filter((target) => canCall(source, target) || from.names.length > 1)
      .filter((target) => network.mayPass(source, target))
      .flatMap((target) => network.ways(source, target, Services.all)),
  );
}
