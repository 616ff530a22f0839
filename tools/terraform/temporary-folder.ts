import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { onExit } from "./cleanup.ts";
import { SetupError } from "./setup-error.ts";

/** A temporary folder that does not outlive the program. */
export interface TemporaryFolder {
  /** Absolute path. */
  readonly path: string;
  /** Removes the folder and its contents now. May be called twice. */
  remove(): Promise<void>;
}

/** Options of {@link makeTemporaryFolder}. */
export interface TemporaryFolderOptions {
  /** The parent folder. @default the system's temporary folder */
  readonly parent?: string;
  /** Space that must be free there, in MiB. @default 0: not checked */
  readonly minFreeMiB?: number;
}

/**
 * Makes a temporary folder that is removed by `remove()`, or at the latest when the program ends,
 * by an error or by Ctrl-C.
 *
 * @throws SetupError if there is too little space; then it makes nothing.
 */
export function makeTemporaryFolder(prefix: string, options: TemporaryFolderOptions = {}): TemporaryFolder {
  const parent = options.parent ?? tmpdir();
  requireFreeSpace(parent, options.minFreeMiB ?? 0);
  mkdirSync(parent, { recursive: true });
  const path = mkdtempSync(join(parent, `${prefix}-`));
  const removeNow = () => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  return { path, remove: onExit({ dispose: removeNow, disposeNow: removeNow }) };
}

/**
 * Checks the free space on the file system of `folder`, which need not exist yet.
 *
 * @throws SetupError unless `minFreeMiB` MiB are available.
 */
export function requireFreeSpace(folder: string, minFreeMiB: number): void {
  const { bavail, bsize } = statfsSync(nearestExisting(folder));
  const freeMiB = Math.floor((bavail * bsize) / (1024 * 1024));
  if (freeMiB < minFreeMiB) {
    throw new SetupError(
      `Too little space in ${folder}: ${freeMiB} MiB are free, ${minFreeMiB} MiB are required. ` +
        "Free some space, or set TMPDIR to a folder with more.",
    );
  }
}

function nearestExisting(folder: string): string {
  const path = resolve(folder);
  return existsSync(path) || path === dirname(path) ? path : nearestExisting(dirname(path));
}
