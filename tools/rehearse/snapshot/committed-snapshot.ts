import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../project-folder.ts";
import { decodeSnapshot, type ProviderSnapshot } from "./format.ts";

/** The version of the AWS provider that the committed snapshot was taken from. */
export const SNAPSHOT_VERSION = "5.100.0";

/** The committed snapshot's file. */
export const SNAPSHOT_FILE = join(
  projectFolder,
  "tools",
  "rehearse",
  "snapshot",
  `aws-${SNAPSHOT_VERSION}.json.br`,
);

let cachedSnapshot: ProviderSnapshot | undefined;

/**
 * The committed snapshot. Read once for each process, in some 20 ms.
 * @throws Error when the file is missing or is no snapshot.
 */
export function committedSnapshot(): ProviderSnapshot {
  cachedSnapshot ??= decodeSnapshot(readFileSync(SNAPSHOT_FILE));
  return cachedSnapshot;
}
