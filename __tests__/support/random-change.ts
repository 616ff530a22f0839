import fc from "fast-check";
import type { Platform } from "../../language/platform.ts";
import { SpecError } from "../../language/problem.ts";
import { resolve } from "../../language/resolve.ts";
import { buildApp } from "../../stacks/build.ts";
import { randomEdit } from "./random-edit.ts";
import { randomPlatform } from "./random-platform.ts";
import { SEED_VARIABLE, testSeed } from "./seed.ts";

/** An edit of a platform: both forms, and what was edited. */
export interface RandomChange {
  readonly before: Platform;
  readonly after: Platform;
  readonly edits: readonly string[];
}

/** The result of a random change. */
export interface RandomChangeResult {
  /** Everything that went wrong. */
  readonly problems: readonly string[];
  /** Why it was refused before anything was changed; empty if it was made. */
  readonly refused: readonly string[];
}

/**
 * Draws random edits of random platforms, and expects each whose two forms pass the checks to have
 * no problem. A third of the draws or more must pass them, and few may be refused.
 */
export async function expectChangesSafe(
  runs: number,
  limitMs: number,
  resultOf: (change: RandomChange) => Promise<RandomChangeResult>,
): Promise<void> {
  const seed = testSeed();
  let checked = 0;
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (draw) => {
      const spec = randomPlatform(draw);
      const { edited, edits } = randomEdit(draw, spec);
      const before = resolved(spec);
      const after = before === undefined ? undefined : resolved(edited);
      if (before === undefined || after === undefined || edits.length === 0) return;
      checked += 1;
      const { problems, refused } = await resultOf({ before, after, edits });
      if (refused.length > 0) refusals += 1;
      if (problems.length > 0) throw new Error(`${edits.join(", ")}:\n${problems.join("\n")}`);
    }),
    // Shrinking ends in time to be reported.
    { numRuns: runs, seed, interruptAfterTimeLimit: limitMs, markInterruptAsFailure: true },
  );
  expect(checked, `changes that pass the checks (${SEED_VARIABLE}=${seed})`).toBeGreaterThanOrEqual(runs / 3);
  expect(refusals, `changes that are refused (${SEED_VARIABLE}=${seed})`).toBeLessThanOrEqual(checked / 4);
}

/** The platform of a spec; undefined if the checks reject it. */
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
