import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Platform } from "../../../language/platform.ts";
import { SpecError } from "../../../language/problem.ts";
import { resolve } from "../../../language/resolve.ts";
import { buildApp } from "../../../stacks/build.ts";
import { changeInProcess } from "../../support/change-in-process.ts";
import { randomEdit } from "../../support/random-edit.ts";
import { randomPlatform } from "../../support/random-platform.ts";
import { testSeed } from "../../support/seed.ts";

function resolved(spec: Parameters<typeof resolve>[0]): Platform | undefined {
  try {
    const platform = resolve(spec, "prod");
    buildApp([platform], { outdir: "never-written" });
    return platform;
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
}

describe("random changes of random platforms", () => {
  it("delete nothing that is used, lose no connection and open none", async () => {
    const runs = Number(process.env.RUNS ?? 10);
    let proven = 0;
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const spec = randomPlatform(draw);
        const { edited, edits } = randomEdit(draw, spec);
        const [before, after] = [resolved(spec), resolved(edited)];
        if (before === undefined || after === undefined || edits.length === 0) return;
        proven += 1;
        const { problems } = await changeInProcess(before, after);
        if (problems.length > 0) throw new Error(`${edits.join(", ")}:\n${problems.join("\n")}`);
      }),
      { numRuns: runs, seed: testSeed(), endOnFailure: process.env.SHRINK === undefined },
    );
    console.log(proven);
  }, 600_000);
});
