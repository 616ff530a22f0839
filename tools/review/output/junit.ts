import type { ReviewFinding } from "../finding.ts";
import { isAtLeast } from "../level.ts";
import type { Review, ReviewedPlan, WaivedFinding } from "../review.ts";
import { escapeMarkup } from "./markup.ts";
import { actionWords, countsText } from "./report-words.ts";
import { visibleName, visibleText } from "./visible-text.ts";

/**
 * Returns a review as JUnit XML: a suite for each stack, a test case for each finding. Findings
 * that block, are unknown or ask fail; waived ones are skipped. A stack without findings has one
 * case, which passes.
 * https://github.com/testmoapp/junitxml
 */
export function reviewAsJunit(review: Review): string {
  const stacks = new Set([
    ...review.plans.map(({ stack }) => stack),
    ...review.findings.map(({ stack }) => stack),
    ...review.waived.map(({ finding }) => finding.stack),
  ]);
  const suites = [...stacks].map((stack) => suite(stack, review));
  const tests = suites.reduce((sum, { cases }) => sum + cases.length, 0);
  const failures = review.findings.filter(isFailure).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="drydock review" tests="${tests}" failures="${failures}" skipped="${review.waived.length}" errors="0">`,
    ...suites.map(({ xml }) => xml),
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(stack: string, review: Review): { xml: string; cases: readonly string[] } {
  const findings = review.findings.filter((finding) => finding.stack === stack);
  const waived = review.waived.filter(({ finding }) => finding.stack === stack);
  const plan = review.plans.find((each) => each.stack === stack);
  const own = [...findings.map(findingCase), ...waived.map(waivedCase)];
  const cases = own.length === 0 ? [passedCase(stack, plan)] : own;
  const failures = findings.filter(isFailure).length;
  const attributes = `name="${name(stack)}" tests="${cases.length}" failures="${failures}" skipped="${waived.length}" errors="0"`;
  return { xml: [`<testsuite ${attributes}>`, ...cases, "</testsuite>"].join("\n"), cases };
}

function isFailure({ level }: ReviewFinding): boolean {
  return isAtLeast(level, "ask");
}

function findingCase(finding: ReviewFinding): string {
  const { level, class: riskClass, text } = finding;
  const message = `${level}: ${visibleText(text)}`;
  const body = escapeMarkup(details(finding));
  if (!isFailure(finding)) return `${openCase(finding)}<system-out>${body}</system-out></testcase>`;
  return `${openCase(finding)}<failure type="${riskClass}" message="${escapeMarkup(message)}">${body}</failure></testcase>`;
}

function waivedCase({ finding, reason, who, until }: WaivedFinding): string {
  const message = `waived by ${visibleName(who)} until ${visibleName(until)}: ${visibleText(reason)}`;
  return `${openCase(finding)}<skipped message="${escapeMarkup(message)}"/></testcase>`;
}

function passedCase(stack: string, plan: ReviewedPlan | undefined): string {
  const counts = plan === undefined ? "no changes" : countsText(plan);
  return `<testcase classname="${name(stack)}" name="no findings"><system-out>${escapeMarkup(counts)}</system-out></testcase>`;
}

function openCase({ stack, address, rule, class: riskClass }: ReviewFinding): string {
  return `<testcase classname="${name(stack)}" name="${name(address)}: ${riskClass} (${name(rule)})">`;
}

function details({ address, action, text, documentation, cascade = [] }: ReviewFinding): string {
  return [
    `${visibleName(address)}: ${actionWords(action)}`,
    visibleText(text),
    ...(cascade.length === 0 ? [] : [`With it: ${cascade.map((each) => visibleName(each)).join(", ")}`]),
    ...documentation.map((url) => visibleName(url)),
  ].join("\n");
}

function name(text: string): string {
  return escapeMarkup(visibleName(text));
}
