import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const PREFIX = "drydock-tests-";

/** Linux's file system in memory. https://docs.kernel.org/filesystems/tmpfs.html */
const SHARED_MEMORY = { path: "/dev/shm", type: 0x01_02_19_94, minFreeBytes: 4 * 1024 ** 3 };

/**
 * Global setup: one temporary folder for the whole run, deleted at its end, since each call of
 * cdktf's `Testing` leaves a folder in the system's temporary folder. All vitest projects share it:
 * nested folders would make socket paths too long.
 *
 * It is in memory where it can be: the tests write some hundred thousand small files, which takes a
 * fifth of their time on a disk.
 */
export default function setup(): () => void {
  if (basename(tmpdir()).startsWith(PREFIX)) return () => {};
  const folder = createInMemory() ?? mkdtempSync(join(tmpdir(), PREFIX));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

/** Creates a folder in memory, or none without enough space or where programs cannot run there. */
function createInMemory(): string | undefined {
  if (process.env.TMPDIR !== undefined) return undefined;
  try {
    const { type, bavail, bsize } = statfsSync(SHARED_MEMORY.path);
    if (type !== SHARED_MEMORY.type || bavail * bsize < SHARED_MEMORY.minFreeBytes) return undefined;
    const folder = mkdtempSync(join(SHARED_MEMORY.path, PREFIX));
    if (canRunProgramsIn(folder)) return folder;
    rmSync(folder, { recursive: true });
    return undefined;
  } catch {
    return undefined;
  }
}

/** Containers often mount the file system in memory without the right to run programs. */
function canRunProgramsIn(folder: string): boolean {
  const program = join(folder, "program");
  writeFileSync(program, "#!/bin/sh\nexit 0\n", { mode: 0o755 });
  const { status } = spawnSync(program);
  rmSync(program);
  return status === 0;
}
