import { cpSync, lstatSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { CommandError, runCommand } from "../tools/terraform/run-command.ts";
import { SetupError } from "../tools/terraform/setup-error.ts";

/**
 * Copies a checkout as it is now, changed and new files included, but nothing that git ignores: no
 * packages, no output, no caches.
 *
 * @throws SetupError when the folder is no checkout, or there is no git.
 */
export async function copyCheckout(checkout: string, destination: string): Promise<void> {
  for (const file of await filesOf(checkout)) {
    const source = join(checkout, file);
    // Deleted, and not yet committed.
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
    throw new SetupError(`The files of ${checkout} come from git, in a checkout: ${error.message}`);
  }
}
