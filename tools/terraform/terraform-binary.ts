import { CommandError, runCommand } from "./run-command.ts";
import { SetupError } from "./setup-error.ts";
import { satisfiesConstraint } from "./version.ts";

/**
 * The supported Terraform versions: from the first in which `use_lockfile` is no longer
 * experimental.
 */
const TERRAFORM_CONSTRAINT = ">= 1.11.0, < 2.0.0";

/** A supported Terraform. */
export interface TerraformBinary {
  /** The command: a name on PATH or a path. */
  readonly command: string;
  /** `1.11.4`. */
  readonly version: string;
}

const INSTALL_URL = "https://developer.hashicorp.com/terraform/install";

/**
 * Finds Terraform as cdktf does, as `TERRAFORM_BINARY_NAME` or `terraform` on PATH, and checks its
 * version.
 *
 * @throws SetupError if it is missing, too old or too new.
 */
export async function findTerraform(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<TerraformBinary> {
  const command = env.TERRAFORM_BINARY_NAME || "terraform";
  const version = await readTerraformVersion(command, env);
  if (!satisfiesConstraint(version.replace(/-.*/, ""), TERRAFORM_CONSTRAINT)) {
    throw new SetupError(
      `Terraform ${version} (${command}) is not supported: install ${TERRAFORM_CONSTRAINT} (${INSTALL_URL}).`,
    );
  }
  return { command, version };
}

async function readTerraformVersion(
  command: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  try {
    const { stdout } = await runCommand(command, ["version", "-json"], {
      cwd: process.cwd(),
      env: { ...env, CHECKPOINT_DISABLE: "1", TF_CLI_ARGS: undefined, TF_CLI_ARGS_version: undefined },
    });
    const { terraform_version: version } = JSON.parse(stdout) as { terraform_version?: unknown };
    if (typeof version === "string") return version;
  } catch (error) {
    if (!(error instanceof CommandError) && !(error instanceof SyntaxError)) throw error;
  }
  throw new SetupError(
    `Terraform was not found (\`${command} version -json\` does not work): install ${TERRAFORM_CONSTRAINT} ` +
      `(${INSTALL_URL}), or set TERRAFORM_BINARY_NAME to its path.`,
  );
}
