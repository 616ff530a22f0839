import fc from "fast-check";
import { reviewAsSarif } from "../../../../tools/review/output/sarif.ts";
import { exampleFinding, exampleReview } from "../../../support/example-review.ts";
import { hostileReview } from "../../../support/hostile-texts.ts";

const runOf = (text: string) => JSON.parse(text).runs[0];

describe("reviewAsSarif", () => {
  it("has rules with help, and results with levels, the worst first", () => {
    const { version, runs } = JSON.parse(reviewAsSarif(exampleReview()));
    expect(version).toBe("2.1.0");
    const [{ tool, results, properties, invocations }] = runs;
    expect(invocations[0].toolExecutionNotifications).toEqual([
      {
        level: "note",
        message: { text: "AWS was not tried out: the order of the changes is not complete." },
      },
    ]);
    expect(properties).toEqual({ verdict: "block" });
    expect(tool.driver.rules[0]).toEqual({
      id: "rds-deleted",
      shortDescription: { text: "Data or keys are lost." },
      help: {
        text: "Data or keys are lost.\nhttps://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
        markdown:
          "Data or keys are lost.\n\n- <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html>",
      },
      helpUri: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
      properties: { tags: ["loss"] },
    });
    const rows = results.map((result: { ruleId: string; ruleIndex: number; level: string }) => [
      tool.driver.rules[result.ruleIndex].id === result.ruleId,
      result.ruleId,
      result.level,
    ]);
    expect(rows).toEqual([
      [true, "rds-deleted", "error"],
      [true, "guarded-attribute", "error"],
      [true, "listener-port", "warning"],
      ...Array.from({ length: 7 }, () => [true, "fewer-tasks", "note"]),
      [true, "topic-replaced", "warning"],
    ]);
    expect(results.at(-1).suppressions).toEqual([
      {
        kind: "external",
        status: "accepted",
        justification: "Nobody has subscribed yet. (Ada, until 2027-01-31)",
      },
    ]);
    expect(results[0].suppressions).toBeUndefined();
  });

  it.each([
    [
      "the place that is known",
      "plans/a.json",
      { path: "platforms/shop.ts", line: 12 },
      "platforms/shop.ts",
      12,
    ],
    ["a file as a whole", "plans/a.json", { path: "platforms/shop.ts" }, "platforms/shop.ts", 1],
    ["the plan's file", "plans/a b.json", undefined, "plans/a%20b.json", 1],
    ["the name of a file elsewhere", "/home/user/a.json", undefined, "a.json", 1],
    ["a path that stays in the folder", "../../a.json", undefined, "a.json", 1],
  ])("points at %s", (_, path, place, uri, line) => {
    const review = exampleReview();
    const plans = review.plans.map((plan) => ({ ...plan, path }));
    const { results } = runOf(reviewAsSarif({ ...review, plans }, () => place));
    expect(results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri },
      region: { startLine: line },
    });
  });

  it("keeps the fingerprint of a finding whose text changes, and tells others apart", () => {
    const findings = [
      exampleFinding(),
      exampleFinding({ text: "Other." }),
      exampleFinding({ address: "aws_db_instance.other" }),
    ];
    const { results } = runOf(reviewAsSarif({ ...exampleReview(), findings }));
    const hashes = results
      .slice(0, 3)
      .map((each: { partialFingerprints: object }) => JSON.stringify(each.partialFingerprints));
    expect(hashes[0]).toMatch(/^\{"primaryLocationLineHash":"[0-9a-f]{16}:1"\}$/);
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  it("keeps the 5,000 worst results, and says how many are left out", () => {
    const notes = Array.from({ length: 6_000 }, (_, index) =>
      exampleFinding({ level: "note", address: `a.b${index}` }),
    );
    const { results, invocations } = runOf(
      reviewAsSarif({ ...exampleReview(), findings: [...notes, exampleFinding()] }),
    );
    expect(results).toHaveLength(5_000);
    expect(results[0].level).toBe("error");
    expect(invocations[0].toolExecutionNotifications.slice(0, 1)).toEqual([
      { level: "warning", message: { text: "1002 findings left out: see the full report." } },
    ]);
  });

  it("has no links, placeholders and hidden characters, whatever the texts are", () => {
    fc.assert(
      fc.property(hostileReview, (review) => {
        const text = reviewAsSarif(review);
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        const { results } = runOf(text);
        expect(results).toHaveLength(6);
        for (const { message, locations } of results) {
          expect(message.text).not.toMatch(/\]\(|(?<!\{)\{\d+\}(?!\})/);
          expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(
            /^(?:[\w.!~*'()-]|%[0-9A-F]{2})+(?:\/(?:[\w.!~*'()-]|%[0-9A-F]{2})+)*$/,
          );
        }
      }),
    );
  });

  it("has what the schema of SARIF 2.1.0 requires, and no property that it does not know", () => {
    const reviews = fc.oneof(fc.constant(exampleReview()), hostileReview);
    fc.assert(
      fc.property(reviews, (review) => {
        expect(problemsOf(JSON.parse(reviewAsSarif(review)), "log")).toEqual([]);
      }),
    );
  });

  it("would fail that check without a required property, or with another one", () => {
    const log = JSON.parse(reviewAsSarif(exampleReview()));
    log.runs[0].tool.driver.title = log.runs[0].tool.driver.name;
    log.runs[0].tool.driver.name = undefined;
    expect(problemsOf(JSON.parse(JSON.stringify(log)), "log")).toEqual([
      "driver: name is missing",
      "driver: title is unknown",
    ]);
  });
});

