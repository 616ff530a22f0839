import { alignColumns } from "../tools/columns.ts";
import type { EntryResult, MatrixResult, StepResult } from "./result.ts";

/** Formats a table with a row for each entry, then the cause of each failure. */
export function printMatrix(result: MatrixResult): string {
  const names = [...new Set(result.entries.flatMap(({ steps }) => steps.map(({ name }) => name)))];
  const header = ["ENTRY", "NODE", "NPM", "LIBRARY", ...names.map((name) => name.toUpperCase())];
  const table = alignColumns([header, ...result.entries.map((entry) => rowOf(entry, names))]);
  const failures = result.entries.flatMap(({ name, steps }) =>
    steps.flatMap((step) =>
      step.status === "failed" ? [`${name}, ${step.name}: ${step.reason ?? ""}`] : [],
    ),
  );
  return [
    `Node.js on ${result.platform}`,
    ...table,
    ...(failures.length === 0 ? [] : ["", ...failures]),
    "",
    summaryLine(result),
    "",
  ].join("\n");
}

function rowOf(entry: EntryResult, names: readonly string[]): readonly string[] {
  const cells = names.map((name) => cellOf(entry.steps.find((step) => step.name === name)));
  return [entry.name, entry.node ?? "–", entry.npm ?? "–", entry.library, ...cells];
}

function cellOf(step: StepResult | undefined): string {
  if (step === undefined) return "–";
  return step.status === "skipped" ? "skipped" : `${step.status} ${step.seconds.toFixed(0)} s`;
}

function summaryLine({ passed, failed, skipped }: MatrixResult): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
}
