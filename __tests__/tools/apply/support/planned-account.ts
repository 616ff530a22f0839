import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Platform } from "../../../../language/platform.ts";
import { applyPlans } from "../../../../tools/apply/apply-plans.ts";
import type { ApplyResult } from "../../../../tools/apply/planned-run.ts";
import { AwsHealth } from "../../../../tools/deploy/health/aws-health.ts";
import { type PlanManifest, readManifestOfPlans } from "../../../../tools/plan/plan-folder.ts";
import type { StackSelection } from "../../../../tools/plan/plan-options.ts";
import { planPlatform } from "../../../../tools/plan/plan-platform.ts";
import { chooseProvider } from "../../../../tools/rehearse/provider-choice.ts";
import {
  type Simulation,
  terraformForSimulation,
  withSimulation,
} from "../../../../tools/rehearse/simulation.ts";
import type { FaultPlan } from "../../../../tools/rehearse/simulator/faults.ts";
import { folderReviewOptions, passesOf, readStepPlans } from "../../../../tools/review/planned-passes.ts";
import type { Review } from "../../../../tools/review/review.ts";
import { reviewPasses } from "../../../../tools/review/review-plans.ts";
import { recordReview } from "../../../../tools/review/review-record.ts";
import { ruleSetVersion } from "../../../../tools/review/rule-set.ts";
import type { SynthesizedStack } from "../../../../tools/synthesized/synthesized-stacks.ts";
import { findTerraform } from "../../../../tools/terraform/terraform-binary.ts";
import { SILENT } from "../../../support/kept-rehearsal.ts";
import { QUEUE_BUCKETS, QUEUES } from "./queue-stacks.ts";

const TODAY = "2026-11-30";

/** Plans, reviews and applies in a simulated account, which stands for the real one. */
export class PlannedAccount {
  readonly #simulation: Simulation;
  readonly #binary: string;
  readonly folder = join(mkdtempSync(join(tmpdir(), "drydock-plans-")), "plans");

  constructor(simulation: Simulation, binary: string) {
    this.#simulation = simulation;
    this.#binary = binary;
  }

  static async in(simulation: Simulation): Promise<PlannedAccount> {
    return new PlannedAccount(simulation, (await findTerraform()).command);
  }

  async plan(
    platform: Platform,
    wanted: readonly SynthesizedStack[],
    selection: StackSelection = { isNamed: () => true },
  ): Promise<PlanManifest> {
    const { manifest } = await planPlatform({
      platform,
      wanted,
      selection,
      terraform: this.terraform,
      terraformBinary: this.#binary,
      chooseProvider: () => chooseProvider("snapshot", () => {}),
      folder: this.folder,
      workFolder: this.#privateFolder(),
      revision: null,
      lockFile: "/nowhere",
      progress: SILENT,
    });
    return manifest;
  }

  async review(): Promise<{ readonly review: Review; readonly digest: string }> {
    const manifest = readManifestOfPlans(this.folder);
    const plans = await readStepPlans(this.folder, manifest, (path) =>
      this.terraform.showPlan(join(path, ".."), path),
    );
    const review = reviewPasses(passesOf(plans), {
      platforms: [],
      today: TODAY,
      ...folderReviewOptions(plans),
    });
    return { review, digest: recordReview(this.folder, review) };
  }

  apply(platform: Platform, wanted: readonly SynthesizedStack[], accepted?: string): Promise<ApplyResult> {
    const health = new AwsHealth(this.#simulation.env);
    return applyPlans({
      folder: this.folder,
      platform,
      wanted,
      terraform: this.terraform,
      terraformBinary: this.#binary,
      lockEnv: this.#simulation.env,
      workFolder: this.#privateFolder(),
      facts: {
        revision: null,
        lockDigest: null,
        ruleSet: ruleSetVersion(),
        today: TODAY,
        accepted,
        acceptedCuts: [],
        isSet: (variable) => process.env[variable] !== undefined,
      },
      health: { ask: (question) => health.ask(question), intervalMs: 10, limitMs: 1_000 },
      platforms: [],
      progress: SILENT,
    });
  }

  get terraform() {
    return terraformForSimulation(this.#simulation, this.#binary);
  }

  #privateFolder(): string {
    return mkdtempSync(join(tmpdir(), "drydock-work-"));
  }
}

/** Runs `work` with an empty account, in which queues' stacks can be deployed. */
export async function withQueueAccount(
  work: (account: PlannedAccount, simulation: Simulation) => Promise<void>,
  faults: FaultPlan = () => undefined,
): Promise<void> {
  const { command: terraformBinary } = await findTerraform();
  await withSimulation(
    {
      folder: mkdtempSync(join(tmpdir(), "drydock-account-")),
      accountId: QUEUES.account,
      terraformBinary,
      provider: await chooseProvider("snapshot", () => {}),
      types: new Set(["aws_sqs_queue", "aws_ssm_parameter", "aws_cloudwatch_log_group"]),
      existingBuckets: QUEUE_BUCKETS,
      faults,
    },
    (simulation) => work(new PlannedAccount(simulation, terraformBinary), simulation),
  );
}
