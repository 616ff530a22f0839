import { createHash } from "node:crypto";
import fc from "fast-check";
import { reviewAsHtml } from "../../../../tools/review/output/html.ts";
import type { Review, ReviewedConnection } from "../../../../tools/review/review.ts";
import { exampleFinding, exampleReview } from "../../../support/example-review.ts";
import { hostileReview, reviewWith } from "../../../support/hostile-texts.ts";
import { markupSkeleton, markupTokens } from "../../../support/markup-tokens.ts";

function textOf(page: string): string {
  const tokens = markupTokens(page);
  return tokens.map((token) => (token.kind === "text" ? token.text : "")).join("");
}

describe("reviewAsHtml", () => {
  const page = reviewAsHtml(exampleReview(), "shop prod");

  it("has the verdict, each finding, changes with their values, waivers and limits", () => {
    const text = textOf(page);
    for (const part of [
      "shop prod: block must not be applied as it is",
      "1 block, 1 unknown, 1 ask, 7 note in 1 plan, 2 changes",
      "The database is deleted without a final snapshot.",
      "aws_ecs_service.a6",
      "With it: 2 resources",
      "1 replaced; 1 updated in place",
      "This plan covers only a part of the stack (-target).",
      "0123456789abcdef".repeat(4),
      "mysql",
      "forces replacement",
      "known after apply",
      "not shown",
      "Nobody has subscribed yet.",
      "AWS was not tried out",
    ]) {
      expect(text).toContain(part);
    }
  });

  /** The cells of a section's table, row by row. */
  const rowsOf = (review: Review, section: string): string[][] => {
    const [, own = ""] = reviewAsHtml(review).split(`<section id="${section}"`);
    const [, body = ""] = own.split("</section>")[0]!.split(/<\/?tbody>/);
    const rows = body.split("<tr>").slice(1);
    return rows.map((row) =>
      row
        .split("<td>")
        .slice(1)
        .map((cell) => textOf(cell.replace(/<\/td>|<\/tr>/g, "")).trim()),
    );
  };

  it("has the connections that open and close, with their cause", () => {
    expect(rowsOf(exampleReview(), "connectivity")).toEqual([
      ["opens", "internet (203.0.113.0/24)", "db", "tcp 3306", "added shop-prod-network/aws_route.out"],
      ["closes", "app", "cache", "tcp 6379", "shop-prod-network/aws_security_group.cache: no rule admits it"],
    ]);
  });

  it("has what becomes allowed, and what no longer is", () => {
    expect(rowsOf(exampleReview(), "permissions")).toEqual([
      [
        "role app",
        "s3:DeleteObject on arn:aws:s3:::shop/*",
        "s3:PutObject on arn:aws:s3:::shop/*",
        "it attaches a policy whose ARN is known only after apply",
      ],
    ]);
  });

  it("says that nothing opens, closes or becomes allowed", () => {
    const text = textOf(reviewAsHtml({ ...exampleReview(), connectivity: [], permissions: [] }));
    expect(text).toContain("No connection opens or closes.");
    expect(text).toContain("No policy allows anything else than before.");
  });

  it("folds long lists, and counts the rows that a page leaves out", () => {
    const [connection] = exampleReview().connectivity as [ReviewedConnection];
    const by = Array.from({ length: 10 }, (_, index) => `added net/aws_route.r${index}`);
    const connectivity = Array.from({ length: 1_002 }, () => ({ ...connection, by }));
    const review = { ...exampleReview(), connectivity };
    expect(rowsOf(review, "connectivity")).toHaveLength(1_000);
    expect(rowsOf(review, "connectivity")[0]![4]).toMatch(/aws_route\.r7.*2 more.*aws_route\.r8/);
    expect(textOf(reviewAsHtml(review))).toContain("2 more: the JSON output has all.");
  });

  it("loads nothing, runs nothing, and allows its own style alone", () => {
    const tags = markupTokens(page).filter((token) => token.kind === "tag");
    const policy = tags.find(({ attributes }) => attributes["http-equiv"] !== undefined)?.attributes.content;
    const style = /<style>([^<]*)<\/style>/.exec(page)![1]!;
    const hash = createHash("sha256").update(style).digest("base64");
    expect(policy).toBe(
      `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(style).not.toMatch(/url\(|@import/);
    const addresses = tags.flatMap(({ name, attributes }) =>
      name === "a" ? [] : [attributes.href, attributes.src],
    );
    expect(addresses.filter((address) => address !== undefined)).toEqual(["data:,"]);
    expect(tags.map(({ name }) => name)).not.toContain("script");
    expect(
      tags.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => /^on|^style$/.test(name)),
    ).toEqual([]);
  });

  it("can be filtered by level and class, in both themes", () => {
    for (const id of ["level-block", "level-note", "class-loss", "class-thinner"]) {
      expect(page).toContain(`<input type="radio" name="${id.split("-")[0]}" id="${id}">`);
      expect(page).toContain(`#${id}:checked`);
    }
    expect(page).toContain("prefers-color-scheme:dark");
    expect(page).toContain('<a class="skip" href="#findings">');
  });

  it("has a unique ID for each target", () => {
    const ids = markupTokens(page).flatMap((token) =>
      token.kind === "tag" ? (token.attributes.id ?? []) : [],
    );
    expect(new Set(ids).size).toBe(ids.length);
    const targets = markupTokens(page).flatMap((token) =>
      token.kind === "tag" && token.attributes.href?.startsWith("#") ? [token.attributes.href.slice(1)] : [],
    );
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  it("links web addresses alone", () => {
    const findings = [
      "javascript:alert(1)",
      "https://docs.aws.amazon.com/x",
      "data:text/html,x",
      "https:evil",
    ].map((url) => exampleFinding({ documentation: [url] }));
    const links = markupTokens(reviewAsHtml({ ...exampleReview(), findings })).flatMap((token) =>
      token.kind === "tag" && token.name === "a" ? (token.attributes.href ?? []) : [],
    );
    expect([...new Set(links)].sort()).toEqual([
      "#changes",
      "#connectivity",
      "#findings",
      "#limits",
      "#permissions",
      "#waived",
      "https://docs.aws.amazon.com/x",
    ]);
  });

  it("has the same tags, whatever the texts are", () => {
    const skeleton = markupSkeleton(reviewAsHtml(reviewWith(() => "x")));
    fc.assert(
      fc.property(hostileReview, (review) => {
        expect(markupSkeleton(reviewAsHtml(review))).toEqual(skeleton);
      }),
    );
  });
});
