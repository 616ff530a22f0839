import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { s3StateLocationOf } from "../../tools/synthesized/stack-settings.ts";
import "./reach-matchers.ts";
import type { Progress } from "../../tools/progress.ts";
import { expectedConnectivity } from "../../tools/reach/analysis/expected-connectivity.ts";
import { chooseProvider } from "../../tools/rehearse/provider-choice.ts";
import { rehearse } from "../../tools/rehearse/rehearse.ts";
import type { Simulation } from "../../tools/rehearse/simulation.ts";
import { readSynthesizedStacks } from "../../tools/synthesized/synthesized-stacks.ts";
import { cdktfExecutable } from "../../tools/terraform/cdktf.ts";
import { runCommand } from "../../tools/terraform/run-command.ts";
import { findTerraform } from "../../tools/terraform/terraform-binary.ts";
import { PROJECT_FOLDER } from "./command-line.ts";
import { cybershieldIn } from "./platforms.ts";

/** Reports no progress. */
export const SILENT: Progress = { step() {}, detail() {}, done() {}, failed() {} };

/**
 * Runs plain cdktf against a kept rehearsal, as a user does without a terminal, with its own output
 * folder.
 */
async function plainCdktf(
  kept: Readonly<Record<string, string>>,
  output: string,
  ...args: readonly string[]
): Promise<string> {
  const { stdout } = await runCommand(process.execPath, [cdktfExecutable(), ...args, "--output", output], {
    cwd: PROJECT_FOLDER,
    env: { CI: "1", NO_COLOR: "1", FORCE_COLOR: "0", ...kept },
  });
  return stdout;
}

/** Saves the deployed states from the state bucket as files, and returns their folder. */
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

/** Changes the running service as CI and autoscaling do, outside Terraform. */
function deployAndScaleOutsideTerraform({ simulator: cloud }: Simulation): void {
  const [service] = cloud.account.resources("aws_ecs_service");
  cloud.account.update("aws_ecs_service", service!.id, {
    desired_count: 7,
    task_definition: "arn:aws:ecs:us-east-1:222222222222:task-definition/cybershield-dev-app:42",
  });
}

/**
 * Keeps a rehearsal of CyberShield dev and works in it with plain cdktf, as a user does, while CI
 * and the autoscaler change the values that they own: stacks are listed, neither a deploy nor a
 * diff changes anything, and everything is destroyed once it is no longer protected.
 */
export async function workInKeptRehearsal(): Promise<void> {
  const output = mkdtempSync(join(tmpdir(), "kept-out-"));
  try {
    await rehearse({
      projectFolder: PROJECT_FOLDER,
      subject: { platform: cybershieldIn("dev") },
      terraformBinary: (await findTerraform()).command,
      provider: await chooseProvider("auto", () => undefined),
      progress: SILENT,
      keep: async ({ kept = {}, stacks }, simulation) => {
        expect(stacks.every(({ secondPlanEmpty }) => secondPlanEmpty)).toBe(true);
        const listed = await plainCdktf(kept, output, "list");
        expect(listed).toContain("cybershield-dev-network");
        expect(listed).not.toContain("state-");
        const deploy = await plainCdktf(kept, output, "deploy", "*", "--auto-approve");
        expect(deploy).toContain("No changes.");
        expect(deploy).not.toMatch(/Plan: /);
        await expect(saveStates(simulation, output)).toAllowExactly(
          expectedConnectivity(cybershieldIn("dev")),
        );
        deployAndScaleOutsideTerraform(simulation);
        expect(await plainCdktf(kept, output, "diff", "cybershield-dev-compute")).toContain("No changes.");
        await destroyUnprotected(kept, output, simulation);
      },
    });
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

async function destroyUnprotected(
  kept: Readonly<Record<string, string>>,
  output: string,
  { simulator: { account } }: Simulation,
): Promise<void> {
  const unprotected = { ...kept, DRYDOCK_UNPROTECT: "cybershield-dev" };
  await plainCdktf(unprotected, output, "deploy", "*", "--auto-approve");
  const destroy = await plainCdktf(unprotected, output, "destroy", "*", "--auto-approve");
  expect(destroy).toContain("Destroy complete!");
  // Only the state bucket remains, which `drydock bootstrap --remove` deletes.
  const left = new Set(account.resources().map(({ type }) => type));
  expect([...left].filter((type) => !/^aws_(s3_bucket|kms_)/.test(type))).toEqual([]);
  expect(left.size).toBeGreaterThan(0);
}
