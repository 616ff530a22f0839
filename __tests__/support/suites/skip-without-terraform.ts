import { type RunnerTask, type RunnerTestFile, TestRunner } from "vitest";
import { SetupError } from "../../../tools/terraform/setup-error.ts";
import { findTerraform } from "../../../tools/terraform/terraform-binary.ts";

/** The answer for all files of this process. */
let missing: Promise<string | undefined> | undefined;

/** Runs the terraform suite; skips its tests on a machine without a suitable Terraform. */
export default class SkipWithoutTerraform extends TestRunner {
  async onCollected(files: RunnerTestFile[]): Promise<void> {
    missing ??= missingTerraform();
    const note = await missing;
    if (note !== undefined) for (const file of files) skip(file, note);
  }
}

/** Returns why Terraform cannot be used; undefined if it can. */
async function missingTerraform(): Promise<string | undefined> {
  try {
    await findTerraform();
    return undefined;
  } catch (error) {
    if (error instanceof SetupError) return error.message;
    throw error;
  }
}

function skip(task: RunnerTask, note: string): void {
  task.mode = "skip";
  if (task.type === "test") task.result = Object.assign({ state: "skip" as const }, { note });
  else for (const each of task.tasks) skip(each, note);
}
