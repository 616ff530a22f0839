import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { PlanError } from "./plan-error.ts";

/** Terraform's working files, which hold links to its cache of providers. */
const WORKING_FOLDER = ".terraform";

/** The bits of a mode that let anyone but the owner in. */
const OTHERS = 0o077;

/**
 * Requires that nobody but its owner can reach into a folder of plans, and that all files are in
 * the folder itself: a link's target can change after it was compared with what was reviewed.
 *
 * @throws PlanError with the first path that is not so
 */
export function requirePrivateFolder(folder: string): void {
  const fix = "Plan again: npx drydock plan";
  const { mode } = statSync(folder);
  if ((mode & OTHERS) !== 0) {
    const octal = (mode & 0o777).toString(8).padStart(4, "0");
    throw new PlanError(`${folder} is open to other users: its mode is ${octal}, not 0700. ${fix}`);
  }
  const stranger = entriesIn(folder).find((entry) => !entry.isFile() && !entry.isDirectory());
  if (stranger === undefined) return;
  const kind = stranger.isSymbolicLink() ? "a link" : "not a regular file";
  throw new PlanError(`${join(stranger.parentPath, stranger.name)} is ${kind}. ${fix}`);
}

function entriesIn(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [entry];
    return entry.name === WORKING_FOLDER ? [] : [entry, ...entriesIn(join(folder, entry.name))];
  });
}
