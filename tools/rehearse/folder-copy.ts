import { chmod, copyFile, mkdir, realpath, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { requireFreeSpace } from "../terraform/temporary-folder.ts";
import { type CopyItem, itemsToCopy, unreadable, type WalkOptions } from "./folder-walk.ts";

const MIB = 1024 * 1024;

/** How a folder is copied. */
export interface CopyOptions extends Omit<WalkOptions, "except"> {
  /** Space that must be left where the copy is, in MiB. @default 0 */
  readonly minFreeMiB?: number;
}

/**
 * Copies a folder so that nothing that is done to the copy reaches the folder: every file is one of the copy's own, which
 * can be written, and no link leads out of it. Links within the folder become what they lead to; a link to a folder that
 * it lies in itself stays one, to that folder's copy, and so does one that leads to nothing. The folder is only read.
 *
 * @param from the folder's real path
 * @param to where the copy is made, in a folder of the rehearsal's own; must not be there
 * @throws SetupError that names the first path that leads out of the folder, or is neither file nor folder
 */
export async function copyFolder(from: string, to: string, options: CopyOptions): Promise<void> {
  const around = dirname(to);
  const items = await itemsToCopy(from, { ...options, except: await realpath(around) });
  const bytes = items.reduce((sum, item) => sum + (item.kind === "file" ? item.bytes : 0), 0);
  requireFreeSpace(around, (options.minFreeMiB ?? 0) + Math.ceil(bytes / MIB));
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
  // What may be read only is written all the same: it is the rehearsal's own.
  await chmod(to, (item.mode & 0o777) | 0o600);
}
