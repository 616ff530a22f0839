import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MANIFEST_FILE } from "./manifest.ts";
import type { SynthesizedStack } from "./synthesized-stacks.ts";

/** The name of a stack's file, as cdktf writes it. */
export const STACK_FILE = "cdk.tf.json";

/** Reads the file in a stack's folder. */
export function readStackFile(folder: string): SynthesizedStack["json"] {
  return JSON.parse(readFileSync(join(folder, STACK_FILE), "utf8")) as SynthesizedStack["json"];
}

/** Writes one stack's file into its folder. */
export function writeStackFile(folder: string, json: SynthesizedStack["json"]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, STACK_FILE), `${JSON.stringify(json, null, 2)}\n`);
}

/** Writes stacks as `cdktf synth` does, with their manifest; earlier stacks are replaced. */
export function writeSynthesizedStacks(
  folder: string,
  stacks: readonly Pick<SynthesizedStack, "name" | "dependencies" | "json">[],
): void {
  const entries = stacks.map(({ name, dependencies, json }) => {
    const workingDirectory = join("stacks", name);
    writeStackFile(join(folder, workingDirectory), json);
    const synthesizedStackPath = join(workingDirectory, STACK_FILE);
    return [name, { name, workingDirectory, synthesizedStackPath, dependencies }] as const;
  });
  const manifest = { version: "0.21.0", stacks: Object.fromEntries(entries) };
  writeFileSync(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
}
