import { colours } from "../colours.ts";
import { lines, wrapped } from "./lines.ts";
import { type Addresses, sayAddresses } from "./packets/addresses.ts";
import type { Change, ChangeKind, Diff } from "./verbs/diff.ts";
import type { Reason } from "./verbs/rule-book.ts";
import type { Cause } from "./walk/step.ts";

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
export function printDiff({ changes, gaps }: Diff): string {
  const open = gaps.flatMap(({ address, why }) => wrapped(`${address}: ${why}`, "      "));
  if (changes.length === 0 && gaps.length === 0)
    return lines([`${colours.green("✓")} ${colours.bold("The same can reach the same")}`]);
  return lines([
    ...KINDS.flatMap((kind) => section(kind, changes)),
    ...(gaps.length === 0 ? [] : [colours.bold("Cannot be read or modelled any more"), ...open]),
  ]);
}

function section(kind: ChangeKind, changes: readonly Change[]): string[] {
  const own = changes.filter((change) => change.kind === kind);
  if (own.length === 0) return [];
  return [colours.bold(`${own.length} ${TITLES[kind]}`), ...own.flatMap(printChange)];
}

function printChange(change: Change): string[] {
  const { kind, by, causes, from, to, sources, destinations } = change;
  const { ports, clientPorts } = sayPorts(change);
  const calling = clientPorts === undefined ? "" : `, called from ports ${clientPorts}`;
  const [title, ...more] = wrapped(
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

function printReason({ address, change }: Reason): string[] {
  return [`      ${change === "same" ? "by" : change} ${address}`];
}

function printCause({ code, address, text }: Cause): string[] {
  return [`      ${colours.bold(code)}  ${address}`, ...wrapped(text, "          ")];
}

/** Connections in words: services, and the ports that they are called from where these are not all. */
export function sayPorts({ packets, clientPorts }: Change): { ports: string; clientPorts?: string } {
  const ports = packets.services().say();
  if (clientPorts === undefined) return { ports };
  const said = clientPorts.intervals.map(([from, to]) => (to - from === 1 ? `${from}` : `${from}-${to - 1}`));
  return { ports, clientPorts: said.join(", ") };
}

/** The part of an end that a change is about; empty where it is all of it. */
function part(addresses: Addresses): string {
  if (addresses.isEmpty) return "";
  return addresses.intervals.length > 3 ? " (a part of it)" : ` (${sayAddresses(addresses)})`;
}
