import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { PlatformSpec } from "../../language/platform.ts";
import type { DeployedStack } from "../../tools/deploy/stack-change.ts";
import { PROJECT_FOLDER } from "./command-line.ts";

/** The platform files of an earlier revision, and the stacks that its own code made of them. */
export interface EarlierForms {
  /** Every platform, as its file exports it. */
  readonly specs: readonly PlatformSpec[];
  /** Their stacks, without construct metadata. */
  readonly stacks: readonly DeployedStack[];
}

/** The earlier revisions whose forms are committed, by what changed after them. */
export const EARLIER_REVISIONS = {
  "9044d0b": "before servers had programs, names and environments",
  "17bd641": "before grants of buckets had prefixes",
} as const;

/** An earlier revision's commit, abbreviated. */
export type EarlierRevision = keyof typeof EARLIER_REVISIONS;

function formsPath(commit: EarlierRevision): string {
  return join(PROJECT_FOLDER, "__tests__", "fixtures", "earlier-forms", `${commit}.json.br`);
}

/** Reads a revision's committed forms. */
export function readEarlierForms(commit: EarlierRevision): EarlierForms {
  return JSON.parse(brotliDecompressSync(readFileSync(formsPath(commit))).toString("utf8")) as EarlierForms;
}

/** Writes a revision's forms. The compression window is large, since stacks repeat one another. */
export function writeEarlierForms(commit: EarlierRevision, forms: EarlierForms): void {
  const text = Buffer.from(JSON.stringify(forms));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  };
  writeFileSync(formsPath(commit), brotliCompressSync(text, { params }));
}

/** A form without construct metadata, which names the place of the code. */
export function withoutMetadata<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutMetadata) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutMetadata(item)])) as T;
}
