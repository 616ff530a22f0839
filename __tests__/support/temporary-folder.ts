import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const PREFIX = "drydock-tests-";

/**
 * Global setup: one temporary folder for the whole run, deleted at its end, since each call of
 * cdktf's `Testing` leaves a folder in the system's temporary folder. All vitest projects share it:
 * nested folders would make socket paths too long.
 */
export default function setup(): () => void {
  if (basename(tmpdir()).startsWith(PREFIX)) return () => {};
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
