import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import type { Platform } from "../../language/platform.ts";
import { DEPLOYED_CONFIGURATION_OUTPUT, OUTPUTS_READ_OUTPUT } from "../../modules/names.ts";
import { buildApp, synthesizeApp } from "../../stacks/build.ts";
import { withOwnTokens } from "./own-tokens.ts";
import { inTestFolder, writeFilesIn } from "./test-folder.ts";

/** Synthesized stacks by name: the text of each `cdk.tf.json`, as cdktf's matchers expect it. */
export type SynthesizedStacks = Readonly<Record<string, string>>;

/** Synthesized folders by the JSON of their platforms: each file's text by its path. */
const synthesized = new Map<string, ReadonlyMap<string, string>>();
const KEPT_FOLDERS = 60;

/**
 * Synthesizes as `cdktf synth` does, with validations. Platforms are plain data, so equal platforms
 * are synthesized once per process. The output goes to a temporary folder, deleted on return.
 */
export function synthesize(...platforms: readonly Platform[]): SynthesizedStacks {
  const stacks: Record<string, string> = {};
  for (const [file, text] of synthesizedFiles(platforms)) {
    const [folder, name, base] = file.split(sep);
    if (folder === "stacks" && base === "cdk.tf.json") stacks[name!] = text;
  }
  return stacks;
}

/**
 * Synthesizes into a temporary folder for tests that read it, and deletes it when the promise
 * settles. The test may change files in it.
 */
export function withSynthesized<T>(
  platforms: readonly Platform[],
  read: (folder: string) => Promise<T>,
): Promise<T> {
  return inTestFolder((folder) => {
    writeFilesIn(folder, Object.fromEntries(synthesizedFiles(platforms)));
    return read(folder);
  });
}

/** Returns the files of a synthesized folder, cached for platforms synthesized before. */
function synthesizedFiles(platforms: readonly Platform[]): ReadonlyMap<string, string> {
  const key = JSON.stringify(platforms);
  const known = synthesized.get(key) ?? synthesizeFiles(platforms);
  // Move it to the end: the least recently used folder is evicted first.
  synthesized.delete(key);
  synthesized.set(key, known);
  const [oldest] = synthesized.keys();
  if (synthesized.size > KEPT_FOLDERS) synthesized.delete(oldest!);
  return known;
}

function synthesizeFiles(platforms: readonly Platform[]): ReadonlyMap<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), "drydock-synth-"));
  try {
    withOwnTokens(() => synthesizeApp(buildApp(platforms, { outdir })));
    const entries = readdirSync(outdir, { recursive: true, withFileTypes: true });
    return new Map(
      entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
        .map((path) => [relative(outdir, path), readFileSync(path, "utf8")]),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** A synthesized stack as data. */
export interface SynthesizedStackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly locals?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly provider: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

/** Parses a synthesized stack. */
export function parseStackJson(stacks: SynthesizedStacks, name: string): SynthesizedStackJson {
  const text = stacks[name];
  if (text === undefined) throw new Error(`no stack ${name}; there are: ${Object.keys(stacks).join(", ")}`);
  return JSON.parse(text) as SynthesizedStackJson;
}

/** Every resource of one type in a stack, without its construct metadata. */
export function resourcesOfType(
  stack: SynthesizedStackJson,
  type: string,
): Readonly<Record<string, unknown>>[] {
  return Object.values(stack.resource?.[type] ?? {}).map(({ "//": _metadata, ...resource }) => resource);
}

/** The outputs that every platform stack has for `drydock deploy`, besides those of its schema. */
const BOOKKEEPING_OUTPUTS: readonly string[] = [DEPLOYED_CONFIGURATION_OUTPUT, OUTPUTS_READ_OUTPUT];

/** The values of a stack's outputs by name, without those for `drydock deploy`. */
export function outputValues(stack: SynthesizedStackJson): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(stack.output ?? {})
      .filter(([name]) => !BOOKKEEPING_OUTPUTS.includes(name))
      .map(([name, { value }]) => [name, value]),
  );
}

/** References to the subnets of a tier, such as `main/private`, in the network stack's state. */
export function subnetReferences(tier: string, zones = ["us-east-1a", "us-east-1b"]): string[] {
  return zones.map((zone) => `\${data.terraform_remote_state.network.outputs.subnet_ids["${tier}/${zone}"]}`);
}
