import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Platform } from "../../language/platform.ts";
import { buildApp, synthesizeApp } from "../../stacks/build.ts";

/** Synthesized stacks by name; each is the text of its `cdk.tf.json`, as cdktf's matchers want it. */
export type SynthesizedStacks = Readonly<Record<string, string>>;

/**
 * Synthesizes as `cdktf synth` does, with validations. What is written goes to a temporary folder that is gone when
 * this returns.
 */
export function synthesize(...platforms: readonly Platform[]): SynthesizedStacks {
  const outdir = mkdtempSync(join(tmpdir(), "drydock-synth-"));
  try {
    synthesizeApp(buildApp(platforms, { outdir }));
    const stacks = join(outdir, "stacks");
    return Object.fromEntries(
      readdirSync(stacks).map((name) => [name, readFileSync(join(stacks, name, "cdk.tf.json"), "utf8")]),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The same, for what reads the folder itself: it is there until the promise settles. */
export async function withSynthesized<T>(
  platforms: readonly Platform[],
  read: (folder: string) => Promise<T>,
): Promise<T> {
  const outdir = mkdtempSync(join(tmpdir(), "drydock-synth-"));
  try {
    synthesizeApp(buildApp(platforms, { outdir }));
    return await read(outdir);
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

/** One stack of a synthesis, parsed. */
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
