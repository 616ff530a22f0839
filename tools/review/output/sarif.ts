import { createHash } from "node:crypto";
import { basename, isAbsolute } from "node:path";
import { compact } from "../../../language/compact.ts";
import { formatCount } from "../../format-count.ts";
import type { ReviewFinding } from "../finding.ts";
import { LEVELS, type Level } from "../level.ts";
import type { Review, WaivedFinding } from "../review.ts";
import { actionWords } from "./report-words.ts";
import { sarifRules } from "./sarif-rules.ts";
import { visibleName, visibleText } from "./visible-text.ts";

/** A place in a source file, for a finding. */
export interface SourceLocation {
  /** The file's path from the repository's folder, with slashes. */
  readonly path: string;
  /** The line, from 1. @default the file as a whole */
  readonly line?: number;
}

/**
 * The most results that GitHub keeps of a file.
 * https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
const RESULTS_MAX = 5_000;

const SARIF_LEVELS: Readonly<Record<Level, "error" | "warning" | "note" | "none">> = {
  block: "error",
  unknown: "error",
  ask: "warning",
  note: "note",
  quiet: "none",
};

/**
 * Returns a review as SARIF 2.1.0, at most as many results as GitHub keeps, the worst first. Waived
 * findings are suppressed results.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 *
 * @param locate returns the place of a finding in this project's files; without one, a finding is
 *   located in its plan's file
 */
export function reviewAsSarif(
  review: Review,
  locate: (finding: ReviewFinding) => SourceLocation | undefined = () => undefined,
): string {
  const findings = worstFirst(review.findings);
  const all = [...findings.map((finding) => ({ finding })), ...review.waived];
  const kept = all.slice(0, RESULTS_MAX);
  const rules = sarifRules(kept.map(({ finding }) => finding));
  const context: ResultContext = {
    ruleIndex: new Map(rules.map(({ id }, index) => [id, index])),
    locate,
    planPaths: new Map(review.plans.map(({ stack, path }) => [stack, path])),
  };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "drydock review", rules } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: notifications(review, all.length - kept.length),
          },
        ],
        columnKind: "utf16CodeUnits",
        properties: { verdict: review.verdict },
        results: kept.map((each) => result(each, context)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Says what the log leaves out, and what the review could not do. */
function notifications({ limits }: Review, left: number): object[] {
  const leftOut = `${formatCount(left, "finding")} left out: see the full report.`;
  return [
    ...(left === 0 ? [] : [{ level: "warning", message: { text: leftOut } }]),
    ...limits.map((limit) => ({ level: "note", message: { text: messageText(visibleText(limit)) } })),
  ];
}

/** A finding, waived or not. */
type MaybeWaived = { readonly finding: ReviewFinding } & Partial<Omit<WaivedFinding, "finding">>;

interface ResultContext {
  readonly ruleIndex: ReadonlyMap<string, number>;
  readonly locate: (finding: ReviewFinding) => SourceLocation | undefined;
  /** The plans' files by stack. */
  readonly planPaths: ReadonlyMap<string, string>;
}

function worstFirst(findings: readonly ReviewFinding[]): ReviewFinding[] {
  return findings.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

function result({ finding, reason, who, until }: MaybeWaived, context: ResultContext): object {
  const { rule, class: riskClass, level, stack, address, action, text } = finding;
  const id = visibleName(rule);
  return compact({
    ruleId: id,
    ruleIndex: context.ruleIndex.get(id),
    level: SARIF_LEVELS[level],
    message: {
      text: messageText(`${visibleName(address)} is ${actionWords(action)}: ${visibleText(text)}`),
    },
    locations: [location(finding, context)],
    partialFingerprints: { primaryLocationLineHash: fingerprint(finding) },
    properties: { level, class: riskClass, stack: visibleName(stack), address: visibleName(address) },
    suppressions:
      reason === undefined
        ? undefined
        : [
            {
              kind: "external",
              status: "accepted",
              justification: `${visibleText(reason)} (${visibleName(who ?? "")}, until ${visibleName(until ?? "")})`,
            },
          ],
  });
}

function location(finding: ReviewFinding, { locate, planPaths }: ResultContext): object {
  const { stack, address } = finding;
  const { path, line } = locate(finding) ?? { path: planPaths.get(stack) ?? stack };
  return {
    physicalLocation: { artifactLocation: { uri: relativeUri(path) }, region: { startLine: line ?? 1 } },
    logicalLocations: [
      { fullyQualifiedName: `${visibleName(stack)}/${visibleName(address)}`, kind: "resource" },
    ],
  };
}

/** GitHub ignores absolute paths, and they name folders of one machine. */
function relativeUri(path: string): string {
  const steps = (isAbsolute(path) ? basename(path) : path).split(/[/\\]/);
  const known = steps.filter((step) => step !== "" && step !== "." && step !== "..");
  return known.map((step) => encodeURIComponent(step.replace(/\p{Cs}/gu, "\ufffd"))).join("/") || "plan";
}

/** Keeps an alert the same alert while the finding stays, wherever the line moves. */
function fingerprint({ rule, class: riskClass, stack, address }: ReviewFinding): string {
  const identity = JSON.stringify([rule, riskClass, stack, address]);
  return `${createHash("sha256").update(identity).digest("hex").slice(0, 16)}:1`;
}

/**
 * Escapes what SARIF reads in a message: placeholders, and links in square brackets.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317459
 */
function messageText(text: string): string {
  return text.replace(/\{(\d+)\}/g, "{{$1}}").replaceAll("](", "] (");
}
