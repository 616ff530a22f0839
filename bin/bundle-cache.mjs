import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** The file in a project's cache folder that names the project. */
const OWNER_FILE = "project";

/**
 * Stores a bundle in the first of some folders that is writable.
 *
 * @returns the file's path; or only the text if there is none
 */
export function keepInFirst(folders, options) {
  const { name, text, extension } = options;
  // Named by content hash, so V8's cached code never belongs to another text.
  const file = `${name}-${createHash("sha256").update(text).digest("hex").slice(0, 12)}.${extension}`;
  for (const folder of folders) {
    if (keep({ ...options, folder, file })) return { file: join(folder, file) };
  }
  return { text };
}

/** Returns false if the folder is not writable. Without a project the folder is shared. */
function keep({ projectFolder, folder, name, file, text, index }) {
  try {
    mkdirSync(folder, { recursive: true });
    if (projectFolder !== undefined) write(join(folder, OWNER_FILE), projectFolder);
    const former = readIndex(folder, name)?.file;
    write(join(folder, file), text);
    write(join(folder, `${name}.json`), JSON.stringify({ file, ...index }));
    removeOlder(folder, name, [file, former]);
    if (projectFolder === undefined) removeUnused(folder);
    else sweep(dirname(folder));
    return true;
  } catch (error) {
    if (typeof error.code !== "string") throw error;
    return false;
  }
}

/** Concurrent starts each write their own file, then rename it. */
function write(file, text) {
  const fresh = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(fresh, text);
    renameSync(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
}

/** A bundle's file, its inputs and their stamps; undefined if it has not been made. */
export function readIndex(folder, name) {
  try {
    return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  } catch {
    return undefined;
  }
}

/** Keeps the previous bundle until the next one: another start may be about to read it. */
function removeOlder(folder, name, kept) {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    const isBundle = entry.startsWith(`${name}-`) && !entry.endsWith(".tmp");
    const isOlder = isBundle && !kept.some((file) => file !== undefined && entry.startsWith(file));
    if (isOlder || isAbandoned(path)) rmSync(path, { force: true });
  }
}

/** Removes the partial file of a killed start. */
function isAbandoned(path) {
  const HOUR = 3_600_000;
  if (!path.endsWith(".tmp")) return false;
  const { mtimeMs = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return Date.now() - mtimeMs > HOUR;
}

/** Makes now the time at which a shared bundle was last taken. */
export function noteUse(index) {
  try {
    utimesSync(index, new Date(), new Date());
  } catch {
    // Another user's, who notes it.
  }
}

/** Removes the shared bundles that no project has taken for a month. */
function removeUnused(folder) {
  const MONTH = 30 * 24 * 3_600_000;
  for (const entry of readdirSync(folder)) {
    const name = /^(.*)\.json$/.exec(entry)?.[1];
    if (name === undefined || Date.now() - statSync(join(folder, entry)).mtimeMs < MONTH) continue;
    for (const file of readdirSync(folder)) {
      if (file === entry || file.startsWith(`${name}-`)) rmSync(join(folder, file), { force: true });
    }
  }
}

/** Removes the bundles of projects that were deleted or moved. */
function sweep(cache) {
  for (const entry of readdirSync(cache)) {
    try {
      const owner = readFileSync(join(cache, entry, OWNER_FILE), "utf8");
      if (!existsSync(owner)) rmSync(join(cache, entry), { recursive: true, force: true });
    } catch {
      // Not a project's folder, or another user's.
    }
  }
}
