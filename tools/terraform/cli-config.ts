import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where Terraform may install providers from. */
export interface CliConfigOptions {
  /** A filesystem mirror for every provider that it holds; others come by Terraform's own rules. */
  readonly mirrorFolder?: string;
  /** A folder of unpacked providers, shared by all work folders. */
  readonly pluginCacheFolder?: string;
}

/** A Terraform CLI configuration of our own, and the environment that makes Terraform use it. */
export interface CliConfig {
  readonly path: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes a CLI configuration file into `folder`, so that neither the user's own one (mirrors, credentials,
 * overrides) nor the lack of one changes what Terraform does. With no options it names no installation method:
 * attached providers need none.
 *
 * Settings: https://developer.hashicorp.com/terraform/cli/config/config-file
 */
export function writeCliConfig(folder: string, options: CliConfigOptions = {}): CliConfig {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "terraform.rc");
  writeFileSync(path, renderCliConfig(options));
  return { path, env: terraformEnvironment(path) };
}

/** The text of the configuration file. */
export function renderCliConfig({ mirrorFolder, pluginCacheFolder }: CliConfigOptions): string {
  const lines = ["disable_checkpoint = true"];
  if (pluginCacheFolder !== undefined) {
    mkdirSync(pluginCacheFolder, { recursive: true });
    lines.push(`plugin_cache_dir = ${quote(pluginCacheFolder)}`);
  }
  if (mirrorFolder !== undefined) {
    lines.push(
      "provider_installation {",
      `  filesystem_mirror { path = ${quote(mirrorFolder)} }`,
      "  direct {}",
      "}",
    );
  }
  return `${lines.join("\n")}\n`;
}

/**
 * The variables with which Terraform and cdktf run without a person: no questions, no colours, no calls home.
 * Those of the user's own that would change a command (`TF_WORKSPACE`, `TF_CLI_ARGS_*` ...) are taken away.
 *
 * Variables: https://developer.hashicorp.com/terraform/cli/config/environment-variables
 */
export function terraformEnvironment(
  cliConfigPath: string,
  inherited: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<string, string | undefined>> {
  const meddling = Object.keys(inherited).filter((name) =>
    /^TF_(CLI_ARGS|WORKSPACE$|DATA_DIR$|PLUGIN_CACHE_DIR$|REATTACH_PROVIDERS$|INPUT$|IN_AUTOMATION$)/.test(
      name,
    ),
  );
  return {
    ...Object.fromEntries(meddling.map((name) => [name, undefined])),
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

/** An HCL string: https://developer.hashicorp.com/terraform/language/expressions/strings */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");
}
