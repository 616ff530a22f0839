import type { ConnectivityChange } from "../../reach/analysis/diff.ts";
import { affectedPart, formatPorts } from "../../reach/commands/print-diff.ts";
import type { ReviewedConnection } from "../review.ts";

/** Returns a change of the connectivity as outputs show it. */
export function reviewedConnection(change: ConnectivityChange): ReviewedConnection {
  const { kind, from, to, sources, destinations, by, causes } = change;
  return {
    change: kind,
    from: `${from}${affectedPart(sources)}`,
    to: `${to}${affectedPart(destinations)}`,
    ports: formatPorts(change).ports,
    by: by.map(({ address, change: how }) => (how === "same" ? address : `${how} ${address}`)),
    why: causes.map(({ address, text }) => `${address}: ${text}`),
  };
}
