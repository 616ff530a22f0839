import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "./reach-matchers.ts";
import type { Progress } from "../../tools/progress.ts";
import { expectedConnectivity } from "../../tools/reach/analysis/expected-connectivity.ts";
import { chooseProvider, type ProviderChoice } from "../../tools/rehearse/provider-choice.ts";
import { rehearse } from "../../tools/rehearse/rehearse.ts";
import type { Simulation } from "../../tools/rehearse/simulation.ts";
import { readSynthesizedStacks, s3StateLocationOf } from "../../tools/rehearse/synthesized-stacks.ts";
import { cdktfExecutable } from "../../tools/terraform/cdktf.ts";
import { runCommand } from "../../tools/terraform/run-command.ts";
import { findTerraform } from "../../tools/terraform/terraform-binary.ts";
import { PROJECT_FOLDER } from "./command-line.ts";
import { cybershieldIn } from "./platforms.ts";

const SILENT: Progress = { step() {}, detail() {}, done() {}, failed() {} };

/** Runs plain cdktf in a kept rehearsal, as a user does; the test's own folder gets its output. */
async function plainCdktf(
  kept: Readonly<Record<string, string>>,
  output: string,
  ...args: readonly string[]
): Promise<string> {
  const { stdout } = await runCommand(process.execPath, [cdktfExecutable(), ...args, "--output", output], {
    cwd: PROJECT_FOLDER,
    env: kept,
  });
  return stdout;
}

/** The deployed states, as files of a folder: what Terraform wrote into the state bucket. */
function saveStates({ stateBackend: store }: Simulation, synthesized: string): string {
  const folder = join(synthesized, "states");
  mkdirSync(folder);
  for (const stack of readSynthesizedStacks(synthesized)) {
    const key = s3StateLocationOf(stack)!;
    const version = store.objects.current(key.bucket, key.key)!;
    writeFileSync(join(folder, `${stack.name}.tfstate`), store.objects.read(version));
  }
  return folder;
}

/** The changes of systems other than Terraform to the running service. */
function deployAndScaleFromOutside({ simulator: cloud }: Simulation): void {
  const [service] = cloud.account.resources("aws_ecs_service");
  cloud.account.update("aws_ecs_service", service!.id, {
    desired_count: 7,
    task_definition: "arn:aws:ecs:us-east-1:222222222222:task-definition/cybershield-dev-app:42",
  });
}

/**
 * Keeps a rehearsal of CyberShield dev and works in it as a user does, with plain cdktf, while CI
 * and the autoscaler change what they own.
 */
export async function workInKeptRehearsal(provider: ProviderChoice): Promise<void> {
  const output = mkdtempSync(join(tmpdir(), "kept-out-"));
  const said: Record<string, string> = {};
  try {
    await rehearse({
      projectFolder: PROJECT_FOLDER,
      subject: { platform: cybershieldIn("dev") },
      terraformBinary: (await findTerraform()).command,
      provider: await chooseProvider(provider, () => undefined),
      progress: SILENT,
      keep: async ({ kept = {}, stacks }, simulation) => {
        expect(stacks.every(({ secondPlanEmpty }) => secondPlanEmpty)).toBe(true);
        said.list = await plainCdktf(kept, output, "list");
        said.deploy = await plainCdktf(kept, output, "deploy", "*", "--auto-approve");
        await expect(saveStates(simulation, output)).toAllowExactly(
          expectedConnectivity(cybershieldIn("dev")),
        );
        deployAndScaleFromOutside(simulation);
        said.diff = await plainCdktf(kept, output, "diff", "cybershield-dev-compute");
        const unprotected = { ...kept, DRYDOCK_UNPROTECT: "cybershield-dev" };
        await plainCdktf(unprotected, output, "deploy", "*", "--auto-approve");
        said.destroy = await plainCdktf(unprotected, output, "destroy", "*", "--auto-approve");
        said.left = [...new Set(simulation.simulator.account.resources().map(({ type }) => type))].join(" ");
      },
    });
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
  expect(said.list).toContain("cybershield-dev-network");
  expect(said.list).not.toContain("state-");
  expect(said.deploy).toContain("No changes.");
  expect(said.deploy).not.toMatch(/Plan: /);
  expect(said.diff).toContain("No changes.");
  expect(said.destroy).toContain("Destroy complete!");
  // Only the state bucket remains, which `drydock bootstrap --remove` deletes.
  expect(said.left!.split(" ").every((type) => /^aws_(s3_bucket|kms_)/.test(type))).toBe(true);
}
