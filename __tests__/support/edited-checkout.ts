import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { copyCheckout } from "../../matrix/checkout.ts";
import { PROJECT_FOLDER } from "./command-line.ts";

/** Texts to replace in a file, each of which must be in it. */
export type Edits = readonly (readonly [from: string, to: string])[];

/**
 * Runs `work` in a copy of this project in a Git repository, whose only commit is the project as it
 * is, and whose file `file` is edited afterwards.
 */
export async function withEditedCheckout<T>(
  file: string,
  edits: Edits,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "drydock-checkout-"));
  try {
    await copyCheckout(PROJECT_FOLDER, folder);
    symlinkSync(join(PROJECT_FOLDER, "node_modules"), join(folder, "node_modules"));
    const author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    const git = (...args: string[]) => execa("git", [...author, ...args], { cwd: folder });
    await git("init", "--quiet");
    await git("add", "--all", ":!node_modules");
    await git("commit", "--quiet", "--no-verify", "--message", "As it is");
    edit(join(folder, file), edits);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function edit(path: string, edits: Edits): void {
  let text = readFileSync(path, "utf8");
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`${path} has no ${JSON.stringify(from)}`);
    text = text.replaceAll(from, to);
  }
  writeFileSync(path, text);
}
