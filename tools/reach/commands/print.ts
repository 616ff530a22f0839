import { colours } from "../../colours.ts";
import { alignColumns } from "../../columns.ts";
import type { Explanation } from "../analysis/explain.ts";
import type { Cause } from "../analysis/paths/filter-step.ts";
import type { Proof, ProofDifference } from "../analysis/prove.ts";
import type { TableRow } from "../analysis/table.ts";
import { joinLines, wrapText } from "./wrap-text.ts";

/** Who can reach whom, as a person reads it. */
export function printTable(rows: readonly TableRow[]): string {
  if (rows.length === 0) return "Nothing can reach anything.\n";
  const isKnown = rows.every(({ unknown }) => unknown === "");
  const head = ["FROM", "TO", "PORTS", ...(isKnown ? [] : ["NOT KNOWN"])];
  const body = rows.map(({ from, to, ports, unknown }) => [from, to, ports, ...(isKnown ? [] : [unknown])]);
  return joinLines([
    colours.bold("Who can reach whom (everything else is closed)"),
    ...alignColumns([head, ...body]),
  ]);
}

/** A proof. */
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
      ? `${colours.green("✓")} ${colours.bold(subject)}: exactly what is declared is possible (${pairs} pairs looked at)`
      : `${colours.red("✗")} ${colours.bold(subject)}: ${differences.length} not as declared`;
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
  unknown: "not known",
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

/** Whether a connection is possible, hop by hop. */
export function printExplanation(question: string, { verdict, hops, causes }: Explanation): string {
  const colour = { allowed: colours.green, blocked: colours.red, unknown: colours.yellow }[verdict];
  const path = hops.flatMap(({ text, by }, index) => [
    ...wrapText(text, `${String(index + 1).padStart(4)}  `),
    ...by.map((address) => colours.dim(`        ${address}`)),
  ]);
  const title = {
    allowed: "What does not get through of it",
    blocked: "What blocks it",
    unknown: "What is not known",
  };
  const why = causes.length === 0 ? [] : ["", colours.bold(title[verdict]), ...causes.flatMap(printCause)];
  return joinLines([`${question}: ${colour(colours.bold(verdict))}`, ...path, ...why]);
}

function printCause({ code, address, text }: Cause): string[] {
  return [`    ${colours.bold(code)}  ${address}`, ...wrapText(text, "        ")];
}
