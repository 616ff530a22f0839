import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compact } from "../../language/compact.ts";
import { writeCliConfig } from "./cli-config.ts";
import { CommandError, type CommandOptions, runCommand } from "./run-command.ts";
import { SetupError } from "./setup-error.ts";
import { makeTemporaryFolder, requireFreeSpace } from "./temporary-folder.ts";
import { findTerraform } from "./terraform-binary.ts";

/** The provider to install, its source and its destination. */
export interface InstallProviderOptions extends Pick<CommandOptions, "onLine" | "signal"> {
  /** `registry.terraform.io/hashicorp/aws`. */
  readonly provider: string;
  /** A version or a version constraint. */
  readonly version: string;
  /** The destination of the unpacked provider, in the layout of a plugin cache. */
  readonly cacheFolder: string;
  /** The filesystem mirror to install from. @default the registry */
  readonly mirrorFolder?: string;
  /** @default this process's */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The size of the unpacked AWS provider and, while it is being unpacked, its archive. */
const REQUIRED_SPACE_MIB = 1200;

/**
 * Makes Terraform install a provider into a cache folder: it knows the layouts, and verifies
 * signatures and hashes. Throws `CommandError` if that fails, {@link SetupError} if there is no
 * Terraform.
 */
export async function installProvider(options: InstallProviderOptions): Promise<void> {
  const terraform = await findTerraform(options.env);
  const temporaryFolder = makeTemporaryFolder("drydock-provider");
  try {
    mkdirSync(options.cacheFolder, { recursive: true });
    writeFileSync(join(temporaryFolder.path, "main.tf.json"), renderRequiredProvider(options));
    const { env } = writeCliConfig(temporaryFolder.path, installationSettings(options), options.env);
    await runCommand(terraform.command, ["init", "-backend=false", "-no-color"], {
      cwd: temporaryFolder.path,
      env: { ...options.env, ...env },
      ...compact({ onLine: options.onLine, signal: options.signal }),
    });
  } finally {
    await temporaryFolder.remove();
  }
}

/**
 * Downloads a provider from the registry into the project's cache. AWS's has some 700 MB, so only
 * on request.
 *
 * @throws SetupError if the registry is unreachable or space is short.
 */
export async function downloadProvider(options: Omit<InstallProviderOptions, "mirrorFolder">): Promise<void> {
  requireFreeSpace(options.cacheFolder, REQUIRED_SPACE_MIB);
  mkdirSync(options.cacheFolder, { recursive: true });
  try {
    await installProvider(options);
  } catch (error) {
    if (!(error instanceof CommandError) || options.signal?.aborted === true) throw error;
    const reason = error.result.stderr.replace(/[\s│╷╵]+/g, " ").trim();
    throw new SetupError(
      `${options.provider} (${options.version}) cannot be downloaded from its registry: ${reason.slice(0, 400)}`,
    );
  }
}

function renderRequiredProvider({ provider, version }: InstallProviderOptions): string {
  return JSON.stringify({
    terraform: { required_providers: { wanted: { source: provider, version } } },
  });
}

function installationSettings({ cacheFolder, mirrorFolder }: InstallProviderOptions) {
  const method =
    mirrorFolder === undefined ? { direct: [{}] } : { filesystem_mirror: [{ path: mirrorFolder }] };
  return { plugin_cache_dir: cacheFolder, provider_installation: [method] };
}
