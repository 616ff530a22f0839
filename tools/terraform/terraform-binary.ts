import { CommandError, run } from "./run.ts";
import { SetupError } from "./setup-error.ts";
import { satisfies } from "./version.ts";

/** The Terraform releases that the project works with: the first with `use_lockfile` out of its trial. */
export const TERRAFORM_CONSTRAINT = ">= 1.11.0, < 2.0.0";

/** A Terraform that can be used. */
export interface TerraformBinary {
  /** What it is called by: a name on PATH or a path. */
  readonly command: string;
  /** `1.11.4`. */
  readonly version: string;
}

const HOW_TO_GET = "https://developer.hashicorp.com/terraform/install";

/**
 * Finds Terraform as cdktf does: `TERRAFORM_BINARY_NAME`, or `terraform` on PATH; and asks for its version.
 * Throws {@link SetupError} when there is none, or one too old or too new.
 */
export async function findTerraform(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<TerraformBinary> {
  const command = env.TERRAFORM_BINARY_NAME || "terraform";
  const version = await askVersion(command, env);
  if (!satisfies(version.replace(/-.*/, ""), TERRAFORM_CONSTRAINT)) {
    throw new SetupError(
      `Terraform ${version} (${command}) cannot be used: ${TERRAFORM_CONSTRAINT} is needed (${HOW_TO_GET}).`,
    );
  }
  return { command, version };
}

async function askVersion(
  command: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  try {
    const { stdout } = await run(command, ["version", "-json"], {
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
      `(${HOW_TO_GET}), or set TERRAFORM_BINARY_NAME to its path.`,
  );
}
