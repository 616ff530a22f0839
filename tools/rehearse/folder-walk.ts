import type { Stats } from "node:fs";
import { lstat, readdir, readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { SetupError } from "../terraform/setup-error.ts";
import { visible } from "../visible.ts";

/** One item to create in a folder's copy. A folder precedes its contents. */
export type CopyItem = { readonly path: string } & (
  | { readonly kind: "folder" }
  | { readonly kind: "file"; readonly source: string; readonly bytes: number; readonly mode: number }
  | { readonly kind: "link"; readonly target: string }
);

/** Options of {@link itemsToCopy}. */
export interface WalkOptions {
  /** The folder's name in messages. */
  readonly shownAs: string;
  /** Names to leave out, with everything below them. */
  readonly without: RegExp;
  /**
   * The real path of a folder to leave out, such as the one that contains the copy. @default none
   */
  readonly except?: string;
}

/**
 * The limit of files and folders behind links, counted once for each path to them: folders that
 * link to each other have infinitely many.
 */
const MOST_BEHIND_LINKS = 10_000;

/**
 * The limit of links in one path, as in Linux:
 * https://man7.org/linux/man-pages/man7/path_resolution.7.html
 */
const MOST_LINKS = 40;

/**
 * Lists the items of a folder's copy, following links. No file is opened, so a pipe or an endless
 * file cannot block the walk.
 *
 * @param root the folder's real path
 * @throws SetupError naming a path that cannot be copied
 */
export async function itemsToCopy(root: string, options: WalkOptions): Promise<CopyItem[]> {
  const walk = new FolderWalk(root, options);
  await walk.folder(root, "", [{ real: root, path: "" }]);
  return walk.items;
}

/** A folder that contains the current one: its real path, and its path in the copy. */
interface Above {
  readonly real: string;
  readonly path: string;
}

class FolderWalk {
  readonly items: CopyItem[] = [];
  readonly #root: string;
  readonly #options: WalkOptions;
  #behindLinks = 0;

  constructor(root: string, options: WalkOptions) {
    this.#root = root;
    this.#options = options;
  }

  /** @param real the folder's real path; `path` is its path in the copy */
  async folder(real: string, path: string, above: readonly Above[]): Promise<void> {
    const names = await this.#read(path, () => readdir(real));
    for (const name of names.sort()) {
      if (this.#options.without.test(name)) continue;
      await this.#entry(join(real, name), join(path, name), above);
    }
  }

  async #entry(real: string, path: string, above: readonly Above[]): Promise<void> {
    const info = await this.#read(path, () => lstat(real));
    if (!info.isSymbolicLink()) return this.#found(real, path, above, info);
    const target = await this.#targetOf(real, path);
    if (!this.#isWithin(target.path)) throw this.#error(path, leadsOut(target.path, this.#options.shownAs));
    const around = above.find((folder) => folder.real === target.path);
    if (around !== undefined) return this.#link(real, path, around.path);
    if (!target.exists) return this.#link(real, path, relative(this.#root, target.path));
    return this.#found(target.path, path, above, await this.#read(path, () => stat(target.path)));
  }

  async #found(real: string, path: string, above: readonly Above[], info: Stats): Promise<void> {
    if (info.isDirectory()) {
      if (real === this.#options.except) return;
      this.#add(real, { kind: "folder", path });
      return this.folder(real, path, [...above, { real, path }]);
    }
    if (!info.isFile()) throw this.#error(path, `is a ${kindOf(info)}: remove it, or synthesize again`);
    this.#add(real, { kind: "file", path, source: real, bytes: info.size, mode: info.mode });
  }

  /** Adds a link within the copy. @param to a path in the copy */
  #link(real: string, path: string, to: string): void {
    this.#add(real, { kind: "link", path, target: relative(dirname(path), to) || "." });
  }

  #add(real: string, item: CopyItem): void {
    if (real !== join(this.#root, item.path)) this.#behindLinks++;
    if (this.#behindLinks > MOST_BEHIND_LINKS) {
      throw this.#error(
        "",
        `has more than ${MOST_BEHIND_LINKS} files behind links: replace the links with copies`,
      );
    }
    this.items.push(item);
  }

  /** Resolves a link to its final target. */
  async #targetOf(link: string, path: string): Promise<{ readonly path: string; readonly exists: boolean }> {
    try {
      return { path: await realpath(link), exists: true };
    } catch (error) {
      if (!["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) throw this.#unreadable(path, error);
      return { path: await missingTarget(link), exists: false };
    }
  }

  #isWithin(path: string): boolean {
    return path === this.#root || path.startsWith(this.#root.endsWith(sep) ? this.#root : this.#root + sep);
  }

  async #read<T>(path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#unreadable(path, error);
    }
  }

  #unreadable(path: string, error: unknown): SetupError {
    if (codeOf(error) === "ELOOP") return this.#error(path, "is a link to itself: remove it");
    return unreadable(join(this.#options.shownAs, path), error);
  }

  #error(path: string, text: string): SetupError {
    return new SetupError(visible(`${join(this.#options.shownAs, path)} ${text}.`));
  }
}

/** Returns the error for a file or folder that cannot be read. */
export function unreadable(path: string, error: unknown): SetupError {
  return new SetupError(visible(`${path} cannot be read (${codeOf(error) ?? String(error)}).`));
}

function leadsOut(target: string, folder: string): string {
  return `is a link to ${target}, outside ${folder}: a rehearsal reads nothing outside the folder. Replace the link with a copy`;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function kindOf(info: Stats): string {
  if (info.isFIFO()) return "pipe";
  return info.isSocket() ? "socket" : "device";
}

/** Resolves a dangling link to the path of its missing target. */
async function missingTarget(link: string): Promise<string> {
  let path = link;
  for (let links = 0; links < MOST_LINKS; links++) {
    path = join(await realpathOfParts(dirname(path)), basename(path));
    const info = await lstat(path).catch(() => undefined);
    if (info?.isSymbolicLink() !== true) return path;
    path = resolve(dirname(path), await readlink(path));
  }
  return path;
}

/** Resolves the existing part of a path to its real path, and appends the rest unchanged. */
async function realpathOfParts(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  return real ?? join(await realpathOfParts(dirname(path)), basename(path));
}
