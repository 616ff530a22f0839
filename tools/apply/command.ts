import { join, resolve } from "node:path";
import { Command } from "commander";
import { compact } from "../../language/compact.ts";
import { required } from "../../language/required.ts";
import { selectPlatforms } from "../../language/selection.ts";
import { platformPrefix } from "../../modules/names.ts";
import { platforms } from "../../platforms/index.ts";
import { AwsHealth } from "../deploy/health/aws-health.ts";
import { formatCount } from "../format-count.ts";
import { historyOf } from "../history/deployment-history.ts";
import { recordDeployment } from "../history/record-deployment.ts";
import { fileDigest } from "../plan/digests.ts";
import { readManifestOfPlans } from "../plan/plan-folder.ts";
import { projectRevision } from "../plan/project-revision.ts";
import { runStep, StreamProgress } from "../progress.ts";
import { ruleSetVersion } from "../review/rule-set.ts";
import { synthesizeProject } from "../synthesize-project.ts";
import { readSynthesizedStacks } from "../synthesized/synthesized-stacks.ts";
import { projectLockFile } from "../terraform/provider-lock.ts";
import { makeTemporaryFolder } from "../terraform/temporary-folder.ts";
import { Terraform } from "../terraform/terraform.ts";
import { findTerraform } from "../terraform/terraform-binary.ts";
import { applyPlans } from "./apply-plans.ts";
import { applyAsJson, formatApply } from "./format-apply.ts";

interface ApplyFlags {
  readonly accept?: string;
  readonly acceptCut?: readonly string[];
  readonly forceUnlock?: string;
  readonly json?: boolean;
}

const HELP_FOOTER = `
It applies exactly the plans that npx drydock review has judged, and refuses them all if one is
stale, not reviewed, or not accepted. What failed or was interrupted goes on when it is run again.

Exit codes: 0 applied, 1 refused or failed, 130 interrupted.`;

/** `drydock apply`: applies exactly the plans that were reviewed. */
export function applyCommand(): Command {
  return new Command("apply")
    .description("apply exactly the plans that were reviewed, in their order")
    .argument("<folder>", "the folder that `drydock plan` wrote")
    .option(
      "--accept <digest>",
      "go on although the review asks: the reviewed digest, or its first 12 digits",
    )
    .option(
      "--accept-cut <name...>",
      "go on although the named flow or service is cut off for a while, or is not healthy",
    )
    .option("--force-unlock <id>", "first remove the lock of a change whose machine stopped")
    .option("--json", "print one result object; progress goes to standard error")
    .addHelpText("after", HELP_FOOTER)
    .action((folder: string, flags: ApplyFlags) => runApply(folder, flags));
}

async function runApply(folder: string, flags: ApplyFlags): Promise<void> {
  const manifest = readManifestOfPlans(folder);
  const { platform: name, environment } = manifest;
  const platform = required(selectPlatforms(platforms, { platform: name, environment }), 0);
  const { command: terraformBinary } = await findTerraform();
  const terraform = new Terraform(terraformBinary, { lockFile: projectLockFile });
  const progress = new StreamProgress(flags.json === true ? process.stderr : process.stdout);
  const temporaryFolder = makeTemporaryFolder("drydock-apply");
  try {
    const output = join(temporaryFolder.path, "cdktf.out");
    const wanted = await runStep(progress, "synthesize", async () => {
      await synthesizeProject(output, { DRYDOCK_PLATFORM: name, DRYDOCK_ENVIRONMENT: environment });
      const stacks = readSynthesizedStacks(output);
      return [stacks, formatCount(stacks.length, "stack")];
    });
    const health = new AwsHealth();
    const revision = await projectRevision();
    const apply = () =>
      applyPlans({
        folder: resolve(folder),
        platform,
        wanted,
        terraform,
        terraformBinary,
        lockEnv: {},
        workFolder: temporaryFolder.path,
        facts: {
          revision,
          lockDigest: fileDigest(projectLockFile) ?? null,
          ruleSet: ruleSetVersion(),
          today: new Date().toISOString().slice(0, 10),
          accepted: flags.accept,
          acceptedCuts: flags.acceptCut ?? [],
          isSet: (variable) => process.env[variable] !== undefined,
        },
        health: { ask: (question) => health.ask(question) },
        platforms,
        progress,
        ...compact({ forceUnlock: flags.forceUnlock }),
      });
    const result = await recordDeployment({
      history: historyOf(platform),
      subject: platformPrefix(platform),
      work: async (onStep) => {
        const applied = await apply();
        for (const step of applied.steps) onStep(step);
        return applied;
      },
      outcomeOf: ({ outcome }) => (outcome === "applied" ? "deployed" : outcome),
      onNotice: (notice) => process.stderr.write(`${notice}\n`),
    });
    process.stdout.write(
      flags.json === true ? applyAsJson(result) : formatApply(result, `npx drydock apply ${folder}`),
    );
    if (result.outcome === "failed") process.exitCode = 1;
  } finally {
    await temporaryFolder.remove();
  }
}
