import { dirname, resolve } from "node:path";
import { compact } from "../../language/compact.ts";
import { CommandError, runCommand } from "../terraform/run-command.ts";
import { findTerraform } from "../terraform/terraform-binary.ts";
import { initializedFolder, type ShowPlan } from "./input/read-plans.ts";
import { ReviewError } from "./review-error.ts";

/** Credentials that Terraform needs not to show a plan: the provider only gives its schema. */
const WITHOUT_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_WEB_IDENTITY_TOKEN_FILE: undefined,
};

/**
 * Returns a function that shows saved plans with Terraform, in the folder where they were made.
 * The JSON, which has the plan's secrets in clear, stays in this process.
 *
 * @throws ReviewError if Terraform cannot show a plan
 */
export function showWithTerraform(signal?: AbortSignal): ShowPlan {
  let binary: Promise<string> | undefined;
  return async (path) => {
    binary ??= findTerraform().then(({ command }) => command);
    // Awaited at once: a rejection would otherwise be an unhandled one.
    const command = await binary;
    const file = resolve(path);
    const cwd = (await initializedFolder(file)) ?? dirname(file);
    try {
      const result = await runCommand(command, ["show", "-json", "-no-color", file], {
        cwd,
        env: {
          ...WITHOUT_CREDENTIALS,
          TF_CLI_ARGS: undefined,
          TF_CLI_ARGS_show: undefined,
          CHECKPOINT_DISABLE: "1",
        },
        ...compact({ signal }),
      });
      return result.stdout;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      throw new ReviewError(
        `${path}: Terraform cannot show this plan (${firstError(error.result.stderr)}). Fix: run terraform init in its folder first, or give what terraform show -json prints of it.`,
      );
    }
  };
}

function firstError(stderr: string): string {
  const line = stderr.split("\n").find((text) => text.includes("Error:"));
  return line?.replace(/^.*?Error:\s*/, "").trim() ?? "no message";
}
