import { type Addresses, ANY_IPV4, ANY_IPV6, formatAddresses } from "../packets/addresses.ts";
import type { PacketSet } from "../packets/packet-set.ts";
import { TransportSet } from "../packets/transport-set.ts";
import { connectivityMatrix } from "./connectivity-matrix.ts";
import type { NetworkAnalysis } from "./network-analysis.ts";

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
export function connectivityTable(analysis: NetworkAnalysis): TableRow[] {
  const rows = new Map<string, { from: string; to: string; allowed: TransportSet; unknown: TransportSet }>();
  for (const { from, to, exceptSelf, allowed, unknown } of connectivityMatrix(analysis)) {
    const all = allowed.union(unknown);
    const [sources, destinations] = [all.sources(), all.destinations()];
    const names = from.map((name) => nameIn(analysis, name, sources));
    const froms = new Set(names);
    const isAlone = (name: string) => names.indexOf(name) === names.lastIndexOf(name);
    const tos = new Set(to.map((name) => nameIn(analysis, name, destinations)));
    for (const source of froms) {
      for (const target of tos) {
        if (exceptSelf && source === target && isAlone(source)) continue;
        const key = `${source} ${target}`;
        const same = rows.get(key);
        rows.set(key, {
          from: source,
          to: target,
          allowed: plus(same?.allowed, allowed),
          unknown: plus(same?.unknown, unknown),
        });
      }
    }
  }
  return [...rows.values()]
    .map(({ from, to, allowed, unknown }) => ({
      from,
      to,
      ports: allowed.isEmpty ? "" : allowed.format(),
      unknown: unknown.isEmpty ? "" : unknown.format(),
    }))
    .sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
}

function plus(transport: TransportSet | undefined, packets: PacketSet): TransportSet {
  return (transport ?? TransportSet.none).union(packets.transport());
}

/** What it is called; of an outside network, which part. */
function nameIn(analysis: NetworkAnalysis, name: string, addresses: Addresses): string {
  const externalNetwork = analysis.model.externalNetworks.get(name);
  if (externalNetwork === undefined) return analysis.names.platformName(name) ?? name;
  const isWhole = FAMILIES.some((family) => addresses.covers(externalNetwork.addresses.intersect(family)));
  return isWhole ? name : `${name} (${formatAddresses(addresses)})`;
}

const FAMILIES = [ANY_IPV4, ANY_IPV6];

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
