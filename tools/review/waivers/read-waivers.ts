import { existsSync, readFileSync } from "node:fs";
import { ReviewError } from "../review-error.ts";
import { parseWaivers, WAIVERS_FILE, type Waiver } from "./waiver.ts";

/**
 * Reads the waivers of a team: of the named file, or of the one in the current folder, if it is
 * there.
 *
 * @throws ReviewError if a named file is missing, or a file has no valid waivers
 */
export function readWaivers(path: string | undefined): readonly Waiver[] {
  const file = path ?? WAIVERS_FILE;
  if (!existsSync(file)) {
    if (path === undefined) return [];
    throw new ReviewError(`${path} does not exist. Fix: leave --waivers out, or name the file of waivers.`);
  }
  return parseWaivers(readFileSync(file, "utf8"), file);
}
