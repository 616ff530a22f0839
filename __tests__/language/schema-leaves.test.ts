import type * as z from "zod";
import { platformSchema } from "../../language/platform.ts";
import { describeIssue } from "../../language/schema-problems.ts";
import { leavesOf } from "./support/schema-leaves.ts";

/** Values of every type: no leaf accepts all of them. */
const WRONG: readonly unknown[] = [
  undefined,
  null,
  true,
  -1,
  1.5,
  10 ** 12,
  "",
  "?",
  [],
  [null],
  { "?": null },
];

describe("each leaf of the schema", () => {
  const leaves = leavesOf(platformSchema, "platform");

  it("is found by leavesOf", () => {
    const paths = leaves.map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(250);
    expect(paths).toContain("platform.networks{}.nat.instanceType");
    expect(paths).toContain("platform.workloads{}.scaling.steps.out.minutes");
  });

  it("states the allowed values and the fix for any wrong input", () => {
    const incomplete = leaves.flatMap(({ path, schema }) =>
      WRONG.flatMap((value) => {
        const result = (schema as z.ZodType).safeParse(value, { error: describeIssue });
        const own = result.success ? [] : result.error.issues.filter((issue) => issue.path.length === 0);
        return own
          .filter((issue) => !["unrecognized_keys"].includes(issue.code) && !issue.message.includes("\n"))
          .map((issue) => `${path}: ${JSON.stringify(value)}: ${issue.message}`);
      }),
    );
    expect(incomplete).toEqual([]);
  });

  it("rejects at least one of the wrong inputs", () => {
    const free = leaves.filter(({ schema }) =>
      WRONG.every((value) => (schema as z.ZodType).safeParse(value).success),
    );
    expect(free.map(({ path }) => path)).toEqual([]);
  });
});
