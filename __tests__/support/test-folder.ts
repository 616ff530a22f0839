import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/**
 * Makes a temporary folder for each test of a file, or of a `describe`, and removes it afterwards.
 *
 * @returns its path, in a test
 */
export function folderOfEachTest(): { readonly path: string } {
  let path = "";
  beforeEach(() => {
    path = makeTestFolder();
  });
  afterEach(() => removeTestFolder(path));
  return {
    get path() {
      return path;
    },
  };
}

/** Runs `work` with a temporary folder, and removes it afterwards. */
export async function inTestFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = makeTestFolder();
  try {
    return await work(folder);
  } finally {
    removeTestFolder(folder);
  }
}

/** Writes files by their path in a folder; what is no text, and no bytes, as JSON. */
export function writeFilesIn(folder: string, files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    const isWritten = typeof content === "string" || content instanceof Uint8Array;
    writeFileSync(path, isWritten ? content : JSON.stringify(content));
  }
}

function makeTestFolder(): string {
  return mkdtempSync(join(tmpdir(), "drydock-test-"));
}

function removeTestFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
