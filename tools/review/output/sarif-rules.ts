import { compact } from "../../../language/compact.ts";
import type { ReviewFinding } from "../finding.ts";
import { CLASS_MEANINGS, groupByRule } from "./report-words.ts";
import { visibleName } from "./visible-text.ts";

/** A rule as SARIF describes it. */
interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown: string };
  readonly helpUri?: string;
  readonly properties: { readonly tags: readonly string[] };
}

/** The most tags of a rule that GitHub keeps. */
const TAGS_MAX = 20;

/** Describes the rules of findings, each once, with the pages that document them. */
export function sarifRules(findings: readonly ReviewFinding[]): readonly SarifRule[] {
  return [...groupByRule(findings)].map(([rule, group]) => describe(rule, group));
}

function describe(rule: string, group: readonly ReviewFinding[]): SarifRule {
  const classes = [...new Set(group.map((finding) => finding.class))];
  const pages = [...new Set(group.flatMap(({ documentation }) => documentation))].filter(isPage);
  const meaning = classes.map((each) => CLASS_MEANINGS[each]).join(" ");
  return {
    id: visibleName(rule),
    shortDescription: { text: meaning },
    help: {
      text: [meaning, ...pages].join("\n"),
      markdown: [meaning, ...pages.map((page) => `- <${page}>`)].join("\n\n"),
    },
    ...compact({ helpUri: pages[0] }),
    properties: { tags: classes.slice(0, TAGS_MAX) },
  };
}

/** True for a web address without anything that Markdown reads. */
function isPage(url: string): boolean {
  return /^https:\/\/[\w.-]+(?:\/[\w./~%#?=&+-]*)?$/.test(url);
}
