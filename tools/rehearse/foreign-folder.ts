import { existsSync } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { escapeForTerminal } from "../escape-for-terminal.ts";
import { MANIFEST_FILE, noManifest } from "../synthesized/manifest.ts";
import { readSynthesizedStacks, type SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { SetupError } from "../terraform/setup-error.ts";
import { completeForCdktf } from "./complete-for-cdktf.ts";
import { copyFolder } from "./folder-copy.ts";
import { rejectForeignModules, rejectLeftOverride } from "./foreign-folder-checks.ts";

/** Files left in a folder by an earlier run: providers, plans, states. */
const LEFT_BEHIND = /^(\.terraform|\.?terraform\.tfstate.*)$/;

/** A folder from outside this project, and its copy. */
export interface ForeignFolder {
  /** The stacks in the original folder. */
  readonly stacks: readonly SynthesizedStack[];
  /** The same stacks in the copy. */
  readonly copied: readonly SynthesizedStack[];
}

/**
 * Copies a folder written by `cdktf synth` or by hand, and reads the copy. The original is only
 * read. Its path may be a link.
 *
 * @param from its absolute path
 * @param output the path of the copy; must not exist
 * @param minFreeMiB space that must remain free on the copy's file system
 * @throws SetupError, with a one-line message, for a missing folder, a path that leaves the folder,
 *   and malformed files
 */
export async function copyForeignFolder(
  from: string,
  output: string,
  minFreeMiB: number,
): Promise<ForeignFolder> {
  const root = await realPathOf(from);
  if (!existsSync(join(root, MANIFEST_FILE))) throw new SetupError(noManifest(from));
  await copyFolder(root, output, { shownAs: from, excludedNames: LEFT_BEHIND, minFreeMiB });
  const copied = readSynthesizedStacks(output, from);
  const stacks = copied.map((stack) => ({ ...stack, folder: join(root, relative(output, stack.folder)) }));
  rejectLeftOverride(copied, output, from);
  rejectForeignModules(stacks, root, from);
  completeForCdktf(output, from);
  return { stacks, copied };
}

async function realPathOf(folder: string): Promise<string> {
  const folderError = (text: string) =>
    new SetupError(
      escapeForTerminal(`${folder} ${text}: pass a folder written by cdktf synth, such as cdktf.out.`),
    );
  try {
    const root = await realpath(folder);
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw folderError(code === "ENOENT" ? "does not exist" : `cannot be read (${code})`);
  }
  throw folderError("is not a folder");
}
