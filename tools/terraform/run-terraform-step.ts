import { type Progress, runStep } from "../progress.ts";
import { CommandError } from "./run-command.ts";
import { terraformDiagnostics } from "./terraform-diagnostics.ts";

/**
 * Runs and reports a step. If a command of it fails, the error that is made names the step and has
 * Terraform's output; any other error stays as it is.
 */
export async function runTerraformStep<T>(
  progress: Progress,
  name: string,
  work: () => Promise<readonly [T, string]>,
  makeError: (message: string, options: ErrorOptions) => Error,
): Promise<T> {
  try {
    return await runStep(progress, name, work);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw makeError(`${name} failed.\n${terraformDiagnostics(error)}`, { cause: error });
  }
}