/**
 * The objects that a review writes: required properties, then the others that it uses, with the
 * kind of object in each.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
 */
const SARIF_OBJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  log: { "version!": "", "runs!": "run", $schema: "" },
  run: { "tool!": "tool", invocations: "invocation", columnKind: "", properties: "", results: "result" },
  tool: { "driver!": "driver" },
  driver: { "name!": "", rules: "rule" },
  rule: { "id!": "", shortDescription: "message", help: "message", helpUri: "", properties: "" },
  message: { "text!": "", markdown: "" },
  invocation: { "executionSuccessful!": "", toolExecutionNotifications: "notification" },
  notification: { "message!": "message", level: "level" },
  result: {
    "message!": "message",
    ruleId: "",
    ruleIndex: "",
    level: "level",
    locations: "location",
    partialFingerprints: "",
    properties: "",
    suppressions: "suppression",
  },
  location: { physicalLocation: "physical", logicalLocations: "logical" },
  physical: { artifactLocation: "artifact", region: "region" },
  artifact: { uri: "" },
  region: { startLine: "line" },
  logical: { fullyQualifiedName: "", kind: "" },
  suppression: { "kind!": "", status: "", justification: "" },
};

/** Kinds that are no objects. */
const SARIF_VALUES: Readonly<Record<string, (value: unknown) => boolean>> = {
  level: (value) => ["none", "note", "warning", "error"].includes(value as string),
  line: (value) => Number.isInteger(value) && (value as number) >= 1,
};

function problemsOf(value: unknown, kind: string): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => problemsOf(each, kind));
  if (kind === "") return [];
  const isValue = SARIF_VALUES[kind];
  if (isValue !== undefined) return isValue(value) ? [] : [`${kind}: ${JSON.stringify(value)}`];
  const allowed = SARIF_OBJECTS[kind]!;
  const names = new Map(Object.entries(allowed).map(([name, inner]) => [name.replace("!", ""), inner]));
  const required = Object.keys(allowed).filter((name) => name.endsWith("!"));
  const own = Object.entries(value as object);
  return [
    ...required
      .map((name) => name.slice(0, -1))
      .filter((name) => !own.some(([key]) => key === name))
      .map((name) => `${kind}: ${name} is missing`),
    ...own.flatMap(([name, inner]) =>
      names.has(name) ? problemsOf(inner, names.get(name)!) : [`${kind}: ${name} is unknown`],
    ),
  ];
}
