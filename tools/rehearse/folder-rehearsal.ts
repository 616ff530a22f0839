import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compact } from "../../language/compact.ts";
import { allowedAccountIdOf, stateBucketsOf } from "../synthesized/stack-settings.ts";
import { cdktfEnvironment } from "../terraform/cdktf.ts";
import { copyForeignFolder } from "./foreign-folder.ts";
import { findOpenPaths } from "./open-paths.ts";
import { redirectLocalState } from "./redirect-local-state.ts";
import { Rehearsal } from "./rehearsal.ts";
import type { RehearseOptions } from "./rehearse-options.ts";
import type { RehearsalResult } from "./result.ts";
import { terraformForSimulation, withSimulation } from "./simulation.ts";
import { SPACE_MIB } from "./space.ts";
import { awsTypesIn, usedBlocksByType } from "./used-types.ts";

/** The account ID for files that name none: the one used in AWS's own examples. */
const EXAMPLE_ACCOUNT_ID = "123456789012";

/**
 * Rehearses any folder written by `cdktf synth`: deploys, plans again, destroys. The buckets of its
 * backends are assumed to exist. The folder itself is only read.
 */
export async function rehearseFolder(
  options: RehearseOptions,
  workFolder: string,
  sourceFolder: string,
): Promise<RehearsalResult> {
  const output = join(workFolder, "cdktf.out");
  const { stacks: original, copied } = await copyForeignFolder(sourceFolder, output, SPACE_MIB);
  redirectLocalState(original, copied, join(workFolder, "local-states"));
  writeFileSync(
    join(workFolder, "cdktf.json"),
    JSON.stringify({ language: "typescript", app: "false", projectId: "rehearsal" }),
  );
  const account = {
    folder: join(workFolder, "aws"),
    terraformBinary: options.terraformBinary,
    provider: options.provider,
    port: options.port,
    accountId: allowedAccountIdOf(original) ?? EXAMPLE_ACCOUNT_ID,
    types: awsTypesIn(original),
    usedBlocks: usedBlocksByType(original),
    existingBuckets: stateBucketsOf(original),
  };
  return withSimulation(account, async (simulation) => {
    const cdktf = {
      cwd: workFolder,
      output,
      env: { ...cdktfEnvironment(join(workFolder, "cdktf-home")), ...simulation.env },
      ...compact({ signal: options.signal }),
    };
    const terraform = terraformForSimulation(simulation, options.terraformBinary, options.signal);
    const rehearsal = new Rehearsal({ simulation, terraform, cdktf, options, subject: sourceFolder });
    await rehearsal.runTogether(rehearsal.analyzeReachability(findOpenPaths));
    await rehearsal.deploy("*");
    await rehearsal.runTogether(rehearsal.verifySecondPlanEmpty());
    if (options.keep !== undefined) {
      // Commands that are tried out while the rehearsal is kept running may use any type.
      simulation.simulator.setTypes(undefined);
      const result = rehearsal.result({ kept: cdktf.env });
      await options.keep(result, simulation);
      return result;
    }
    await rehearsal.destroy("*");
    return rehearsal.result();
  });
}
