import type { Network } from "../network.ts";
import { PacketSet } from "../packets/packet-set.ts";
import { Services } from "../packets/services.ts";
import type { Side } from "../walk/side.ts";
import { judgeWay, type Way } from "../walk/way.ts";

/** What gets from one endpoint or outside network to another by the network alone. */
export interface Cell {
  /** Names in the fabric. */
  readonly from: string;
  readonly to: string;
  /** What gets through. */
  readonly passes: PacketSet;
  /** What may get through, for all that is known. */
  readonly unknown: PacketSet;
  readonly ways: readonly Way[];
}

/**
 * Every pair between which something gets through, or may. Outside networks among themselves are left out, and
 * what AWS's own services and CloudFront do not do: the former open no connection, to the latter none is opened.
 */
export function* matrixOf(network: Network): Generator<Cell> {
  const { endpoints, outsides } = network.fabric;
  const sources = [...outsides.values()].filter(({ kind }) => kind !== "aws-service");
  const targets = [...outsides.values()].filter(({ kind }) => kind !== "cdn");
  for (const from of [...endpoints.keys(), ...sources.map(({ name }) => name)]) {
    const outward = endpoints.has(from) ? targets.map(({ name }) => name) : [];
    for (const to of [...endpoints.keys(), ...outward]) {
      const cell = cellOf(network, from, to);
      if (cell !== undefined) yield cell;
    }
  }
}

function cellOf(network: Network, from: string, to: string): Cell | undefined {
  const ways = waysOf(network, from, to);
  if (ways.length === 0) return undefined;
  const judged = ways.map(judgeWay);
  const passes = PacketSet.unionOf(judged.map((each) => each.passes));
  const unknown = PacketSet.unionOf(judged.map((each) => each.unknown)).subtract(passes);
  return passes.isEmpty && unknown.isEmpty ? undefined : { from, to, passes, unknown, ways };
}

function waysOf(network: Network, from: string, to: string): Way[] {
  return network.sides(from).flatMap((source) =>
    network
      .sides(to)
      .filter((target) => source !== target || isMany(source))
      .flatMap((target) => network.ways(source, target, Services.all)),
  );
}

/** Whether an interface stands for several, which may talk to each other: tasks of a service, a fleet's servers. */
function isMany({ isExact }: Side): boolean {
  return !isExact;
}
