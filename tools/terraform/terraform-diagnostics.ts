import { stripVTControlCharacters } from "node:util";
import { credentialsHint } from "./credentials-hint.ts";
import type { CommandError } from "./run-command.ts";

const TAIL_LINES = 30;

/**
 * Returns Terraform's output from its first error on, with the fix for missing credentials; without
 * an error, the last lines of a failed command.
 */
export function terraformDiagnostics({ message, result }: CommandError): string {
  const lines = stripVTControlCharacters(`${result.stdout}\n${result.stderr}`).split("\n");
  const first = lines.findIndex((line) => /\bError: /.test(line));
  if (first < 0) return [message, ...lines.slice(-TAIL_LINES)].join("\n");
  const text = lines
    .slice(first)
    .filter((line) => !/^\d+ Stacks? |^Invoking Terraform CLI failed/.test(line))
    .join("\n")
    .trimEnd();
  const hint = credentialsHint(text);
  return hint === undefined ? text : `${text}\n\n${hint}`;
}
