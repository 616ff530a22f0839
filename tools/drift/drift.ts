import { join } from "node:path";
import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { platformPrefix } from "../../modules/names.ts";
import { readDeployedStacks } from "../deploy/deployed-stacks.ts";
import { formatCount } from "../format-count.ts";
import { planStacks } from "../plan/plan-stacks.ts";
import type { Progress } from "../progress.ts";
import { worstLevel } from "../review/level.ts";
import { synthesizeProject } from "../synthesize-project.ts";
import { readSynthesizedStacks, type SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { runTerraformStep } from "../terraform/run-terraform-step.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { DriftError } from "./drift-error.ts";
import type { DriftReport } from "./drift-report.ts";
import { findDrift } from "./find-drift.ts";

/** Options of {@link detectDrift}. */
export interface DetectDriftOptions {
  /** The platform in one environment. */
  readonly platform: Platform;
  /** All platforms of this tree, for the review. */
  readonly platforms: readonly PlatformSpec[];
  readonly terraform: Terraform;
  /** A private folder, removed by the caller: plans hold the states' values. */
  readonly workFolder: string;
  readonly progress: Progress;
}

/**
 * Plans what is deployed, as its states record it, against what AWS has, and judges the
 * differences. It only reads, and takes no lock.
 *
 * @throws DriftError with Terraform's output; ChangeError if it is not known what is deployed
 */
export async function detectDrift(options: DetectDriftOptions): Promise<DriftReport> {
  const { platform, workFolder, progress } = options;
  const output = join(workFolder, "cdktf.out");
  const forms = join(workFolder, "forms");
  const wanted = await runDriftStep(progress, "synthesize", async () => {
    await synthesizeProject(output, {
      DRYDOCK_PLATFORM: platform.name,
      DRYDOCK_ENVIRONMENT: platform.environment,
    });
    const stacks = readSynthesizedStacks(output);
    return [stacks, formatCount(stacks.length, "stack")];
  });
  return compareWithAws(wanted, forms, options);
}

/**
 * Plans what is deployed of some stacks against what AWS has, and judges the differences.
 *
 * @param wanted the stacks as synthesized: their states are read
 * @param forms a private folder
 * @throws DriftError, ChangeError
 */
export async function compareWithAws(
  wanted: readonly SynthesizedStack[],
  forms: string,
  { platform, platforms, terraform, progress }: Omit<DetectDriftOptions, "workFolder">,
): Promise<DriftReport> {
  const deployed = await runDriftStep(progress, "read what is deployed", async () => {
    const stacks = await readDeployedStacks(terraform, wanted, forms);
    return [stacks, formatCount(stacks.length, "stack")];
  });
  const { plans, failures } = await runDriftStep(progress, "compare with AWS", async () => {
    const planned = await planStacks(
      deployed.map(({ name, json }) => ({ name, json, after: [] })),
      {
        terraform,
        workFolder: forms,
        wantedFolders: new Map(wanted.map(({ name, folder }) => [name, folder])),
        onPlanned: ({ stack }) => progress.detail(stack),
      },
    );
    return [planned, formatCount(planned.plans.length, "plan")];
  });
  const stacks = findDrift(
    plans.map(({ document }) => document),
    platforms,
  );
  const verdict = worstLevel(stacks.flatMap(({ drift }) => drift.map(({ level }) => level)));
  return { format: "drydock.drift.v1", subject: platformPrefix(platform), verdict, stacks, failures };
}

/** Runs and reports a step. @throws DriftError with Terraform's output, if a command fails */
function runDriftStep<T>(
  progress: Progress,
  name: string,
  work: () => Promise<readonly [T, string]>,
): Promise<T> {
  return runTerraformStep(progress, name, work, (...parts) => new DriftError(...parts));
}
