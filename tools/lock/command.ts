import { statSync } from "node:fs";
import { Command } from "commander";
import { compact } from "../../language/compact.ts";
import { formatCount } from "../format-count.ts";
import { runStep, StreamProgress } from "../progress.ts";
import { withSynthesizedProject } from "../synthesize-project.ts";
import { readSynthesizedStacks } from "../synthesized/synthesized-stacks.ts";
import { AWS_PROVIDER_ADDRESS, thisHostSystem } from "../terraform/find-provider.ts";
import { configuredMirror, type ProviderMirror } from "../terraform/provider-locations.ts";
import { PROVIDER_LOCK_FILE, projectLockFile } from "../terraform/provider-lock.ts";
import { SetupError } from "../terraform/setup-error.ts";
import { makeTemporaryFolder } from "../terraform/temporary-folder.ts";
import { Terraform } from "../terraform/terraform.ts";
import { findTerraform } from "../terraform/terraform-binary.ts";
import { LOCK_PLATFORMS, makeProviderLock, requiredProvidersOf } from "./make-provider-lock.ts";

interface LockFlags {
  readonly mirror?: string;
  readonly platform?: readonly string[];
  readonly upgrade?: boolean;
  readonly partial?: boolean;
}

const HELP_FOOTER = `
It reads the packages of every system from the mirror that your Terraform configuration names, else
from the registry: some 150 MB each. Commit the file: each later init installs that version, and
refuses a package with another checksum.

Exit codes: 0 locked, 1 rejected or failed.`;

/** Creates `drydock lock`: locks the provider's version and checksums for all systems. */
export function lockCommand(): Command {
  return new Command("lock")
    .description(`write ${PROVIDER_LOCK_FILE}: one provider version, with checksums for all systems`)
    .option("--mirror <folder or URL>", "a provider mirror (default: your Terraform configuration's)")
    .option("--platform <name...>", `the systems (default: ${LOCK_PLATFORMS.join(" ")})`)
    .option("--upgrade", "take the newest version that the stacks allow, not the locked one")
    .option("--partial", "write the lock although the mirror lacks systems: init fails on those")
    .addHelpText("after", HELP_FOOTER)
    .action((flags: LockFlags) => runLock(flags));
}

async function runLock(flags: LockFlags): Promise<void> {
  const systems = checkedSystems(flags.platform ?? LOCK_PLATFORMS);
  const mirror = flags.mirror === undefined ? ownMirror() : mirrorAt(flags.mirror);
  const { command } = await findTerraform();
  const progress = new StreamProgress(process.stdout);
  const required = await withSynthesizedProject((folder) =>
    requiredProvidersOf(readSynthesizedStacks(folder)),
  );
  const temporaryFolder = makeTemporaryFolder("drydock-lock");
  try {
    const result = await runStep(progress, "lock the providers", async () => {
      const made = await makeProviderLock({
        terraform: new Terraform(command),
        folder: temporaryFolder.path,
        lockFile: projectLockFile,
        required,
        platforms: systems,
        onPlatform: (platform) => progress.detail(platform),
        ...compact({
          mirror,
          upgrade: flags.upgrade,
          partial: flags.partial,
        }),
      });
      return [made, `${made.versions.join(", ")} for ${formatCount(made.platforms.length, "system")}`];
    });
    console.log(
      result.isChanged
        ? `${PROVIDER_LOCK_FILE} was written. Commit it.`
        : `${PROVIDER_LOCK_FILE} is up to date.`,
    );
    if (result.missing.length > 0) console.log(`Missing: ${result.missing.join(", ")}.`);
  } finally {
    await temporaryFolder.remove();
  }
}

function ownMirror(): ProviderMirror | undefined {
  return configuredMirror(AWS_PROVIDER_ADDRESS, thisHostSystem());
}

/** @throws SetupError if it is neither a folder nor an address */
function mirrorAt(location: string): ProviderMirror {
  if (/^https:/.test(location)) return { option: "-net-mirror", location };
  if (statSync(location, { throwIfNoEntry: false })?.isDirectory() === true) {
    return { option: "-fs-mirror", location };
  }
  throw new SetupError(
    `--mirror ${location} is no folder. Fix: give a folder with packages of providers, or an address that begins with https://.`,
  );
}

/** @throws SetupError for a system that Terraform cannot have */
function checkedSystems(names: readonly string[]): readonly string[] {
  const wrong = names.find((name) => !/^[a-z0-9]+_[a-z0-9]+$/.test(name));
  if (wrong === undefined) return names;
  throw new SetupError(`--platform ${wrong} is no system. Fix: write it as OS_ARCHITECTURE: linux_amd64.`);
}
