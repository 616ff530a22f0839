import { colours } from "../../colours.ts";
import type { Finding } from "../analysis/lint/finding.ts";
import type { LintResult } from "../analysis/lint/lint.ts";
import { joinLines, wrapText } from "./wrap-text.ts";

/** Formats lint findings for a terminal. */
export function printLint({ findings, gaps }: LintResult): string {
  const unchecked = gaps.flatMap(({ address, why }) => wrapText(`${address}: ${why}`, "    "));
  const more =
    gaps.length === 0 ? [] : ["", colours.bold("Not checked: unknown or not modelled"), ...unchecked];
  return joinLines([titleOf(findings), ...findings.flatMap(printFinding), ...more]);
}

function titleOf(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.length - errors;
  if (findings.length === 0) return `${colours.green("✓")} ${colours.bold("no findings")}`;
  const words = [
    ...(errors > 0 ? [countOf(errors, "error")] : []),
    ...(warnings > 0 ? [countOf(warnings, "warning")] : []),
  ];
  return `${errors > 0 ? colours.red("✗") : colours.yellow("!")} ${colours.bold(words.join(", "))}`;
}

function countOf(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function printFinding({ code, severity, address, text, fix }: Finding): string[] {
  const colour = severity === "error" ? colours.red : colours.yellow;
  return [
    "",
    `  ${colour(severity)}  ${colours.bold(code)}  ${address}`,
    ...wrapText(text, "      "),
    ...wrapText(`Fix: ${fix}`, "      "),
  ];
}
