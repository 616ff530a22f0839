import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../project-folder.ts";
import { type ConfigObject, configBlocksOf, configValuesOf, parseCliConfig } from "./cli-config-parser.ts";
import { SetupError } from "./setup-error.ts";

/**
 * The name of Terraform's dependency lock file: the version of each provider, with the checksums of
 * its packages.
 * https://developer.hashicorp.com/terraform/language/files/dependency-lock
 */
export const PROVIDER_LOCK_FILE = ".terraform.lock.hcl";

/** The path of the project's committed provider lock, which need not exist. */
export const projectLockFile = join(projectFolder, PROVIDER_LOCK_FILE);

/** A provider in a lock file. */
export interface LockedProvider {
  /** `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  /** `5.100.0`. */
  readonly version: string;
  /** The checksums: `h1:` of a package's files, `zh:` of its archive. Neither names a platform. */
  readonly hashes: readonly string[];
}

/**
 * Reads the providers of a lock file; none without the file.
 *
 * @throws SetupError if the file is not a lock file
 */
export function readProviderLock(file: string): readonly LockedProvider[] {
  if (!existsSync(file)) return [];
  try {
    return parseProviderLock(readFileSync(file, "utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SetupError(
      `${file} cannot be read as a lock file. Fix: restore it from Git, or run npx drydock lock --upgrade.`,
    );
  }
}

/** Parses a lock file. @throws SyntaxError */
export function parseProviderLock(text: string): readonly LockedProvider[] {
  return configBlocksOf(parseCliConfig(text), "provider").flatMap((labelled) =>
    Object.keys(labelled).flatMap((address) =>
      configBlocksOf(labelled, address).map((block) => lockedProvider(address, block)),
    ),
  );
}

function lockedProvider(address: string, { version, hashes }: ConfigObject): LockedProvider {
  if (typeof version !== "string") throw new SyntaxError(`${address} has no version.`);
  return { address, version, hashes: configValuesOf(hashes).map(String) };
}

/** Copies a lock file into a folder before `terraform init`; nothing without the file. */
export function copyProviderLock(file: string, folder: string): void {
  if (existsSync(file)) copyFileSync(file, join(folder, PROVIDER_LOCK_FILE));
}
