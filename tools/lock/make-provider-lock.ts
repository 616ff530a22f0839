import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import type { ProviderMirror } from "../terraform/provider-locations.ts";
import { copyProviderLock, PROVIDER_LOCK_FILE, parseProviderLock } from "../terraform/provider-lock.ts";
import { CommandError } from "../terraform/run-command.ts";
import { SetupError } from "../terraform/setup-error.ts";
import type { Terraform } from "../terraform/terraform.ts";

/** The systems that a lock has checksums for by default, by Terraform's names. */
export const LOCK_PLATFORMS: readonly string[] = [
  "linux_amd64",
  "linux_arm64",
  "darwin_amd64",
  "darwin_arm64",
  "windows_amd64",
];

/** The version constraints of providers by source address: `hashicorp/aws`. */
export type RequiredProviders = ReadonlyMap<string, string>;

/** Joins the version constraints of all stacks: a lock has one version of each provider. */
export function requiredProvidersOf(stacks: readonly { readonly json: TerraformJson }[]): RequiredProviders {
  const constraints = new Map<string, Set<string>>();
  for (const { json } of stacks) {
    const providers = (json.terraform?.required_providers ?? {}) as Readonly<Record<string, Requirement>>;
    for (const [name, { source = name, version }] of Object.entries(providers)) {
      const known = constraints.get(source) ?? new Set();
      if (version !== undefined) known.add(version);
      constraints.set(source, known);
    }
  }
  return new Map([...constraints].map(([source, versions]) => [source, [...versions].join(", ")]));
}

interface Requirement {
  readonly source?: string;
  readonly version?: string;
}

/** Options of {@link makeProviderLock}. */
export interface ProviderLockOptions {
  readonly terraform: Terraform;
  /** An empty private folder. */
  readonly folder: string;
  /** The lock file, which is read and replaced. */
  readonly lockFile: string;
  /** The providers of the stacks. */
  readonly required: RequiredProviders;
  /** The systems, by Terraform's names. */
  readonly platforms: readonly string[];
  /** The mirror that has the packages. @default the registry */
  readonly mirror?: ProviderMirror;
  /** Takes the newest allowed version, not the locked one. @default false */
  readonly upgrade?: boolean;
  /** Writes a lock that lacks systems. @default false */
  readonly partial?: boolean;
  /** Called before each system's packages are read. */
  readonly onPlatform?: (platform: string) => void;
}

/** A lock that was made. */
export interface ProviderLockResult {
  /** `registry.terraform.io/hashicorp/aws 5.100.0`, for each provider. */
  readonly versions: readonly string[];
  /** The systems that the lock has checksums for. */
  readonly platforms: readonly string[];
  /** The systems for which the mirror or the registry has no package. */
  readonly missing: readonly string[];
  /** True if the file's text changed. */
  readonly isChanged: boolean;
}

/**
 * Writes a lock file with the checksums of each system, made by `terraform providers lock`.
 *
 * @throws SetupError if systems are missing and `partial` is off, or if no package can be had; then
 *   the file stays as it was
 */
export async function makeProviderLock(options: ProviderLockOptions): Promise<ProviderLockResult> {
  const { folder, lockFile, platforms, onPlatform } = options;
  writeFileSync(join(folder, "main.tf.json"), renderRequired(options.required));
  if (options.upgrade !== true) copyProviderLock(lockFile, folder);
  const missing: string[] = [];
  for (const platform of platforms) {
    onPlatform?.(platform);
    if (!(await lockPlatform(options, platform))) missing.push(platform);
  }
  const had = platforms.filter((platform) => !missing.includes(platform));
  rejectMissing(options, had, missing);
  const text = readFileSync(join(folder, PROVIDER_LOCK_FILE), "utf8");
  const isChanged = text !== readIfExists(lockFile);
  if (isChanged) writeFileSync(lockFile, text);
  const versions = parseProviderLock(text).map(({ address, version }) => `${address} ${version}`);
  return { versions, platforms: had, missing, isChanged };
}

/** Adds one system's checksums; false if it has no package. @throws SetupError */
async function lockPlatform({ terraform, folder, mirror }: ProviderLockOptions, platform: string) {
  const from = mirror === undefined ? [] : [`${mirror.option}=${mirror.location}`];
  try {
    await terraform.providersLock(folder, ...from, `-platform=${platform}`);
    return true;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const reason = oneLine(error.result.stderr || error.result.stdout);
    if (reason.includes(`not available for ${platform}`)) return false;
    throw new SetupError(
      `The checksums for ${platform} cannot be made from ${sourceName(mirror)}: ${reason.slice(0, 400)}\nFix: name a mirror with --mirror, or run it where the registry can be reached.`,
    );
  }
}

/** @throws SetupError if any system is missing that must be there */
function rejectMissing(
  { mirror, partial }: ProviderLockOptions,
  had: readonly string[],
  missing: readonly string[],
): void {
  if (missing.length === 0 || (partial === true && had.length > 0)) return;
  throw new SetupError(
    [
      `${capitalized(sourceName(mirror))} has no package for ${missing.join(", ")}.`,
      "With a lock that lacks a system's checksum, terraform init fails on that system.",
      had.length === 0
        ? "Fix: run it where the registry can be reached."
        : `Fix: run it where the registry can be reached, or pass --partial to lock ${had.join(", ")} alone. Nothing was written.`,
    ].join(" "),
  );
}

function sourceName(mirror: ProviderMirror | undefined): string {
  return mirror === undefined ? "the registry" : `the mirror ${mirror.location}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function renderRequired(required: RequiredProviders): string {
  const providers = [...required].map(([source, version], index) => [
    `provider${index}`,
    { source, ...(version === "" ? {} : { version }) },
  ]);
  return JSON.stringify({ terraform: { required_providers: Object.fromEntries(providers) } });
}

/** Terraform's error without the frame that it draws around it, and without warnings before it. */
function oneLine(text: string): string {
  return (
    stripVTControlCharacters(text)
      .replace(/[│╷╵]/g, "")
      // A blank line separates an error's summary from its details.
      .replace(/^([\s\S]*?Error: .*)\n\s*\n/, "$1: ")
      .replace(/\s+/g, " ")
      .replace(/^.*?Error: /, "")
      .trim()
  );
}

function readIfExists(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
