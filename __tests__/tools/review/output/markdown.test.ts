import fc from "fast-check";
import { RISK_CLASSES } from "../../../../tools/review/finding.ts";
import { LEVELS } from "../../../../tools/review/level.ts";
import {
  COMMENT_CHARACTERS_MAX,
  commentMarker,
  reviewAsMarkdown,
} from "../../../../tools/review/output/markdown.ts";
import type { Review } from "../../../../tools/review/review.ts";
import { exampleFinding, exampleReview } from "../../../support/example-review.ts";
import { hostileReview } from "../../../support/hostile-texts.ts";
import { outsideCode } from "../../../support/markdown-outside-code.ts";

const CLASSES = RISK_CLASSES.join("|");
/** A sentence without anything that Markdown or GitHub reads. */
const WORDS = String.raw`(?:(?:[("“]?(?:\p{L}+(?:['’/-]\p{L}+)*|\d+(?:[.,]\d+)?|¶|→|–|…)[.,;:?!)"”…]{0,3})(?: |$|(?=[*<(])))*`;
const LINES: readonly RegExp[] = [
  /^<!-- drydock review: [\w.-]+ -->$/,
  new RegExp(`^## Review: (?:${LEVELS.join("|")}) – [a-z ]+$`),
  /^(?:\d+ [a-z]+(?:, )?)+ in \d+ plans?, \d+ changes?\.(?: \[Full report\]\(https:\/\/[\w./]+\))?$/,
  /^### [A-Z][a-z ]+ \(\d+\)$/,
  /^<details><summary>(?:All )?\d+ [a-z ]+<\/summary>$/,
  /^<\/details>$/,
  // A finding.
  new RegExp(
    String.raw`^- ¶ in ¶, \*\*${WORDS}\*\*<br>${WORDS}\((?:${CLASSES}), rule ¶(?:, \[(?:why|more)\]\(https:\/\/[\w./#]+\))*\)(?:<br>With it: ¶(?:, ¶)*)?$`,
    "u",
  ),
  // Findings of one rule.
  /^- ¶, \d+ findings?(?:: ¶(?:, ¶)*(?:, and \d+ more)?)?$/,
  // A plan.
  new RegExp(
    String.raw`^- ¶: ${WORDS}\(digest ¶\)\. This plan covers only a part of the stack \(-target\)\.$`,
    "u",
  ),
  // A change and its attributes.
  new RegExp(
    String.raw`^- ¶ in ¶, \*\*${WORDS}\*\*(?:: (?:¶(?: ¶)?(?: \(forces replacement\))?(?:; )?)+)?$`,
    "u",
  ),
  // A waived finding.
  new RegExp(String.raw`^- ¶ in ¶, ¶: ${WORDS}\(¶, until ¶\)$`, "u"),
  // A limit.
  new RegExp(`^- Note: ${WORDS}$`, "u"),
  /^$/,
];

function manyFindings(count: number, own: Parameters<typeof exampleFinding>[0] = {}) {
  return Array.from({ length: count }, (_, index) =>
    exampleFinding({ address: `module.a.aws_db_instance.number_${index}`, ...own }),
  );
}

function withFindings(findings: Review["findings"]): Review {
  return { ...exampleReview(), findings };
}

