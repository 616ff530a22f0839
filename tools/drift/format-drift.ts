import { colours } from "../colours.ts";
import { formatCount } from "../format-count.ts";
import { markdownName, markdownSentence } from "../review/output/markdown-text.ts";
import { visibleName, visibleText } from "../review/output/visible-text.ts";
import type { Drift, DriftReport, StackDrift } from "./drift-report.ts";

/** The most addresses of one entry that are listed. */
const ADDRESSES_MAX = 10;

const KINDS = {
  changed: "changed outside Terraform",
  deleted: "deleted outside Terraform",
  unapplied: "not as deployed, and not changed outside: a deployment did not finish",
} as const satisfies Record<Drift["kind"], string>;

/** Formats drift for the terminal: security first in each stack. */
export function formatDrift({ stacks, failures }: DriftReport): string {
  const lines = [
    ...stacks.flatMap(stackLines),
    ...failures.flatMap(({ stack, message }) => [
      `${colours.red("✗")} ${stack} could not be planned`,
      message,
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function stackLines({ stack, drift, ownedByOthers }: StackDrift): string[] {
  const mark = drift.length === 0 ? colours.green("✓") : colours.red("✗");
  return [
    `${mark} ${stack}  ${countText(drift)}${othersText(ownedByOthers)}`,
    ...drift.flatMap((entry) => [
      `    ${entry.level}${entry.isSecurity ? ", security" : ""}: ${KINDS[entry.kind]}${attributesText(entry)}`,
      ...listed(entry.addresses).map((address) => `      ${visibleName(address)}`),
      ...entry.risks.map((risk) => `      ${visibleText(risk)}`),
    ]),
  ];
}

/** The Markdown of one stack's issue. Texts of the plan have no effect in it. */
export function driftMarkdown({ drift, ownedByOthers }: StackDrift): string {
  const sections = drift.map((entry) =>
    [
      `### ${entry.isSecurity ? "Security: " : ""}${KINDS[entry.kind]}`,
      "",
      `Level ${entry.level}${entry.attributes.length === 0 ? "" : `; attributes ${entry.attributes.map((name) => markdownName(name)).join(", ")}`}`,
      "",
      ...listed(entry.addresses).map((address) => `- ${markdownName(address)}`),
      ...(entry.risks.length === 0 ? [] : ["", ...entry.risks.map((risk) => `- ${markdownSentence(risk)}`)]),
    ].join("\n"),
  );
  return `${[`${countText(drift)}${othersText(ownedByOthers)}.`, ...sections].join("\n\n")}\n`;
}

function countText(drift: readonly Drift[]): string {
  const count = drift.reduce((sum, { addresses }) => sum + addresses.length, 0);
  return count === 0 ? "no drift" : `${formatCount(count, "resource")} drifted`;
}

function othersText(count: number): string {
  return count === 0 ? "" : `; ${formatCount(count, "resource")} changed by their owners`;
}

function attributesText({ attributes }: Drift): string {
  return attributes.length === 0 ? "" : ` (${attributes.join(", ")})`;
}

function listed(addresses: readonly string[]): string[] {
  const more = addresses.length - ADDRESSES_MAX;
  return [...addresses.slice(0, ADDRESSES_MAX), ...(more > 0 ? [`and ${more} more`] : [])];
}
