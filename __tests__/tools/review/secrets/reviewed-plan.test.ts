import fc from "fast-check";
import type { Json } from "../../../../tools/reach/terraform/configuration/json.ts";
import { parsePlan } from "../../../../tools/review/plan/parse-plan.ts";
import type { PlanDocument } from "../../../../tools/review/plan/plan-document.ts";
import { Redactor } from "../../../../tools/review/secrets/redactor.ts";
import { reviewedPlan } from "../../../../tools/review/secrets/reviewed-plan.ts";
import { type ExampleChange, examplePlan } from "../../../support/review-rules.ts";

function attributesOf(change: ExampleChange, masks: object = {}, type = "aws_db_instance") {
  return reviewed(masked(examplePlan({ type, ...change }), masks)).changes[0]?.attributes;
}

/** Adds masks to the first change of a plan. */
function masked(plan: PlanDocument, masks: object): PlanDocument {
  const json = structuredClone(plan.json) as { resource_changes?: { change: object }[] };
  Object.assign(json.resource_changes?.[0]?.change ?? {}, masks);
  return { ...plan, json: json as PlanDocument["json"] };
}

function reviewed(plan: PlanDocument) {
  return reviewedPlan(plan, Redactor.of([plan]));
}

describe("reviewedPlan", () => {
  it("counts changes by action, and leaves out what stays as it is", () => {
    const plan = examplePlan({
      beside: [
        { name: "a", actions: ["no-op"], before: { a: 1 } },
        { name: "b", actions: ["create"], after: { size: 1 } },
        { name: "c", actions: ["delete", "create"] },
      ],
    });
    const { counts, changes, mode, stack, path } = reviewed(plan);
    expect({ counts, mode, stack, path }).toEqual({
      counts: { create: 1, replace: 1, update: 1 },
      mode: "normal",
      stack: "data",
      path: "data.json",
    });
    expect(changes.map(({ address, action }) => [address, action])).toEqual([
      ["aws_instance.b", "create"],
      ["aws_instance.c", "replace"],
      ["aws_instance.main", "update"],
    ]);
  });

  it.each<readonly [string, ExampleChange, readonly object[]]>([
    [
      "values that are allowed",
      { before: { port: 1, engine_version: "16.1" }, after: { port: 2, engine_version: "16.2" } },
      [
        { name: "engine_version", before: "16.1", after: "16.2" },
        { name: "port", before: "1", after: "2" },
      ],
    ],
    [
      "only the name of what may be free text",
      { before: { description: "a", tags: { a: "x" } }, after: { description: "b", tags: { a: "y" } } },
      [{ name: "description" }, { name: "tags" }],
    ],
    [
      "a value that is set",
      { before: { multi_az: null }, after: { multi_az: true } },
      [{ name: "multi_az", before: "(none)", after: "true" }],
    ],
    [
      "an allowed name with a strange value",
      { before: { name: "a" }, after: { name: "<b>" } },
      [{ name: "name", before: "a" }],
    ],
    [
      "a value that is known only after apply",
      { before: { kms_key_id: "a" }, after: {}, unknown: { kms_key_id: true } },
      [{ name: "kms_key_id", before: "a", isUnknown: true }],
    ],
    [
      "attributes of blocks",
      {
        before: { storage: [{ size: 1, content: "a", iops: 3 }] },
        after: { storage: [{ size: 2, content: "b", iops: 3 }] },
      },
      [{ name: "storage.0.content" }, { name: "storage.0.size", before: "1", after: "2" }],
    ],
    [
      "the number of blocks",
      { before: { a_count: [{}] }, after: { a_count: [{}, {}] } },
      [{ name: "a_count", before: "1 block", after: "2 blocks" }],
    ],
    [
      "what forces a replacement, without what is computed",
      {
        actions: ["delete", "create"],
        before: { engine: "mysql", arn: "a" },
        after: { engine: "postgres" },
        unknown: { arn: true },
        replacePaths: [["engine"]],
      },
      [{ name: "engine", before: "mysql", after: "postgres", forcesReplacement: true }],
    ],
    [
      "plain values of what is created",
      { actions: ["create"], after: { port: 1, policy: "p" } },
      [{ name: "port", after: "1" }],
    ],
    [
      "plain values of what is deleted",
      { actions: ["delete"], before: { port: 1, policy: "p" } },
      [{ name: "port", before: "1" }],
    ],
  ])("shows %s", (_, change, expected) => {
    expect(attributesOf(change)).toEqual(expected);
  });

  it("names a secret attribute in a block, without its value", () => {
    const change = {
      before: { master: [{ password: "hunter22", port: 1 }] },
      after: { master: [{ password: "hunter23", port: 1 }] },
    };
    expect(attributesOf(change)).toEqual([
      { name: "master.0.password", before: "(sensitive)", after: "(sensitive)" },
    ]);
  });

  it("never throws on a damaged plan", () => {
    const value = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
    const keys = ["before", "after", "after_unknown", "before_sensitive", "after_sensitive", "replace_paths"];
    const change = fc.dictionary(fc.constantFrom(...keys, "actions"), value);
    const plan = fc.record({
      resource_changes: fc.array(
        fc.oneof(value, fc.record({ address: value, type: value, name: value, change })),
      ),
      resource_drift: fc.array(value),
      output_changes: value,
      configuration: value,
      prior_state: value,
      planned_values: value,
      variables: value,
      action_invocations: value,
      deferred_changes: value,
    });
    fc.assert(
      fc.property(plan, (parts) => {
        const json = { format_version: "1.2", ...parts };
        const document = parsePlan(json as Json, { stack: "data", path: "data.json" });
        expect(reviewed(document).digest).toMatch(/^[0-9a-f]{64}$/);
      }),
    );
  });

  it("shows no masked value, however short, and no copy of a longer one", () => {
    const masks = { before_sensitive: { port: true }, after_sensitive: { port: true, name: true } };
    const change = {
      before: { port: 11, name: "hunter22", db_name: "x-hunter22", password: "p" },
      after: { port: 12, name: "hunter23", db_name: "x-hunter23", password: "q" },
    };
    expect(attributesOf(change, masks)).toEqual([
      { name: "db_name", before: "x-(sensitive)", after: "x-(sensitive)" },
      { name: "name", before: "(sensitive)", after: "(sensitive)" },
      { name: "password", before: "(sensitive)", after: "(sensitive)" },
      { name: "port", before: "(sensitive)", after: "(sensitive)" },
    ]);
    expect(attributesOf({ actions: ["create"], after: { port: 12 } }, { after_sensitive: true })).toEqual([]);
  });

  describe("its digest", () => {
    const change = { before: { port: 1 }, after: { port: 2, password: "hunter22", db_name: "x-hunter22" } };
    const masks = { after_sensitive: { password: true, short: true } };
    const digestOf = (own: ExampleChange, extra: object = {}) => {
      const plan = masked(examplePlan({ type: "aws_db_instance", ...own }), masks);
      return reviewed({ ...plan, json: { ...plan.json, ...extra } }).digest;
    };

    it("is the same for another time, order, and secret", () => {
      const digest = digestOf(change);
      expect(digest).toMatch(/^[0-9a-f]{64}$/);
      expect(digestOf(change, { timestamp: "2027-01-01T00:00:00Z", terraform_version: "1.12.0" })).toBe(
        digest,
      );
      expect(
        digestOf({ after: { db_name: "x-hunter99", password: "hunter99", port: 2 }, before: { port: 1 } }),
      ).toBe(digest);
      const [first, second] = [{ name: "a" }, { name: "b" }];
      expect(digestOf({ ...change, beside: [first, second] })).toBe(
        digestOf({ ...change, beside: [second, first] }),
      );
    });

    it("differs for another value, action, configuration and stack", () => {
      const digest = digestOf(change);
      expect(digestOf({ ...change, after: { ...change.after, port: 3 } })).not.toBe(digest);
      expect(digestOf({ ...change, actions: ["delete", "create"] })).not.toBe(digest);
      expect(digestOf(change, { configuration: { root_module: { resources: [] } } })).not.toBe(digest);
      const plan = masked(examplePlan({ type: "aws_db_instance", ...change }), masks);
      expect(reviewed({ ...plan, stack: "other" }).digest).not.toBe(digest);
    });
  });
});
