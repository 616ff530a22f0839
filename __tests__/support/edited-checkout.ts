import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gitIn, withProjectCopy } from "./project-copy.ts";

/** Texts to replace in a file, each of which must be in it. */
export type Edits = readonly (readonly [from: string, to: string])[];

/**
 * Runs `work` in a copy of this project in a Git repository, whose only commit is the project as it
 * is, and whose file `file` is edited afterwards.
 */
export function withEditedCheckout<T>(
  file: string,
  edits: Edits,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  return withProjectCopy(async (folder) => {
    gitIn(folder, "init", "--quiet");
    gitIn(folder, "add", "--all", ":!node_modules");
    gitIn(folder, "commit", "--quiet", "--no-gpg-sign", "--message", "As it is");
    replaceIn(join(folder, file), edits);
    return await work(folder);
  });
}

function replaceIn(path: string, edits: Edits): void {
  let text = readFileSync(path, "utf8");
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`${path} has no ${JSON.stringify(from)}`);
    text = text.replaceAll(from, to);
  }
  writeFileSync(path, text);
}
