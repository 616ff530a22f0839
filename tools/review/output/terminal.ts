import { colours } from "../../colours.ts";
import { formatCount } from "../../format-count.ts";
import type { ReviewFinding } from "../finding.ts";
import { LEVELS, type Level } from "../level.ts";
import type { Review, ReviewedPlan, WaivedFinding } from "../review.ts";
import {
  actionWords,
  countsText,
  groupByRule,
  LEVEL_TITLES,
  levelCounts,
  ofLevel,
  planRemarks,
  scopeText,
  VERDICTS,
} from "./report-words.ts";
import { visibleName, visibleText } from "./visible-text.ts";
import { wrapWords } from "./wrap-words.ts";

/** The least and most columns that a report is laid out for. */
const COLUMNS_MIN = 40;
const COLUMNS_MAX = 110;

/** Findings of a rule that are listed one by one, by level; the rest are counted. */
const LISTED_MAX: Readonly<Record<Level, number>> = {
  block: Number.POSITIVE_INFINITY,
  unknown: Number.POSITIVE_INFINITY,
  ask: Number.POSITIVE_INFINITY,
  note: 5,
  quiet: 0,
};

const MARKS: Readonly<Record<Level, string>> = { block: "✗", unknown: "?", ask: "!", note: "i", quiet: "✓" };

const COLOURS = {
  block: colours.red,
  unknown: colours.magenta,
  ask: colours.yellow,
  note: colours.cyan,
  quiet: colours.green,
} as const;

/**
 * Formats a review for a terminal: the findings first, the worst of them at the top.
 *
 * @param columns the terminal's width; no line is wider, down to 40 columns. @default 80
 */
export function formatReview(review: Review, columns = 80): string {
  const width = Math.max(COLUMNS_MIN, Math.min(columns, COLUMNS_MAX));
  const sections = [
    title(review, width),
    ...LEVELS.map((level) => levelSection(level, ofLevel(review.findings, level), width)),
    planSection(review.plans, width),
    waivedSection(review.waived, width),
    limitSection(review.limits, width),
  ];
  const lines = sections.filter((section) => section.length > 0).map((section) => section.join("\n"));
  return `${lines.join("\n\n")}\n`;
}

function title({ verdict, findings, plans }: Review, width: number): string[] {
  const text = `${verdict}: ${VERDICTS[verdict]}`;
  const counts = `${levelCounts(findings)} in ${scopeText(plans)}`;
  return [`${COLOURS[verdict](MARKS[verdict])} ${colours.bold(text)}`, ...wrapWords(counts, width, "  ")];
}

function levelSection(level: Level, findings: readonly ReviewFinding[], width: number): string[] {
  if (findings.length === 0) return [];
  const heading = `${LEVEL_TITLES[level]}: ${formatCount(findings.length, "finding")}`;
  const groups = [...groupByRule(findings)].flatMap(([rule, group]) => ruleLines(level, rule, group, width));
  return [COLOURS[level](heading), ...groups];
}

function ruleLines(level: Level, rule: string, group: readonly ReviewFinding[], width: number): string[] {
  const listed = group.slice(0, LISTED_MAX[level]);
  const left = group.length - listed.length;
  const more = listed.length === 0 ? formatCount(left, "finding") : `and ${left} more`;
  return [
    ...listed.flatMap((finding) => findingLines(finding, width)),
    ...(left === 0 ? [] : wrapWords(`${visibleName(rule)}: ${more}`, width, "  ", 4)),
  ];
}

function findingLines(finding: ReviewFinding, width: number): string[] {
  const { rule, class: riskClass, stack, address, action, text, cascade = [] } = finding;
  return [
    ...wrapWords(visibleName(address), width, "  ", 4).map((line) => colours.bold(line)),
    ...wrapWords(`${actionWords(action)}, in ${visibleName(stack)}`, width, "    "),
    ...wrapWords(visibleText(text), width, "    "),
    ...(cascade.length === 0
      ? []
      : wrapWords(
          `With it: ${visibleText(cascade.map((each) => visibleName(each)).join(", "))}`,
          width,
          "    ",
        )),
    ...wrapWords(`${riskClass}, rule ${visibleName(rule)}`, width, "    ").map((line) => colours.dim(line)),
  ];
}

function planSection(plans: readonly ReviewedPlan[], width: number): string[] {
  if (plans.length === 0) return [];
  const lines = plans.flatMap((plan) => [
    ...wrapWords(`${visibleName(plan.stack)}: ${countsText(plan)}`, width, "  ", 4),
    ...planRemarks(plan).flatMap((remark) => wrapWords(remark, width, "    ")),
  ]);
  return [colours.bold("Plans"), ...lines];
}

function waivedSection(waived: readonly WaivedFinding[], width: number): string[] {
  if (waived.length === 0) return [];
  const lines = waived.flatMap(({ finding, reason, who, until }) => [
    ...wrapWords(`${visibleName(finding.address)} (${visibleName(finding.rule)})`, width, "  ", 4),
    ...wrapWords(`${visibleName(who)}, until ${visibleName(until)}: ${visibleText(reason)}`, width, "    "),
  ]);
  return [colours.bold(`Waived: ${formatCount(waived.length, "finding")}`), ...lines];
}

function limitSection(limits: readonly string[], width: number): string[] {
  if (limits.length === 0) return [];
  return [colours.bold("Limits"), ...limits.flatMap((limit) => wrapWords(visibleText(limit), width, "  "))];
}
