import { cpSync, lstatSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { CommandError, runCommand } from "../tools/terraform/run-command.ts";
import { SetupError } from "../tools/terraform/setup-error.ts";

/**
 * Copies a checkout in its current state, including changed and new files, without anything that
 * git ignores: packages, output, caches.
 *
 * @throws SetupError if the folder is not a checkout, or git is missing
 */
export async function copyCheckout(checkout: string, destination: string): Promise<void> {
  for (const file of await filesOf(checkout)) {
    const source = join(checkout, file);
    // Deleted, but not yet committed.
    if (lstatSync(source, { throwIfNoEntry: false }) === undefined) continue;
    const copy = join(destination, file);
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(source, copy, { verbatimSymlinks: true });
  }
}

async function filesOf(checkout: string): Promise<readonly string[]> {
  const listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  try {
    const { stdout } = await runCommand("git", listing, { cwd: checkout });
    return stdout.split("\0").filter((name) => name !== "");
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new SetupError(`${checkout} is not a git checkout, or git is missing: ${error.message}`);
  }
}
