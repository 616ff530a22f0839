import { colours } from "../colours.ts";
import { columns } from "../columns.ts";
import { lines, wrapped } from "./lines.ts";
import type { Explanation } from "./verbs/explain.ts";
import type { Difference, Proof } from "./verbs/prove.ts";
import type { TableRow } from "./verbs/table.ts";
import type { Cause } from "./walk/step.ts";

/** Who can reach whom, as a person reads it. */
export function printTable(rows: readonly TableRow[]): string {
  if (rows.length === 0) return "Nothing can reach anything.\n";
  const isKnown = rows.every(({ unknown }) => unknown === "");
  const head = ["FROM", "TO", "PORTS", ...(isKnown ? [] : ["NOT KNOWN"])];
  const body = rows.map(({ from, to, ports, unknown }) => [from, to, ports, ...(isKnown ? [] : [unknown])]);
  return lines([colours.bold("Who can reach whom (everything else is closed)"), ...columns([head, ...body])]);
}

/** A proof. */
export function printProof(subject: string, { scenarios, proven, differences, pairs }: Proof): string {
  const rows = proven.map(({ from, to, services, flows }) => [from, to, services.say(), flows.join(", ")]);
  const head = ["FROM", "TO", "PORTS", "DECLARED AS"];
  const title =
    differences.length === 0
      ? `${colours.green("✓")} ${colours.bold(subject)}: exactly what is declared is possible (${pairs} pairs looked at)`
      : `${colours.red("✗")} ${colours.bold(subject)}: ${differences.length} not as declared`;
  return lines([
    title,
    ...columns([head, ...rows]),
    ...printScenarios(scenarios),
    ...differences.flatMap(printDifference),
  ]);
}

function printScenarios(scenarios: Proof["scenarios"]): string[] {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  const rows = scenarios.flatMap(({ name, isProven, flows }) =>
    wrapped(
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

function printDifference({ kind, from, to, services, flows, causes, by }: Difference): string[] {
  const declared = flows.length === 0 ? "" : `  (${flows.join(", ")})`;
  return [
    "",
    `  ${colours.red(KIND[kind])}: ${from} → ${to}  ${services.say()}${declared}`,
    ...causes.flatMap(printCause),
    ...by.map((address) => `      ${address}`),
  ];
}

/** Whether a connection is possible, hop by hop. */
export function printExplanation(question: string, { verdict, hops, causes }: Explanation): string {
  const colour = { allowed: colours.green, blocked: colours.red, unknown: colours.yellow }[verdict];
  const path = hops.flatMap(({ text, by }, index) => [
    ...wrapped(text, `${String(index + 1).padStart(4)}  `),
    ...by.map((address) => colours.dim(`        ${address}`)),
  ]);
  const title = {
    allowed: "What does not get through of it",
    blocked: "What blocks it",
    unknown: "What is not known",
  };
  const why = causes.length === 0 ? [] : ["", colours.bold(title[verdict]), ...causes.flatMap(printCause)];
  return lines([`${question}: ${colour(colours.bold(verdict))}`, ...path, ...why]);
}

function printCause({ code, address, text }: Cause): string[] {
  return [`    ${colours.bold(code)}  ${address}`, ...wrapped(text, "        ")];
}
