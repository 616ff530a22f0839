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
    const path = join(folder, file);
    writeFileSync(path, editedText(readFileSync(path, "utf8"), edits));
    return await work(folder);
  });
}

/**
 * Replaces texts in another one.
 *
 * @throws Error if it has not all of them
 */
export function editedText(text: string, edits: Edits): string {
  return edits.reduce((edited, [from, to]) => {
    if (!edited.includes(from)) throw new Error(`there is no ${JSON.stringify(from)}`);
    return edited.replaceAll(from, to);
  }, text);
}
