import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_FOLDER } from "./command-line.ts";

/** A source file of the project. */
export interface ProjectSource {
  /** Its path from the project's folder. */
  readonly file: string;
  /** Its content. */
  readonly text: string;
}

/** Folders without sources of the project. */
const OTHER_FOLDERS = /^(node_modules|cdktf\.out|fixtures|\.(?!ci$).*)$/;

/** Sources by extension, or the continuous integration's shell script; no declaration files. */
const SOURCE = /(?<!\.d)\.([mc]?[jt]s|py|sh)$|^run$/;

let sources: readonly ProjectSource[] | undefined;

/**
 * Reads the sources of the project once, except declaration files, which repeat a JavaScript
 * file's.
 */
export function readProjectSources(): readonly ProjectSource[] {
  sources ??= filesBelow("").map((file) => ({
    file,
    text: readFileSync(join(PROJECT_FOLDER, file), "utf8"),
  }));
  return sources;
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(PROJECT_FOLDER, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return OTHER_FOLDERS.test(entry.name) ? [] : filesBelow(path);
    return entry.isFile() && SOURCE.test(entry.name) ? [path] : [];
  });
}
