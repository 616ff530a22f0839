import { colours } from "../../colours.ts";
import { alignColumns } from "../../columns.ts";
import type { Explanation } from "../analysis/explain.ts";
import type { Cause } from "../analysis/paths/filter-step.ts";
import type { Proof, ProofDifference } from "../analysis/prove.ts";
import type { TableRow } from "../analysis/table.ts";
import { joinLines, wrapText } from "./wrap-text.ts";

/** Formats the connectivity table for a terminal. */
export function printTable(rows: readonly TableRow[]): string {
  if (rows.length === 0) return "No endpoint can reach another.\n";
  const isKnown = rows.every(({ unknown }) => unknown === "");
  const head = ["FROM", "TO", "PORTS", ...(isKnown ? [] : ["UNKNOWN"])];
  const body = rows.map(({ from, to, ports, unknown }) => [from, to, ports, ...(isKnown ? [] : [unknown])]);
  return joinLines([
    colours.bold("Possible connections (everything else is blocked)"),
    ...alignColumns([head, ...body]),
  ]);
}

/** Formats a proof for a terminal. */
export function printProof(subject: string, { scenarios, proven, differences, pairs }: Proof): string {
  const rows = proven.map(({ from, to, transport, flows }) => [
    from,
    to,
    transport.format(),
    flows.join(", "),
  ]);
  const head = ["FROM", "TO", "PORTS", "DECLARED AS"];
  const title =
    differences.length === 0
      ? `${colours.green("✓")} ${colours.bold(subject)}: connectivity is exactly as declared (${pairs} pairs checked)`
      : `${colours.red("✗")} ${colours.bold(subject)}: ${differences.length} ${differences.length === 1 ? "difference" : "differences"} from the declared flows`;
  return joinLines([
    title,
    ...alignColumns([head, ...rows]),
    ...printScenarios(scenarios),
    ...differences.flatMap(printDifference),
  ]);
}

function printScenarios(scenarios: Proof["scenarios"]): string[] {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  const rows = scenarios.flatMap(({ name, isProven, flows }) =>
    wrapText(
      flows.join(", "),
      `  ${isProven ? colours.green("✓") : colours.red("✗")} ${name.padEnd(width)}  `,
    ),
  );
  return rows.length === 0 ? [] : ["", colours.bold("Scenarios"), ...rows];
}

const KIND = {
  missing: "declared, but not possible",
  undeclared: "possible, but not declared",
  unknown: "unknown",
} as const;

function printDifference({ kind, from, to, transport, flows, causes, by }: ProofDifference): string[] {
  const declared = flows.length === 0 ? "" : `  (${flows.join(", ")})`;
  return [
    "",
    `  ${colours.red(KIND[kind])}: ${from} → ${to}  ${transport.format()}${declared}`,
    ...causes.flatMap(printCause),
    ...by.map((address) => `      ${address}`),
  ];
}

/** Formats an explanation for a terminal, hop by hop. */
export function printExplanation(question: string, { verdict, hops, causes }: Explanation): string {
  const colour = { allowed: colours.green, blocked: colours.red, unknown: colours.yellow }[verdict];
  const path = hops.flatMap(({ text, by }, index) => [
    ...wrapText(text, `${String(index + 1).padStart(4)}  `),
    ...by.map((address) => colours.dim(`        ${address}`)),
  ]);
  const title = {
    allowed: "Blocked in part by",
    blocked: "Blocked by",
    unknown: "Unknown because of",
  };
  const why = causes.length === 0 ? [] : ["", colours.bold(title[verdict]), ...causes.flatMap(printCause)];
  return joinLines([`${question}: ${colour(colours.bold(verdict))}`, ...path, ...why]);
}

function printCause({ code, address, text }: Cause): string[] {
  return [`    ${colours.bold(code)}  ${address}`, ...wrapText(text, "        ")];
}
