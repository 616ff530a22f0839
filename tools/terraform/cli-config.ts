import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A generated Terraform CLI configuration, and the environment that makes Terraform use it. */
export interface CliConfig {
  /** The path of the file. */
  readonly path: string;
  /** The environment to run Terraform with; undefined variables are removed. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes a CLI configuration file into `folder`, so that Terraform does not depend on the user's
 * own (mirrors, credentials, overrides). Without settings it has no installation method: attached
 * providers need none.
 *
 * Settings, in their JSON form:
 * https://developer.hashicorp.com/terraform/cli/config/config-file
 */
export function writeCliConfig(
  folder: string,
  settings: Readonly<Record<string, unknown>> = {},
  inherited: Readonly<Record<string, string | undefined>> = process.env,
): CliConfig {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "terraform.rc");
  writeFileSync(path, JSON.stringify({ disable_checkpoint: true, ...settings }, null, 2));
  return { path, env: unattendedEnvironment(path, inherited) };
}

/**
 * The environment for unattended runs of Terraform and cdktf: no prompts, no colours, no telemetry.
 * Variables of the user that would change a command (`TF_WORKSPACE`, `TF_CLI_ARGS_*` ...) are
 * unset.
 *
 * Variables: https://developer.hashicorp.com/terraform/cli/config/environment-variables
 */
function unattendedEnvironment(
  cliConfigPath: string,
  inherited: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const conflicting = Object.keys(inherited).filter((name) =>
    /^TF_(CLI_ARGS|WORKSPACE$|DATA_DIR$|PLUGIN_CACHE_DIR$|REATTACH_PROVIDERS$|INPUT$|IN_AUTOMATION$)/.test(
      name,
    ),
  );
  return {
    ...Object.fromEntries(conflicting.map((name) => [name, undefined])),
    TF_CLI_CONFIG_FILE: cliConfigPath,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    DISABLE_VERSION_CHECK: "1",
    CI: "1",
    NO_COLOR: "1",
    FORCE_COLOR: "0",
  };
}
