import type { Network } from "../network.ts";
import { type Addresses, ANY_IPV4, ANY_IPV6, sayAddresses } from "../packets/addresses.ts";
import type { PacketSet } from "../packets/packet-set.ts";
import { Services } from "../packets/services.ts";
import { matrixOf } from "./matrix.ts";

/** Who can reach whom, on what: one row for each pair of ends. */
export interface TableRow {
  /** What platforms call it, else the resource; an outside network with the part of it that takes part. */
  readonly from: string;
  readonly to: string;
  /** `tcp 443`; empty when it is all unknown. */
  readonly ports: string;
  /** What may be open besides, for all that is known: `tcp 80`; empty when all is known. */
  readonly unknown: string;
}

/** Every pair of endpoints and outside networks between which something is possible, sorted by name. */
export function tableOf(network: Network): TableRow[] {
  const rows = new Map<string, { from: string; to: string; passes: Services; unknown: Services }>();
  for (const { from, to, exceptSelf, passes, unknown } of matrixOf(network)) {
    const all = passes.union(unknown);
    const [sources, destinations] = [all.sources(), all.destinations()];
    const names = from.map((name) => nameIn(network, name, sources));
    const froms = new Set(names);
    const isAlone = (name: string) => names.indexOf(name) === names.lastIndexOf(name);
    const tos = new Set(to.map((name) => nameIn(network, name, destinations)));
    for (const source of froms) {
      for (const target of tos) {
        if (exceptSelf && source === target && isAlone(source)) continue;
        const key = `${source} ${target}`;
        const same = rows.get(key);
        rows.set(key, {
          from: source,
          to: target,
          passes: plus(same?.passes, passes),
          unknown: plus(same?.unknown, unknown),
        });
      }
    }
  }
  return [...rows.values()]
    .map(({ from, to, passes, unknown }) => ({
      from,
      to,
      ports: passes.isEmpty ? "" : passes.say(),
      unknown: unknown.isEmpty ? "" : unknown.say(),
    }))
    .sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
}

function plus(services: Services | undefined, packets: PacketSet): Services {
  return (services ?? Services.none).union(packets.services());
}

/** What it is called; of an outside network, which part. */
function nameIn(network: Network, name: string, addresses: Addresses): string {
  const outside = network.fabric.outsides.get(name);
  if (outside === undefined) return network.names.nameOf(name) ?? name;
  const isWhole = FAMILIES.some((family) => addresses.covers(outside.addresses.intersect(family)));
  return isWhole ? name : `${name} (${sayAddresses(addresses)})`;
}

const FAMILIES = [ANY_IPV4, ANY_IPV6];

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
