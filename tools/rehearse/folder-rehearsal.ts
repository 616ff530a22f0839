import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { cdktfEnvironment, cdktfVersion } from "../terraform/cdktf.ts";
import { findOpenPaths } from "./open-paths.ts";
import { redirectLocalState } from "./redirect-local-state.ts";
import { Rehearsal } from "./rehearsal.ts";
import type { RehearseOptions } from "./rehearse.ts";
import type { RehearsalResult } from "./result.ts";
import { terraformForSimulation, withSimulation } from "./simulation.ts";
import {
  allowedAccountIdOf,
  awsTypesIn,
  readSynthesizedStacks,
  type SynthesizedStack,
  stateBucketsOf,
  usedBlocksByType,
} from "./synthesized-stacks.ts";

/** What an earlier run left in a folder: providers, plans, states. */
const TERRAFORM_WORK_FILES = /^(\.terraform|\.?terraform\.tfstate.*)$/;

/** The account of files that name none: the one in AWS's own examples. */
const EXAMPLE_ACCOUNT_ID = "123456789012";

/**
 * Rehearses any folder that `cdktf synth` wrote: deploy, plan again, destroy. The buckets of its backends
 * are taken to exist. The folder itself is only read.
 */
export async function rehearseFolder(
  options: RehearseOptions,
  workFolder: string,
  sourceFolder: string,
): Promise<RehearsalResult> {
  const original = readSynthesizedStacks(sourceFolder);
  const output = join(workFolder, "cdktf.out");
  cpSync(sourceFolder, output, {
    recursive: true,
    filter: (file) => !TERRAFORM_WORK_FILES.test(basename(file)),
  });
  const copied = readSynthesizedStacks(output);
  for (const stack of copied) addCdktfMetadata(stack);
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
    blocks: usedBlocksByType(original),
    existingBuckets: stateBucketsOf(original),
  };
  return withSimulation(account, async (simulation) => {
    const cdktf = {
      cwd: workFolder,
      output,
      env: { ...cdktfEnvironment(join(workFolder, "cdktf-home")), ...simulation.env },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    };
    const terraform = terraformForSimulation(simulation, options.terraformBinary, options.signal);
    const rehearsal = new Rehearsal({ simulation, terraform, cdktf, options, subject: sourceFolder });
    await rehearsal.analyzeReachability(findOpenPaths);
    await rehearsal.deploy("*");
    await rehearsal.verifySecondPlanEmpty();
    if (options.keep !== undefined) {
      // Whatever is tried out now may use types that the folder does not.
      simulation.simulator.setTypes(undefined);
      const result = rehearsal.result({ kept: cdktf.env });
      await options.keep(result, simulation);
      return result;
    }
    await rehearsal.destroy("*");
    return rehearsal.result({});
  });
}

/**
 * Says in a stack's copy that cdktf wrote it, where nothing says so: a stack that was written by hand. cdktf reads its
 * version there and crashes without; to Terraform it is a comment. No other byte changes, and no line moves.
 */
function addCdktfMetadata({ folder, json }: SynthesizedStack): void {
  const file = join(folder, "cdk.tf.json");
  if (json["//"] !== undefined || !existsSync(file)) return;
  const comment = JSON.stringify({ metadata: { version: cdktfVersion() } });
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace(/^\s*\{(?!\s*\})/, (start) => `${start}"//":${comment},`),
  );
}
