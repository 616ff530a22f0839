import { chmod, copyFile, mkdir, realpath, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { requireFreeSpace } from "../terraform/temporary-folder.ts";
import { type CopyItem, type FolderWalkOptions, listCopyItems, unreadable } from "./folder-walk.ts";

const MIB = 1024 * 1024;

/** Options of {@link copyFolder}. */
export interface CopyOptions extends Omit<FolderWalkOptions, "excludedFolder"> {
  /** Space that must remain free on the copy's file system, in MiB. @default 0 */
  readonly minFreeMiB?: number;
}

/**
 * Copies a folder so that no change to the copy affects the original. Every file of the copy is a
 * separate, writable file, and no link leaves the copy. Links within the folder are replaced by
 * their targets. A link to a folder that contains it becomes a link to that folder's copy; a
 * dangling link stays a link. The original is only read.
 *
 * @param from the folder's real path
 * @param to the path of the copy, in a folder that belongs to the rehearsal; must not exist
 * @throws SetupError naming the first path that leaves the folder, or is neither a file nor a
 *   folder
 */
export async function copyFolder(from: string, to: string, options: CopyOptions): Promise<void> {
  const parent = dirname(to);
  const items = await listCopyItems(from, { ...options, excludedFolder: await realpath(parent) });
  const bytes = items.reduce((sum, item) => sum + (item.kind === "file" ? item.bytes : 0), 0);
  requireFreeSpace(parent, (options.minFreeMiB ?? 0) + Math.ceil(bytes / MIB));
  await mkdir(to);
  for (const item of items) await copyItem(item, join(to, item.path), options.shownAs);
}

async function copyItem(item: CopyItem, to: string, shownAs: string): Promise<void> {
  if (item.kind === "folder") return void (await mkdir(to));
  if (item.kind === "link") return symlink(item.target, to);
  try {
    await copyFile(item.source, to);
  } catch (error) {
    throw unreadable(join(shownAs, item.path), error);
  }
  // Read-only files become writable too: the copy belongs to the rehearsal.
  await chmod(to, (item.mode & 0o777) | 0o600);
}
