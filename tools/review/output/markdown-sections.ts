import { formatCount } from "../../format-count.ts";
import type { ReviewFinding } from "../finding.ts";
import type { ReviewedAttribute, ReviewedChange, ReviewedPlan, WaivedFinding } from "../review.ts";
import { markdownLink, markdownName, markdownSentence } from "./markdown-text.ts";
import { actionWords, countsText, groupByRule, planRemarks, valuesText } from "./report-words.ts";

/** Addresses that a cascade lists; the others are counted. */
const CASCADE_MAX = 10;
/** Attributes that a change lists; the others are counted. */
const ATTRIBUTES_MAX = 20;

/** Lists findings one by one. */
export function namedFindings(
  findings: readonly ReviewFinding[],
  textCharacters: number,
  nameCharacters: number,
): string {
  return findings.map((finding) => namedFinding(finding, textCharacters, nameCharacters)).join("\n");
}

function namedFinding(finding: ReviewFinding, textCharacters: number, nameCharacters: number): string {
  const { rule, class: riskClass, stack, address, action, text, documentation, cascade } = finding;
  const name = `- ${markdownName(address, nameCharacters)} in ${markdownName(stack, nameCharacters)}`;
  const pages = documentation.flatMap((url, index) => markdownLink(index === 0 ? "why" : "more", url) ?? []);
  const source = [`${riskClass}, rule ${markdownName(rule)}`, ...pages].join(", ");
  // One line, so that no sentence stands at the beginning of one, where Markdown has blocks.
  return [
    `${name}, ${actionText(action)}`,
    `${markdownSentence(text, textCharacters)} (${source})`,
    ...cascadeLines(cascade ?? [], nameCharacters),
  ].join("<br>");
}

function actionText(action: string): string {
  return `**${markdownSentence(actionWords(action), 100)}**`;
}

function cascadeLines(cascade: readonly string[], nameCharacters: number): string[] {
  if (cascade.length === 0) return [];
  const names = cascade.slice(0, CASCADE_MAX).map((address) => markdownName(address, nameCharacters));
  const left = cascade.length - names.length;
  const more = left === 0 ? "" : `, and ${left} more`;
  return [`With it: ${names.join(", ")}${more}`];
}

/** Lists the number of findings of each rule, with the first addresses. */
export function groupedFindings(
  findings: readonly ReviewFinding[],
  addresses: number,
  nameCharacters: number,
): string {
  const lines = [...groupByRule(findings)].map(([rule, group]) => {
    const names = group.slice(0, addresses).map(({ address }) => markdownName(address, nameCharacters));
    const left = group.length - names.length;
    const more = names.length > 0 && left > 0 ? [`and ${left} more`] : [];
    const listed = names.length === 0 ? "" : `: ${[...names, ...more].join(", ")}`;
    return `- ${markdownName(rule)}, ${formatCount(group.length, "finding")}${listed}`;
  });
  return lines.join("\n");
}

/**
 * Lists the addresses of findings, those of a rule and stack on one line: as many whole ones as fit
 * into so many characters.
 */
export function findingNames(
  findings: readonly ReviewFinding[],
  nameCharacters: number,
  room = Number.POSITIVE_INFINITY,
): { body: string; left: number } {
  let body = "";
  let group = "";
  let listed = 0;
  for (const { rule, stack, address } of findings) {
    const title = `- ${markdownName(rule)} in ${markdownName(stack, nameCharacters)}: `;
    const name = markdownName(address, nameCharacters);
    const part = title === group ? `, ${name}` : `${body === "" ? "" : "\n"}${title}${name}`;
    if (body.length + part.length > room) break;
    body += part;
    group = title;
    listed++;
  }
  return { body, left: findings.length - listed };
}

/** Lists the plans with the numbers of their changes. */
export function planSection(plans: readonly ReviewedPlan[]): string {
  if (plans.length === 0) return "";
  const lines = plans.map((plan) => {
    const remarks = planRemarks(plan).map((remark) => ` ${remark}`);
    const digest = `digest ${markdownName(plan.digest.slice(0, 12))}`;
    return `- ${markdownName(plan.stack)}: ${markdownSentence(countsText(plan))} (${digest}).${remarks.join("")}`;
  });
  return `### Plans (${plans.length})\n\n${lines.join("\n")}`;
}

/** Lists the changes of each plan, folded. */
export function changeSection(
  plans: readonly ReviewedPlan[],
  detail: "attributes" | "addresses" | "counts",
): string {
  const lines = plans.flatMap(({ stack, changes }) =>
    changes.map((change) => changeLine(change, stack, detail === "attributes")),
  );
  if (lines.length === 0 || detail === "counts") return "";
  return folded(`All ${formatCount(lines.length, "change")}`, lines.join("\n"));
}

function changeLine(
  { address, action, attributes }: ReviewedChange,
  stack: string,
  withAttributes: boolean,
): string {
  const line = `- ${markdownName(address)} in ${markdownName(stack)}, ${actionText(action)}`;
  if (!withAttributes || attributes.length === 0) return line;
  const listed = attributes.slice(0, ATTRIBUTES_MAX).map(attributeText);
  const left = attributes.length - listed.length;
  return `${line}: ${[...listed, ...(left === 0 ? [] : [`and ${left} more`])].join("; ")}`;
}

function attributeText(attribute: ReviewedAttribute): string {
  const values = valuesText(attribute);
  const replaces = attribute.forcesReplacement === true ? " (forces replacement)" : "";
  return `${markdownName(attribute.name)}${values === "" ? "" : ` ${markdownName(values)}`}${replaces}`;
}

/** Lists waived findings with who waived them, or counts them. */
export function waivedSection(waived: readonly WaivedFinding[], isComplete: boolean): string {
  if (waived.length === 0) return "";
  const title = `### Waived (${waived.length})`;
  if (!isComplete) return `${title}\n\nThe waivers are in the full report.`;
  const lines = waived.map(
    ({ finding: { address, rule, stack }, reason, who, until }) =>
      `- ${markdownName(address)} in ${markdownName(stack)}, ${markdownName(rule)}: ${markdownSentence(reason, 300)} (${markdownName(who)}, until ${markdownName(until)})`,
  );
  return `${title}\n\n${lines.join("\n")}`;
}

/** Lists what the review could not do, or counts it. */
export function limitSection(limits: readonly string[], isComplete: boolean): string {
  if (limits.length === 0) return "";
  if (!isComplete) return `${formatCount(limits.length, "limit")} of this review: see the full report.`;
  const lines = limits.map((limit) => `- Note: ${markdownSentence(limit)}`);
  return folded(`${formatCount(limits.length, "limit")} of this review`, lines.join("\n"));
}

/** @param title words of this file alone, since GitHub reads it as HTML */
function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
