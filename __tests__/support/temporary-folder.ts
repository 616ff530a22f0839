import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * For vitest's globalSetup: one temporary folder for the whole run, gone at its end. cdktf's Testing leaves
 * a folder behind at each call, wherever the system's temporary folder is.
 */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "drydock-tests-"));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
