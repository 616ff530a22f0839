import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const PREFIX = "drydock-tests-";

/**
 * For vitest's globalSetup: one temporary folder for the whole run, gone at its end. cdktf's Testing leaves
 * a folder behind at each call, wherever the system's temporary folder is. Each project of the configuration asks for
 * it; they have one in common, since one in another makes paths that are too long for sockets.
 */
export default function setup(): () => void {
  if (basename(tmpdir()).startsWith(PREFIX)) return () => {};
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
