import { colours } from "../colours.ts";
import { alignColumns } from "../columns.ts";
import { acceptOptions, formatCuts } from "../deploy/format-cuts.ts";
import type { CheckedChange, CheckedChangeKind } from "./checked-change.ts";

/** The kinds of change in words. */
const KINDS: Readonly<Record<CheckedChangeKind, string>> = {
  new: "has no such platform and environment: everything is new",
  none: "nothing changes",
  "one-pass": "one pass",
  "two-passes": "two passes",
};

/** Formats the change of a platform since a revision, in lines; none without a revision. */
export function formatChange(change: CheckedChange | undefined, revision = ""): string[] {
  if (change === undefined) return [];
  const { kind, stacks, inPlace, retirements, claims, quotas, cuts } = change;
  const separator = kind === "new" ? " " : ": ";
  return [
    `  ${colours.bold(kind === "new" ? revision : `Since ${revision}`)}${separator}${KINDS[kind]}`,
    ...(kind === "none" ? [] : alignColumns(stacks.map(({ name, passes }) => [`  ${name}`, passes]))),
    ...section(
      "Cannot be changed in place:",
      inPlace.map(({ message }) => message),
    ),
    ...section(
      "Would leave, and is protected:",
      retirements.map(({ message }) => message),
    ),
    ...section("Claimed by two stacks:", claims),
    ...section("Over a quota:", quotas),
    ...(cuts.length === 0
      ? []
      : [
          ...formatCuts(cuts)
            .split("\n")
            .map((line, index) => `  ${index === 0 ? colours.yellow(line) : line}`),
          `  To deploy it: ${acceptOptions(cuts)}`,
        ]),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${colours.red(title)}`, ...lines.map((line) => `    ${line}`)];
}

/** Formats the stacks of a revision that belong to nothing in this tree. */
export function formatOnlyAtRevision(stacks: readonly string[] = [], revision = ""): string[] {
  if (stacks.length === 0) return [];
  return [
    [
      `Only ${revision} has these stacks, of platforms or environments that are not here. Nothing deletes them:`,
      ...stacks.map((name) => `  ${name}`),
    ].join("\n"),
  ];
}
