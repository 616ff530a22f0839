import { isAbsolute, relative } from "node:path";

/** Returns a path as a user would type it: relative if it is below the current folder. */
export function shownPath(path: string): string {
  const below = relative(process.cwd(), path);
  return below === "" || below.startsWith("..") || isAbsolute(below) ? path : below;
}
