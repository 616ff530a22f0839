import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { makeTemporaryFolder } from "../../tools/terraform/temporary-folder.ts";

const PREFIX = "drydock-tests";

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
export default function setup(): () => Promise<void> {
  if (basename(tmpdir()).startsWith(PREFIX)) return async () => {};
  const parent = process.env.TMPDIR === undefined && isUsable() ? SHARED_MEMORY.path : tmpdir();
  removeStale(parent);
  const folder = makeTemporaryFolder(`${PREFIX}-${process.pid}`, { parent });
  process.env.TMPDIR = folder.path;
  return () => folder.remove();
}

/** Containers often give the file system in memory little space, or no right to run programs. */
function isUsable(): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(SHARED_MEMORY.path);
    if (type !== SHARED_MEMORY.type || bavail * bsize < SHARED_MEMORY.minFreeBytes) return false;
    const program = join(SHARED_MEMORY.path, `${PREFIX}-${process.pid}-program`);
    writeFileSync(program, "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    const { status } = spawnSync(program);
    rmSync(program);
    return status === 0;
  } catch {
    return false;
  }
}

/** Removes the folders of runs that were killed, and so could not. */
function removeStale(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = new RegExp(`^${PREFIX}-(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || !existsSync("/proc") || existsSync(`/proc/${pid}`)) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}
