import fc from "fast-check";
import { type ReviewFinding, RISK_CLASSES } from "../../tools/review/finding.ts";
import { LEVELS, worstLevel } from "../../tools/review/level.ts";
import type { Review, ReviewedPlan } from "../../tools/review/review.ts";
import { anyCharacter, anyCodePoint } from "./any-character.ts";

/** Texts that mean something to a terminal, Markdown, GitHub, HTML, XML, SARIF or a spreadsheet. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...["@octocat", "@org/team", "#123", "GH-12", "octocat/repo#1", "octocat@0123456", "deadbeef1", "JIRA-1"],
  ...["https://evil.example/x", "www.evil.example", "a@evil.example", "[x](https://evil.example)", "![x](y)"],
  ...["`", "``", "```", "` ` `", "a`b``c", "\\`", "`code` *b*", "**bold**", "_it_", "~~~", "$`x`$", "$x$"],
  ...["|", "\\|", "a|b", "|-|-|", "<!--", "-->", "<!-- drydock review: other -->", "<details>", "</details>"],
  ...[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style>",
    "</title>",
    "]]>",
    "<![CDATA[",
  ],
  ...['" onload="x', "' onload='x", "&lt;b&gt;", "&amp;", "&#64;x", "&", "<", ">", '"', "'", "<?xml?>", "%s"],
  ...[
    "\u001b[31mred\u001b[0m",
    "\u001b]8;;https://evil.example\u0007x",
    "\u009b2J",
    "\r",
    "\n",
    "\r\n",
    "\b",
  ],
  ...[
    "\n# Heading",
    "\n- item",
    "\n\n> quote",
    "\n```\n",
    "1. one",
    "1) one",
    "- x",
    "+ x",
    "# x",
    "===",
    "---",
  ],
  ...[
    "\u202eevil\u202c",
    "\u2066x\u2069",
    "\u200f",
    "\u200b",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\u0000",
    "\u0085",
  ],
  ...[
    "\ud800",
    "\udc00x",
    "\uffff",
    "\ufffe",
    "👩‍👩‍👧",
    "e\u0301",
    "漢字".repeat(40),
    "{0}",
    "{{",
    "${x}",
    "=1+1",
  ],
  ...[
    "",
    " ",
    "  x  ",
    "\t",
    "x".repeat(500),
    "a ".repeat(2_000),
    "`".repeat(300),
    'key["a\\"].b"]',
    "__proto__",
  ],
  ...[
    "constructor",
    ":smile:",
    "[ ] x",
    "[^1]",
    "[x]: https://evil.example",
    "<https://evil.example>",
    "\\",
    "\\\\",
  ],
];

/** A hostile text, alone or among others. */
const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: anyCodePoint, maxLength: 5 })), {
      maxLength: 6,
    })
    .map((parts) => parts.join(" ")),
  fc.string({ unit: anyCharacter, maxLength: 30 }),
);

/**
 * A review whose texts come from a source, in every field that has text of a plan, rule or waiver.
 */
export function reviewWith(text: () => string): Review {
  const finding = (index: number): ReviewFinding => ({
    rule: text(),
    class: RISK_CLASSES[index % RISK_CLASSES.length]!,
    level: LEVELS[index % LEVELS.length]!,
    stack: text(),
    address: text(),
    action: text(),
    text: text(),
    documentation: [text(), "https://docs.aws.amazon.com/x.html#y"],
    cascade: [text(), text()],
  });
  const findings = [0, 1, 2, 3, 4].map(finding);
  return {
    verdict: worstLevel(findings.map(({ level }) => level)),
    findings,
    plans: [planWith(text)],
    connectivity: [
      { change: "possible", from: text(), to: text(), ports: text(), by: [text(), text()], why: [text()] },
    ],
    permissions: [{ subject: text(), gained: [text()], lost: [text()], unknown: [text()] }],
    waived: [{ finding: finding(5), reason: text(), who: text(), until: text() }],
    limits: [text(), text()],
  };
}

function planWith(text: () => string): ReviewedPlan {
  return {
    stack: text(),
    path: text(),
    mode: "normal",
    isComplete: false,
    isErrored: false,
    digest: text(),
    counts: Object.fromEntries([[text(), 1]]),
    changes: [
      {
        address: text(),
        type: text(),
        action: text(),
        attributes: [
          { name: text(), before: text(), after: text(), forcesReplacement: true },
          { name: text(), isUnknown: true },
        ],
      },
      { address: text(), type: text(), action: "create", attributes: [] },
    ],
  };
}

/** A review with hostile text in every field. */
export const hostileReview: fc.Arbitrary<Review> = fc
  .array(hostileText, { minLength: 1, maxLength: 12 })
  .map((texts) => {
    let next = 0;
    return reviewWith(() => texts[next++ % texts.length]!);
  });
