import { required } from "../../language/required.ts";
import { DEPLOYED_CONFIGURATION_OUTPUT, OUTPUTS_READ_OUTPUT } from "../../modules/names.ts";
import { colours } from "../colours.ts";
import { alignColumns } from "../columns.ts";
import { escapeForTerminal } from "../escape-for-terminal.ts";
import { wrapText } from "../reach/commands/wrap-text.ts";
import type { RehearsalResult, StackResult } from "./result.ts";

/** Formats a rehearsal's result for the terminal. */
export function formatResult(result: RehearsalResult): string {
  const sections = [
    ...result.stacks.map(formatStack),
    formatOutputs(result.stacks),
    formatReachability(result),
    formatSummary(result),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** The module prefix of a resource address: `module.net["a"].`. */
const MODULE_PREFIX = /^(module\.[\w-]+(\[\d+\]|\["([^"\\]|\\.)*"\])?\.)+/;

function formatStack(stack: StackResult): string {
  const counts = new Map<string, number>();
  for (const address of stack.resources) {
    const type = required(address.replace(MODULE_PREFIX, "").split("."), 0);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const types = [...counts].map(([type, count]) => (count === 1 ? type : `${type} ×${count}`));
  const title = `${colours.bold(stack.name)}  ${stack.resources.length} resources`;
  return [title, ...wrapWords(types, 2, 100)].join("\n");
}

/** Outputs by which stacks know each other, and which say nothing to a user. */
const OWN_OUTPUTS: ReadonlySet<string> = new Set([DEPLOYED_CONFIGURATION_OUTPUT, OUTPUTS_READ_OUTPUT]);

function formatOutputs(stacks: readonly StackResult[]): string {
  const rows = stacks.flatMap(({ outputs }) =>
    Object.entries(outputs)
      .filter(([name]) => !OWN_OUTPUTS.has(name))
      .flatMap(([name, value]) => outputRows(name, value)),
  );
  return rows.length === 0 ? "" : [colours.bold("Outputs"), ...alignColumns(rows)].join("\n");
}

/** Returns one row for each key of an output. */
function outputRows(name: string, value: unknown): string[][] {
  if (typeof value !== "object" || value === null)
    return [[escapeForTerminal(name), escapeForTerminal(String(value))]];
  if (Array.isArray(value))
    return [[escapeForTerminal(name), escapeForTerminal(value.map(formatItem).join(", "))]];
  return Object.entries(value).flatMap(([key, inner]) => outputRows(`${name}[${key}]`, inner));
}

/** Formats one element of a list; objects and lists as JSON. */
function formatItem(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function formatReachability({ reach, notKnown }: RehearsalResult): string {
  const gaps = notKnown.flatMap(({ address, why }) =>
    wrapText(escapeForTerminal(`${address}: ${why}`), "    "),
  );
  const rest = notKnown.length === 0 ? "everything else is blocked" : "more may be open";
  const sections = [
    ...(reach.length === 0
      ? []
      : [colours.bold(`Possible connections (${rest})`), ...alignColumns(reachRows(reach))]),
    ...(notKnown.length === 0 ? [] : [colours.bold("Reachability or content not known:"), ...gaps]),
  ];
  return sections.join("\n");
}

function reachRows(reach: RehearsalResult["reach"]): string[][] {
  const declared = reach.some(({ flows }) => flows !== "");
  const isKnown = reach.every(({ unknown }) => unknown === "");
  const row = (from: string, to: string, ports: string, unknown: string, flows: string) => [
    ...[from, to, ports],
    ...(isKnown ? [] : [unknown]),
    ...(declared ? [flows] : []),
  ];
  return [
    row("FROM", "TO", "PORTS", "NOT KNOWN", "DECLARED AS"),
    ...reach.map(({ from, to, ports, unknown, flows }) =>
      row(escapeForTerminal(from), escapeForTerminal(to), ports, unknown, flows),
    ),
  ];
}

/** Variables in a user's shell that would make a command bypass the rehearsal. */
const CONFLICTING_VARIABLES = [
  "AWS_PROFILE",
  "AWS_SESSION_TOKEN",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "AWS_CA_BUNDLE",
  "AWS_ENDPOINT_URL_S3",
  "AWS_ENDPOINT_URL_STS",
];

function formatSummary(result: RehearsalResult): string {
  const seconds = result.seconds.toFixed(0);
  if (result.kept !== undefined) {
    return [
      colours.bold(
        "The rehearsal is running. To use it with plain cdktf and terraform commands, paste these lines into another terminal:",
      ),
      formatShellExports(result.kept),
      "",
      "Ctrl-C here stops it and removes everything.",
    ].join("\n");
  }
  const left =
    result.left.length === 0
      ? "nothing is left"
      : `left behind: ${escapeForTerminal(result.left.join(", "))}`;
  return `${colours.green("Rehearsed")} ${escapeForTerminal(result.subject)} in ${seconds} s: deployed, re-planned empty, destroyed; ${left}.`;
}

/**
 * Returns shell lines that set variables, and unset those that would make a command bypass them.
 */
export function formatShellExports(variables: Readonly<Record<string, string>>): string {
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}=${quoteForShell(value)}`);
  return [`unset ${CONFLICTING_VARIABLES.join(" ")}`, ...exports].join("\n");
}

/** Quotes a text so that a shell reads it literally. */
function quoteForShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function wrapWords(words: readonly string[], indent: number, width: number): string[] {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  for (const [i, word] of words.entries()) {
    const piece = i === words.length - 1 ? word : `${word}, `;
    if (line.length + piece.length > width && line.trim() !== "") {
      lines.push(line.trimEnd());
      line = " ".repeat(indent);
    }
    line += piece;
  }
  return [...lines, line.trimEnd()];
}
