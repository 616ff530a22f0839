import fc from "fast-check";
import type { Platform } from "../../language/platform.ts";
import { SpecError } from "../../language/problem.ts";
import { resolve } from "../../language/resolve.ts";
import { buildApp } from "../../stacks/build.ts";
import { expectedConnectivity } from "../../tools/reach/analysis/expected-connectivity.ts";
import { NetworkAnalysis } from "../../tools/reach/analysis/network-analysis.ts";
import { type ProofDifference, prove } from "../../tools/reach/analysis/prove.ts";
import { readInventory } from "../../tools/reach/terraform/read-inventory.ts";
import { OpenedByBlocks } from "./opened-by-blocks.ts";
import { randomPlatform } from "./random-platform.ts";
import { SEED_VARIABLE, testSeed } from "./seed.ts";
import { withSynthesized } from "./synth.ts";

/**
 * Draws platforms and proves each that resolves: it permits the declared flows, and nothing else
 * except by CIDR rules. More than half must resolve.
 */
export async function expectPlatformsProven(runs: number): Promise<void> {
  const seed = testSeed();
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (draw) => {
      const platform = resolved(draw);
      if (platform === undefined) return;
      taken += 1;
      expect(await differencesOf(platform)).toEqual([]);
    }),
    { numRuns: runs, seed },
  );
  expect(taken, `platforms that resolve (${SEED_VARIABLE}=${seed})`).toBeGreaterThan(runs / 2);
}

/**
 * Returns a platform that passes the checks; undefined for a rejected one. Rethrows other errors.
 */
function resolved(draw: fc.GeneratorValue): Platform | undefined {
  try {
    const platform = resolve(randomPlatform(draw), "prod");
    buildApp([platform], { outdir: "never-written" });
    return platform;
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
}

/**
 * Lists deviations from the declared flows, except those that CIDR rules cause, which the proof
 * attributes to these rules.
 */
async function differencesOf(platform: Platform): Promise<readonly ProofDifference[]> {
  const inventory = await withSynthesized([platform], readInventory);
  const proof = prove(new NetworkAnalysis(inventory, () => [platform]), expectedConnectivity(platform));
  const byBlocks = new OpenedByBlocks(platform, inventory);
  return proof.differences.filter((difference) => !byBlocks.accountsFor(difference));
}
