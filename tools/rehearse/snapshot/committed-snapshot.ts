import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../project-folder.ts";
import { decodeSnapshot, type ProviderSnapshot } from "./format.ts";

/** The AWS provider version of the committed snapshot. */
export const SNAPSHOT_VERSION = "5.100.0";

/** The file of the committed snapshot. */
export const SNAPSHOT_FILE = join(
  projectFolder,
  "tools",
  "rehearse",
  "snapshot",
  `aws-${SNAPSHOT_VERSION}.json.br`,
);

let cachedSnapshot: ProviderSnapshot | undefined;

/**
 * Returns the committed snapshot, read once per process in about 20 ms.
 * @throws Error if the file is missing or is not a snapshot.
 */
export function committedSnapshot(): ProviderSnapshot {
  cachedSnapshot ??= decodeSnapshot(readFileSync(SNAPSHOT_FILE));
  return cachedSnapshot;
}
