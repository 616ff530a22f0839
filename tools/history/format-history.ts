import { alignColumns } from "../columns.ts";
import { escapeForTerminal } from "../escape-for-terminal.ts";
import type { DeploymentRecord, RecordedStack } from "./deployment-record.ts";

const COUNTS = [
  ["create", "created"],
  ["update", "changed"],
  ["replace", "replaced"],
  ["delete", "deleted"],
  ["move", "moved"],
] as const satisfies readonly (readonly [keyof RecordedStack, string])[];

const COMMIT_DIGITS = 12;

/** Formats deployments, one a line, the newest first. */
export function formatHistory(records: readonly DeploymentRecord[]): string {
  if (records.length === 0) return "No deployment is recorded.\n";
  const rows = records.map((record) => [
    record.startedAt.replace(/\.\d+Z$/, "Z"),
    record.subject,
    record.outcome,
    commitText(record),
    changesText(record.stacks),
    [record.by.name, record.by.runUrl].filter((part) => part !== undefined).join("  "),
  ]);
  return `${alignColumns(rows.map((row) => row.map(escapeForTerminal))).join("\n")}\n`;
}

function commitText({ commit, isModified }: DeploymentRecord): string {
  if (commit === undefined) return "no commit";
  return `${commit.slice(0, COMMIT_DIGITS)}${isModified ? ", modified" : ""}`;
}

function changesText(stacks: readonly RecordedStack[]): string {
  const counts = COUNTS.flatMap(([key, word]) => {
    const sum = stacks.reduce((total, stack) => total + stack[key], 0);
    return sum === 0 ? [] : [`${sum} ${word}`];
  });
  return counts.length === 0 ? "unchanged" : counts.join(", ");
}
