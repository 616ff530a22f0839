import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * A snapshot of a folder that does not follow links: for each path its inode, hard link count,
 * owner, mode, size, modification and change times, and content or link target.
 */
export function folderSnapshot(folder: string): Record<string, unknown> {
  return Object.fromEntries(pathsBelow(folder).map((path) => [path, stateOf(join(folder, path))]));
}

/** Every path below a folder, links not followed; the folder itself is `""`. */
export function pathsBelow(folder: string, path = ""): string[] {
  const isFolder = lstatSync(join(folder, path)).isDirectory();
  const names = isFolder ? readdirSync(join(folder, path)).sort() : [];
  return [path, ...names.flatMap((name) => pathsBelow(folder, join(path, name)))];
}

function stateOf(path: string): unknown {
  const { ino, nlink, uid, gid, mode, size, mtimeMs, ctimeMs } = lstatSync(path);
  const info = lstatSync(path);
  const content = info.isSymbolicLink()
    ? readlinkSync(path)
    : info.isFile()
      ? readFileSync(path, "base64")
      : undefined;
  return { ino, nlink, uid, gid, mode, size, mtimeMs, ctimeMs, content };
}
