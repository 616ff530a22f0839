import fc from "fast-check";
import type { Platform } from "../../language/platform.ts";
import { SpecError } from "../../language/problem.ts";
import { resolve } from "../../language/resolve.ts";
import { buildApp } from "../../stacks/build.ts";
import { withOwnTokens } from "./own-tokens.ts";
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

/** Options of {@link expectChangesSafe}. */
export interface RandomChangeOptions {
  /** The number of changes whose two forms pass the checks. */
  readonly runs: number;
  /** The time limit in milliseconds, shrinking included. */
  readonly limitMs: number;
  /** The name of the only edit. @default one to three of any */
  readonly kind?: string;
  /** @default a new one, or that of the environment */
  readonly seed?: number;
}

/**
 * Draws random edits of random platforms until enough of them have two forms that pass the checks,
 * and expects these to have no problem. About a third of the draws or more must pass the checks,
 * with some more left to chance where they are few, and few may be refused.
 */
export async function expectChangesSafe(
  { runs, limitMs, kind, seed = testSeed() }: RandomChangeOptions,
  resultOf: (change: RandomChange) => Promise<RandomChangeResult>,
): Promise<void> {
  let rejected = 0;
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (draw) => {
      const spec = randomPlatform(draw);
      const { edited, edits } = randomEdit(draw, spec, kind);
      const before = resolved(spec);
      const after = before === undefined ? undefined : resolved(edited);
      if (before === undefined || after === undefined || edits.length === 0) {
        rejected += 1;
        return fc.pre(false);
      }
      const { problems, refused } = await resultOf({ before, after, edits });
      if (refused.length > 0) refusals += 1;
      if (problems.length > 0) throw new Error(`${edits.join(", ")}:\n${problems.join("\n")}`);
    }),
    // Shrinking ends in time to be reported.
    {
      numRuns: runs,
      maxSkipsPerRun: 10,
      seed,
      interruptAfterTimeLimit: limitMs,
      markInterruptAsFailure: true,
    },
  );
  expect(rejected, `changes that the checks reject (${SEED_VARIABLE}=${seed})`).toBeLessThanOrEqual(
    8 + 2 * runs,
  );
  expect(refusals, `changes that are refused (${SEED_VARIABLE}=${seed})`).toBeLessThanOrEqual(2 + runs / 5);
}

/** The platform of a spec; undefined if the checks reject it. */
function resolved(spec: Parameters<typeof resolve>[0]): Platform | undefined {
  try {
    const platform = resolve(spec, "prod");
    withOwnTokens(() => void buildApp([platform]));
    return platform;
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
}
