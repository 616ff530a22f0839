import { colours } from "../../colours.ts";
import type { ChangeKind, ConnectivityChange, ConnectivityDiff } from "../analysis/diff.ts";
import type { Cause } from "../analysis/paths/filter-step.ts";
import type { RuleChange } from "../analysis/rule-index.ts";
import { type Addresses, formatAddresses } from "../packets/addresses.ts";
import { joinLines, wrapText } from "./wrap-text.ts";

const TITLES: Readonly<Record<ChangeKind, string>> = {
  possible: "became possible",
  unknown: "became unknown",
  ceased: "no longer possible",
  settled: "was unknown, now not possible",
};
const MARKS: Readonly<Record<ChangeKind, string>> = {
  possible: "+",
  unknown: "?",
  ceased: "-",
  settled: "-",
};
const COLOURS = {
  possible: colours.red,
  unknown: colours.yellow,
  ceased: colours.green,
  settled: colours.green,
} as const;
const KINDS: readonly ChangeKind[] = ["possible", "unknown", "ceased", "settled"];

/** The maximum number of listed reasons or causes; the rest are counted. */
const MOST = 8;

/** Formats connectivity changes for a terminal. */
export function printDiff({ changes, gaps }: ConnectivityDiff): string {
  const open = gaps.flatMap(({ address, why }) => wrapText(`${address}: ${why}`, "      "));
  if (changes.length === 0 && gaps.length === 0)
    return joinLines([`${colours.green("✓")} ${colours.bold("No change in connectivity")}`]);
  return joinLines([
    ...KINDS.flatMap((kind) => section(kind, changes)),
    ...(gaps.length === 0 ? [] : [colours.bold("No longer readable or modelled"), ...open]),
  ]);
}

function section(kind: ChangeKind, changes: readonly ConnectivityChange[]): string[] {
  const ofKind = changes.filter((change) => change.kind === kind);
  if (ofKind.length === 0) return [];
  return [colours.bold(`${ofKind.length} ${TITLES[kind]}`), ...ofKind.flatMap(printChange)];
}

function printChange(change: ConnectivityChange): string[] {
  const { kind, by, causes, from, to, sources, destinations } = change;
  const { ports, clientPorts } = formatPorts(change);
  const callers = clientPorts === undefined ? "" : `, from client ports ${clientPorts}`;
  const [title, ...more] = wrapText(
    `${from}${affectedPart(sources)} → ${to}${affectedPart(destinations)}  ${ports}${callers}`,
    `  ${MARKS[kind]} `,
  );
  return [
    ...[title ?? "", ...more].map((line) => COLOURS[kind](line)),
    ...firstFew(by.map(printReason)),
    ...firstFew(causes.map(printCause)),
  ];
}

function firstFew(parts: readonly (readonly string[])[]): string[] {
  const left = parts.length - MOST;
  return [...parts.slice(0, MOST).flat(), ...(left > 0 ? [`      … and ${left} more`] : [])];
}

function printReason({ address, change }: RuleChange): string[] {
  return [`      ${change === "same" ? "by" : change} ${address}`];
}

function printCause({ code, address, text }: Cause): string[] {
  return [`      ${colours.bold(code)}  ${address}`, ...wrapText(text, "          ")];
}

/** Formats the ports of a change, with the client ports if these are not all. */
export function formatPorts({ packets, clientPorts }: ConnectivityChange): {
  ports: string;
  clientPorts?: string;
} {
  const ports = packets.transport().format();
  if (clientPorts === undefined) return { ports };
  const ranges = clientPorts.intervals.map(([from, to]) =>
    to - from === 1 ? `${from}` : `${from}-${to - 1}`,
  );
  return { ports, clientPorts: ranges.join(", ") };
}

/** Formats the affected part of an endpoint; empty if all of it is affected. */
export function affectedPart(addresses: Addresses): string {
  if (addresses.isEmpty) return "";
  return addresses.intervals.length > 3 ? " (in part)" : ` (${formatAddresses(addresses)})`;
}
