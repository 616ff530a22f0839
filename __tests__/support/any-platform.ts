import fc from "fast-check";
import type { Platform } from "../../language/platform.ts";
import { SpecError } from "../../language/problem.ts";
import { resolve } from "../../language/resolve.ts";
import { buildApp } from "../../stacks/build.ts";
import { expectedConnectivity } from "../../tools/reach/analysis/expected-connectivity.ts";
import { NetworkAnalysis } from "../../tools/reach/analysis/network-analysis.ts";
import { type ProofDifference, prove } from "../../tools/reach/analysis/prove.ts";
import { readInventory } from "../../tools/reach/terraform/read-inventory.ts";
import { CidrRuleConnectivity } from "./cidr-rule-connectivity.ts";
import { withOwnTokens } from "./own-tokens.ts";
import { randomPlatform } from "./random-platform.ts";
import { SEED_VARIABLE, testSeed } from "./seed.ts";
import { withSynthesized } from "./synth.ts";

/**
 * Draws random platforms and proves each one that resolves: it permits exactly the declared flows
 * and the traffic that its CIDR rules admit. More than half must resolve.
 */
export async function expectPlatformsProven(runs: number): Promise<void> {
  const seed = testSeed();
  let proven = 0;
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (draw) => {
      const platform = resolved(draw);
      if (platform === undefined) return;
      proven += 1;
      expect(await differencesOf(platform)).toEqual([]);
    }),
    { numRuns: runs, seed },
  );
  expect(proven, `platforms that resolve (${SEED_VARIABLE}=${seed})`).toBeGreaterThan(runs / 2);
}

/**
 * Returns a platform that passes the checks; undefined for a rejected one. Rethrows other errors.
 */
function resolved(draw: fc.GeneratorValue): Platform | undefined {
  try {
    const platform = resolve(randomPlatform(draw), "prod");
    withOwnTokens(() => void buildApp([platform]));
    return platform;
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
}

/**
 * Lists deviations from the declared flows, without those that the proof attributes to CIDR rules.
 */
async function differencesOf(platform: Platform): Promise<readonly ProofDifference[]> {
  const inventory = await withSynthesized([platform], readInventory);
  const proof = prove(new NetworkAnalysis(inventory, () => [platform]), expectedConnectivity(platform));
  const byCidrRules = new CidrRuleConnectivity(platform, inventory);
  return proof.differences.filter((difference) => !byCidrRules.accountsFor(difference));
}
