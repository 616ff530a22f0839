import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { isJsonObject, type Json } from "../reach/terraform/configuration/json.ts";
import { compareByCodeUnit } from "../reach/terraform/expression/sets.ts";

/** Returns the SHA-256 of some bytes, as hexadecimal. */
export function sha256Of(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Returns the SHA-256 of a file; undefined if there is none. */
export function fileDigest(file: string): string | undefined {
  return isFile(file) ? sha256Of(readFileSync(file)) : undefined;
}

/** Returns the SHA-256 of a JSON value, in which the order of keys does not matter. */
export function jsonDigest(value: unknown): string {
  return sha256Of(canonical(JSON.parse(JSON.stringify(value)) as Json));
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

/**
 * Returns the SHA-256 of all files below some folders, by their paths and contents.
 *
 * @param isCounted returns false for the name of a file or folder that is left out
 */
export function folderDigest(folder: string, isCounted: (name: string) => boolean = () => true): string {
  const files = filesIn(folder, isCounted)
    .map((file) => [relative(folder, file).split(sep).join("/"), file] as const)
    .sort(([a], [b]) => compareByCodeUnit(a, b));
  return sha256Of(JSON.stringify(files.map(([path, file]) => [path, fileDigest(file)])));
}

/**
 * Returns the SHA-256 of what `cdktf synth` wrote for a stack: its file, with all assets beside it.
 * Files of Terraform itself do not count.
 */
export function synthesizedDigest(folder: string): string {
  return folderDigest(folder, (name) => !name.startsWith(".terraform"));
}

/** Lists all files below a folder, without those in left-out folders. */
export function filesIn(folder: string, isCounted: (name: string) => boolean): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => isCounted(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path, isCounted) : [path];
    });
}

function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort(compareByCodeUnit);
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join(",")}}`;
}
