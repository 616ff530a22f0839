import { existsSync } from "node:fs";
import { isAbsolute, join, normalize } from "node:path";
import { escapeForTerminal } from "../escape-for-terminal.ts";
import { SetupError } from "../terraform/setup-error.ts";
import { isNonArrayObject } from "./merge-terraform-json.ts";
import { readSynthesizedJson } from "./read-json.ts";

/** A stack's entry in `manifest.json`. */
export interface ManifestStack {
  readonly name: string;
  /** The stack's folder, relative to the manifest's. */
  readonly workingDirectory: string;
  /** The file that cdktf reads, relative to the manifest's folder. */
  readonly synthesizedStackPath: string;
  /** The stacks that must be deployed first. */
  readonly dependencies: readonly string[];
}

/** The file in which `cdktf synth` lists its stacks. */
export const MANIFEST_FILE = "manifest.json";

const SYNTHESIZE = "synthesize it again";

/** The longest stack name. Files are named after stacks, and a file name has at most 255 bytes. */
const LONGEST_NAME = 200;

/**
 * Reads the stacks in a manifest written by `cdktf synth`. Fields that can be derived may be
 * missing, as in a manifest written by hand.
 *
 * @param json the manifest
 * @param file its path, for messages
 * @throws SetupError with the first problem: a missing or malformed value, an invalid name, a path
 *   that leaves the folder, a duplicate stack, an unknown stack
 */
export function manifestStacks(json: unknown, file: string): ManifestStack[] {
  const wrong = (text: string) => new SetupError(escapeForTerminal(`${file}: ${text}: ${SYNTHESIZE}.`));
  if (!isNonArrayObject(json) || !isNonArrayObject(Reflect.get(json, "stacks"))) {
    throw wrong(`"stacks" is not an object with the stacks by name`);
  }
  const entries = Object.entries((json as { readonly stacks: object }).stacks);
  if (entries.length === 0) throw wrong(`"stacks" is empty`);
  const stacks = entries.map(([key, entry]) => stackOf(key, entry, wrong));
  rejectDuplicates(stacks, wrong);
  return stacks;
}

/** The message for a folder without a manifest. */
export function noManifest(folder: string): string {
  return escapeForTerminal(
    `${folder} has no manifest.json: pass a folder written by cdktf synth, such as cdktf.out.`,
  );
}

/**
 * Reads the manifest of a folder written by `cdktf synth`.
 *
 * @param shownAs the folder's name in messages
 * @throws SetupError if the folder has no manifest, or a wrong one: see {@link manifestStacks}
 */
export function readManifest(folder: string, shownAs = folder): ManifestStack[] {
  const file = join(folder, MANIFEST_FILE);
  if (!existsSync(file)) throw new SetupError(noManifest(shownAs));
  const shownFile = join(shownAs, MANIFEST_FILE);
  return manifestStacks(readSynthesizedJson(file, shownFile), shownFile);
}

/** The message for a stack of the manifest without files. */
export function noTerraformJson(folder: string): string {
  return escapeForTerminal(`${folder} has no Terraform JSON: synthesize it again.`);
}

type Wrong = (text: string) => SetupError;

function stackOf(key: string, entry: unknown, wrong: Wrong): ManifestStack {
  const at = (name: string) => `stacks.${key}.${name}`;
  if (!isNonArrayObject(entry)) throw wrong(`stacks.${key} is ${shown(entry)}, not an object`);
  const { name, workingDirectory, synthesizedStackPath, stackMetadataPath, dependencies } = entry as Record<
    string,
    unknown
  >;
  if (typeof name !== "string" || !isName(name)) {
    throw wrong(
      `${at("name")} is ${shown(name)}, not a valid stack name (1 to 200 characters, no space, / or \\)`,
    );
  }
  const folder = pathWithin(workingDirectory, at("workingDirectory"), wrong);
  const file = synthesizedStackPath ?? join(folder, "cdk.tf.json");
  if (stackMetadataPath !== undefined) pathWithin(stackMetadataPath, at("stackMetadataPath"), wrong);
  return {
    name,
    workingDirectory: folder,
    synthesizedStackPath: pathWithin(file, at("synthesizedStackPath"), wrong),
    dependencies: namesIn(dependencies, at("dependencies"), wrong),
  };
}

/** cdktf itself rejects spaces: https://developer.hashicorp.com/terraform/cdktf/concepts/stacks */
function isName(name: string): boolean {
  if (name === "." || name === ".." || name.length > LONGEST_NAME) return false;
  return /^[^\s/\\]+$/.test(name) && escapeForTerminal(name) === name;
}

function pathWithin(path: unknown, at: string, wrong: Wrong): string {
  if (typeof path !== "string" || path === "") throw wrong(`${at} is ${shown(path)}, not a path`);
  const plain = normalize(path);
  if (isAbsolute(path) || plain.split(/[\\/]/)[0] === ".." || path.includes("\0")) {
    throw wrong(`${at} is ${shown(path)}, which is outside the folder`);
  }
  return plain;
}

function namesIn(names: unknown, at: string, wrong: Wrong): readonly string[] {
  if (names === undefined) return [];
  if (!Array.isArray(names) || names.some((name) => typeof name !== "string")) {
    throw wrong(`${at} is ${shown(names)}, not a list of stack names`);
  }
  return names as string[];
}

function rejectDuplicates(stacks: readonly ManifestStack[], wrong: Wrong): void {
  const byName = new Map<string, ManifestStack>();
  const byFolder = new Map<string, ManifestStack>();
  for (const stack of stacks) {
    if (byName.has(stack.name)) throw wrong(`two stacks have the name ${stack.name}`);
    byName.set(stack.name, stack);
    const folder = join(stack.workingDirectory, ".");
    const other = byFolder.get(folder);
    if (other !== undefined) throw wrong(`the stacks ${other.name} and ${stack.name} have the same folder`);
    byFolder.set(folder, stack);
  }
  for (const { name, dependencies } of stacks) {
    const missing = dependencies.find((other) => !byName.has(other));
    if (missing !== undefined)
      throw wrong(`the stack ${name} depends on ${shown(missing)}, which does not exist`);
  }
}

/** Formats a value as JSON, truncated if long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
