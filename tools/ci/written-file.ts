import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file that a command writes into a repository. */
export interface WrittenFile {
  /** The path from the project's folder. */
  readonly path: string;
  readonly text: string;
}

/** Writes files, and returns the paths of those that changed. */
export function writeFiles(folder: string, files: readonly WrittenFile[]): readonly string[] {
  const stale = staleFiles(folder, files);
  for (const { path, text } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return stale;
}

/** The paths of files that are missing, or differ. */
export function staleFiles(folder: string, files: readonly WrittenFile[]): readonly string[] {
  return files.filter(({ path, text }) => readIfThere(join(folder, path)) !== text).map(({ path }) => path);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
