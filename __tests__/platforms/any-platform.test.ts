import fc from "fast-check";
import type { Platform } from "../../language/platform.ts";
import { SpecError } from "../../language/problem.ts";
import { resolve } from "../../language/resolve.ts";
import { buildApp } from "../../stacks/build.ts";
import { expectedConnectivity } from "../../tools/reach/analysis/expected-connectivity.ts";
import { NetworkAnalysis } from "../../tools/reach/analysis/network-analysis.ts";
import { type ProofDifference, prove } from "../../tools/reach/analysis/prove.ts";
import { randomPlatform } from "../support/random-platform.ts";
import { withSynthesized } from "../support/synth.ts";

/** The same platforms in every run; others by PLATFORM_SEED, more by PLATFORM_RUNS. */
const SEED = Number(process.env.PLATFORM_SEED ?? 2);
const RUNS = Number(process.env.PLATFORM_RUNS ?? 40);

/** A platform that the spec's checks take; undefined where they refuse it. Any other error goes through. */
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
 * Across networks rules name blocks, and the internet's is every address: there more may be possible than is declared.
 * The proof says so, by these rules.
 */
function isByBlock({ kind, by }: ProofDifference): boolean {
  return (
    kind === "undeclared" &&
    by.some((rule) => /\.firewall_\w+_(?:from|to)-[\w-]*(?:internet|-\d+)/.test(rule))
  );
}

describe("any platform", () => {
  it("that resolves is synthesized, and what it declares is possible, known, and all within a network", async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const platform = resolved(draw);
        if (platform === undefined) return;
        taken += 1;
        const proof = await withSynthesized([platform], async (folder) =>
          prove(await NetworkAnalysis.read(folder, () => [platform]), expectedConnectivity(platform)),
        );
        expect(proof.differences.filter((difference) => !isByBlock(difference))).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(taken).toBeGreaterThan(RUNS / 2);
  }, 240_000);
});
