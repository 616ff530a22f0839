import { formatCount } from "../../format-count.ts";
import type { ReviewFinding } from "../finding.ts";
import { LEVELS, type Level } from "../level.ts";
import type { Review } from "../review.ts";
import {
  changeSection,
  findingNames,
  groupedFindings,
  limitSection,
  namedFindings,
  planSection,
  waivedSection,
} from "./markdown-sections.ts";
import { markdownLink } from "./markdown-text.ts";
import { LEVEL_TITLES, levelCounts, ofLevel, scopeText, VERDICTS } from "./report-words.ts";

/**
 * The most characters of a comment on GitHub. Bitbucket's are 32,768.
 * https://github.com/runatlantis/atlantis/blob/main/server/events/vcs/github/client.go
 */
export const COMMENT_CHARACTERS_MAX = 65_536;

/** Settings of a comment. */
export interface CommentOptions {
  /** The name in the hidden marker: a platform and an environment. @default "drydock" */
  readonly name?: string;
  /** The address of the full report. @default no link */
  readonly reportUrl?: string;
  /** @default 65_536 */
  readonly charactersMax?: number;
}

/** The amount of detail of each part: each step of {@link STEPS} has less. */
interface Detail {
  /** Attributes of changes, their addresses, or their numbers. */
  readonly changes: "attributes" | "addresses" | "counts";
  /** The levels whose findings are named one by one; others are grouped by rule. */
  readonly named: readonly Level[];
  /** The addresses that a group of findings lists. */
  readonly groupAddresses: number;
  /** The longest text of a finding; 0 lists addresses alone. */
  readonly textCharacters: number;
  /** The longest address. */
  readonly nameCharacters: number;
  /** Waivers and limits in full, or counted. */
  readonly isComplete: boolean;
}

const FULL: Detail = {
  changes: "attributes",
  named: ["block", "unknown", "ask", "note"],
  groupAddresses: 10,
  textCharacters: 1_000,
  nameCharacters: 200,
  isComplete: true,
};
const ADDRESSES: Detail = { ...FULL, changes: "addresses" };
const COUNTS: Detail = { ...FULL, changes: "counts" };
const NO_NOTES: Detail = { ...COUNTS, named: ["block", "unknown", "ask"] };
const WORST: Detail = { ...NO_NOTES, named: ["block", "unknown"] };
const SHORT: Detail = { ...WORST, textCharacters: 200, groupAddresses: 3, isComplete: false };
const NAMES: Detail = { ...SHORT, textCharacters: 0, groupAddresses: 0 };
const SHORT_NAMES: Detail = { ...NAMES, nameCharacters: 80 };

const STEPS: readonly Detail[] = [FULL, ADDRESSES, COUNTS, NO_NOTES, WORST, SHORT, NAMES, SHORT_NAMES];

/**
 * Returns a review as the Markdown of one comment on a pull request. Its first line is a hidden
 * marker to find the comment again. A review that does not fit is told in less detail, step by
 * step; blocking and unknown findings stay named each.
 */
export function reviewAsMarkdown(review: Review, options: CommentOptions = {}): string {
  const { charactersMax = COMMENT_CHARACTERS_MAX } = options;
  for (const detail of STEPS) {
    const comment = commentOf(review, options, detail);
    if (comment.length <= charactersMax) return comment;
  }
  return lastResort(review, options, charactersMax);
}

/** Returns the hidden first line of a review's comment. */
export function commentMarker(name = "drydock"): string {
  return `<!-- drydock review: ${name.replace(/[^\w.]+/g, "-").slice(0, 200)} -->`;
}

function commentOf(review: Review, options: CommentOptions, detail: Detail): string {
  const { findings, plans, waived, limits } = review;
  const sections = [
    ...head(review, options),
    ...LEVELS.map((level) => {
      const own = ofLevel(findings, level);
      if (own.length === 0) return "";
      return `### ${LEVEL_TITLES[level]} (${own.length})\n\n${levelBody(level, own, detail)}`;
    }),
    planSection(plans),
    changeSection(plans, detail.changes),
    waivedSection(waived, detail.isComplete),
    limitSection(limits, detail.isComplete),
  ];
  return join(sections);
}

function levelBody(level: Level, findings: readonly ReviewFinding[], detail: Detail): string {
  const { named, groupAddresses, textCharacters, nameCharacters } = detail;
  if (!named.includes(level)) return groupedFindings(findings, groupAddresses, nameCharacters);
  if (textCharacters === 0) return findingNames(findings, nameCharacters).body;
  return namedFindings(findings, textCharacters, nameCharacters);
}

function head({ verdict, findings, plans }: Review, { name, reportUrl }: CommentOptions): string[] {
  const report = reportUrl === undefined ? undefined : markdownLink("Full report", reportUrl);
  const counts = `${levelCounts(findings)} in ${scopeText(plans)}.`;
  return [
    `${commentMarker(name)}\n## Review: ${verdict} – ${VERDICTS[verdict]}`,
    report === undefined ? counts : `${counts} ${report}`,
  ];
}

/** Thousands of blocking findings: as many whole ones as fit, and the number of the others. */
function lastResort(review: Review, options: CommentOptions, charactersMax: number): string {
  const { findings } = review;
  const worst = findings.filter(({ level }) => level === "block" || level === "unknown");
  const others = findings.length - worst.length;
  const start = join([...head(review, options), "### Blocking, and unknown before apply"]);
  const room = charactersMax - start.length - 200;
  const { body, left } = findingNames(worst, SHORT_NAMES.nameCharacters, room);
  return join([
    start.trimEnd(),
    body,
    left === 0 ? "" : `${formatCount(left, "more such finding")} did not fit: see the full report.`,
    others === 0 ? "" : `Besides: ${formatCount(others, "finding")} of other levels.`,
  ]);
}

function join(sections: readonly string[]): string {
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}
