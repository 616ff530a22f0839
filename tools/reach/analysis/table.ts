import { type Addresses, ANY_IPV4, ANY_IPV6, formatAddresses } from "../packets/addresses.ts";
import type { PacketSet } from "../packets/packet-set.ts";
import { TransportSet } from "../packets/transport-set.ts";
import { connectivityMatrix } from "./connectivity-matrix.ts";
import type { NetworkAnalysis } from "./network-analysis.ts";

/** A row of the connectivity table: one pair of endpoints and its ports. */
export interface TableRow {
  /** The platform's name or the resource; an external network with the part that is connected. */
  readonly from: string;
  /** The target, named like the source. */
  readonly to: string;
  /** The allowed ports: `tcp 443`; empty if all of it is unknown. */
  readonly ports: string;
  /** The ports that may be open in addition: `tcp 80`; empty if everything is known. */
  readonly unknown: string;
}

/**
 * Returns every pair of endpoints and external networks that is or may be connected, sorted by
 * name.
 */
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

/** The name shown in the table; for an external network, with the part that is connected. */
function nameIn(analysis: NetworkAnalysis, name: string, addresses: Addresses): string {
  const externalNetwork = analysis.model.externalNetworks.get(name);
  if (externalNetwork === undefined) return analysis.names.platformName(name) ?? name;
  const isComplete = FAMILIES.some((family) => addresses.covers(externalNetwork.addresses.intersect(family)));
  return isComplete ? name : `${name} (${formatAddresses(addresses)})`;
}

const FAMILIES = [ANY_IPV4, ANY_IPV6];

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
