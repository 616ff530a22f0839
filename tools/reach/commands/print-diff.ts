import { colours } from "../../colours.ts";
import type { ChangeKind, ConnectivityChange, ConnectivityDiff } from "../analysis/diff.ts";
import type { Cause } from "../analysis/paths/filter-step.ts";
import type { RuleChange } from "../analysis/rule-index.ts";
import { type Addresses, formatAddresses } from "../packets/addresses.ts";
import { joinLines, wrapText } from "./wrap-text.ts";

const TITLES: Readonly<Record<ChangeKind, string>> = {
  possible: "became possible",
  unknown: "became unknown",
  ceased: "ceased to be possible",
  settled: "was not known, and is not possible",
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

/** More reasons or causes than these are counted. */
const MOST = 8;

/** What changed, as a person reads it. */
export function printDiff({ changes, gaps }: ConnectivityDiff): string {
  const open = gaps.flatMap(({ address, why }) => wrapText(`${address}: ${why}`, "      "));
  if (changes.length === 0 && gaps.length === 0)
    return joinLines([`${colours.green("✓")} ${colours.bold("The same can reach the same")}`]);
  return joinLines([
    ...KINDS.flatMap((kind) => section(kind, changes)),
    ...(gaps.length === 0 ? [] : [colours.bold("Cannot be read or modelled any more"), ...open]),
  ]);
}

function section(kind: ChangeKind, changes: readonly ConnectivityChange[]): string[] {
  const own = changes.filter((change) => change.kind === kind);
  if (own.length === 0) return [];
  return [colours.bold(`${own.length} ${TITLES[kind]}`), ...own.flatMap(printChange)];
}

function printChange(change: ConnectivityChange): string[] {
  const { kind, by, causes, from, to, sources, destinations } = change;
  const { ports, clientPorts } = formatPorts(change);
  const calling = clientPorts === undefined ? "" : `, called from ports ${clientPorts}`;
  const [title, ...more] = wrapText(
    `${from}${part(sources)} → ${to}${part(destinations)}  ${ports}${calling}`,
    `  ${MARKS[kind]} `,
  );
  return [
    ...[title ?? "", ...more].map((line) => COLOURS[kind](line)),
    ...few(by.map(printReason)),
    ...few(causes.map(printCause)),
  ];
}

function few(parts: readonly (readonly string[])[]): string[] {
  const left = parts.length - MOST;
  return [...parts.slice(0, MOST).flat(), ...(left > 0 ? [`      … and ${left} more`] : [])];
}

function printReason({ address, change }: RuleChange): string[] {
  return [`      ${change === "same" ? "by" : change} ${address}`];
}

function printCause({ code, address, text }: Cause): string[] {
  return [`      ${colours.bold(code)}  ${address}`, ...wrapText(text, "          ")];
}

/** Connections in words: services, and the ports that they are called from where these are not all. */
export function formatPorts({ packets, clientPorts }: ConnectivityChange): {
  ports: string;
  clientPorts?: string;
} {
  const ports = packets.transport().format();
  if (clientPorts === undefined) return { ports };
  const said = clientPorts.intervals.map(([from, to]) => (to - from === 1 ? `${from}` : `${from}-${to - 1}`));
  return { ports, clientPorts: said.join(", ") };
}

/** The part of an end that a change is about; empty where it is all of it. */
function part(addresses: Addresses): string {
  if (addresses.isEmpty) return "";
  return addresses.intervals.length > 3 ? " (a part of it)" : ` (${formatAddresses(addresses)})`;
}