describe("reviewAsMarkdown", () => {
  it("has the verdict first, then the worst findings, each named", () => {
    const lines = reviewAsMarkdown(exampleReview(), {
      name: "shop/prod",
      reportUrl: "https://ci.example/7",
    }).split("\n");
    expect(lines.slice(0, 7)).toEqual([
      "<!-- drydock review: shop-prod -->",
      "## Review: block – must not be applied as it is",
      "",
      "1 block, 1 unknown, 1 ask, 7 note in 1 plan, 2 changes. [Full report](https://ci.example/7)",
      "",
      "### Blocking (1)",
      "",
    ]);
    expect(lines[7]).toBe(
      "- `aws_db_instance.main` in `shop-prod-data`, **replaced**<br>The database is deleted without a final snapshot. (loss, rule `rds-deleted`, [why](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html))<br>With it: `aws_db_proxy.main`, `aws_route53_record.db`",
    );
    expect(lines).toContain(
      "- `shop-prod-data`: 1 replaced; 1 updated in place (digest `0123456789ab`). This plan covers only a part of the stack (-target).",
    );
    expect(lines).toContain(
      "- `aws_db_instance.main` in `shop-prod-data`, **replaced**: `engine` `mysql → postgres` (forces replacement); `tags`",
    );
    expect(lines).toContain(
      "- `aws_sns_topic.alarms` in `shop-prod-data`, `topic-replaced`: Nobody has subscribed yet. (`Ada`, until `2027-01-31`)",
    );
  });

  it("has nothing outside code spans but words of this project, whatever the texts are", () => {
    fc.assert(
      fc.property(hostileReview, (review) => {
        const lines = reviewAsMarkdown(review).trimEnd().split("\n").map(outsideCode);
        expect(lines.filter((line) => !LINES.some((pattern) => pattern.test(line)))).toEqual([]);
        expect(lines.join("\n")).not.toMatch(/@|#\d|[0-9a-f]{7}|\bwww\b|\||[\p{Cc}\p{Cf}](?<!\n)/u);
        expect(lines.filter((line) => line.startsWith("<!--"))).toHaveLength(1);
      }),
    );
  });

  it.each([
    ["@a#b", "<!-- drydock review: -a-b -->"],
    ["x --> <b>", "<!-- drydock review: x-b- -->"],
  ])("makes a marker of %s that stays a comment", (name, marker) => {
    expect(commentMarker(name)).toBe(marker);
  });

  it.each(["javascript:x", "https://a.example/)[x](y", "https://a.example/ x", "http://a.example"])(
    "links no report at %s",
    (reportUrl) => {
      expect(reviewAsMarkdown(exampleReview(), { reportUrl })).not.toContain("Full report");
    },
  );

  describe("in less detail, step by step", () => {
    const isComplete = (markdown: string) =>
      markdown
        .trimEnd()
        .split("\n")
        .map(outsideCode)
        .every((line) => !line.includes("`"));

    it("leaves out attributes, then changes, then groups notes", () => {
      const plan = exampleReview().plans[0]!;
      const changes = Array.from({ length: 300 }, (_, index) => ({
        ...plan.changes[0]!,
        address: `aws_db_instance.number_${index}`,
      }));
      const review = { ...exampleReview(), plans: [{ ...plan, changes }] };
      const full = reviewAsMarkdown(review);
      const steps = [full.length - 1, 25_000, 3_500, 1_200].map((charactersMax) =>
        reviewAsMarkdown(review, { charactersMax }),
      );
      expect(
        [full, ...steps].map((each) => [
          each.includes("engine"),
          each.includes("aws_db_instance.number_299"),
          each.includes("aws_ecs_service.a6"),
          each.includes("aws_db_instance.main"),
          each.includes("aws_lb.main"),
        ]),
      ).toEqual([
        [true, true, true, true, true],
        [false, true, true, true, true],
        [false, true, true, true, true],
        [false, false, true, true, true],
        [false, false, false, true, true],
      ]);
    });

    it.each([50, 300, 1_200])("names each of %i blocking findings", (count) => {
      const review = withFindings([
        ...manyFindings(count),
        ...manyFindings(2_000, { level: "ask", rule: "other" }),
      ]);
      const markdown = reviewAsMarkdown(review);
      expect(markdown.length).toBeLessThanOrEqual(COMMENT_CHARACTERS_MAX);
      const named = manyFindings(count).filter(({ address }) => markdown.includes(`\`${address}\``));
      expect(named).toHaveLength(count);
      expect(markdown).toContain("`other`, 2000 findings");
      expect(isComplete(markdown)).toBe(true);
    });

    it("names as many whole findings as fit, and counts the others", () => {
      const review = withFindings([...manyFindings(5_000), ...manyFindings(7, { level: "note" })]);
      const markdown = reviewAsMarkdown(review);
      expect(markdown.length).toBeLessThanOrEqual(COMMENT_CHARACTERS_MAX);
      const named = markdown.match(/`module\.[^`]*`/g) ?? [];
      expect(named.length).toBeGreaterThan(1_000);
      expect(markdown).toContain(`${5_000 - named.length} more such findings did not fit`);
      expect(markdown).toContain("Besides: 7 findings of other levels.");
      expect(isComplete(markdown)).toBe(true);
    });

    it("fits any limit that has room for the verdict", () => {
      fc.assert(
        fc.property(hostileReview, fc.integer({ min: 1_000, max: 70_000 }), (review, charactersMax) => {
          const markdown = reviewAsMarkdown(review, { charactersMax });
          expect(markdown.length).toBeLessThanOrEqual(charactersMax);
          expect(markdown).toMatch(/^<!-- drydock review: drydock -->\n## Review: block – /);
          expect(isComplete(markdown)).toBe(true);
        }),
      );
    });
  });
});
