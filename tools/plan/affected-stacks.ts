import { join } from "node:path";
import { synthesizeRevision } from "../synthesize-revision.ts";
import { readSynthesizedStacks, type SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { synthesizedDigest } from "./digests.ts";

/** Options of {@link differingStacks}. */
export interface DifferingStacksOptions {
  /** The revision to compare with. */
  readonly revision: string;
  /** The stacks of this tree. */
  readonly wanted: readonly SynthesizedStack[];
  /** A private folder. */
  readonly workFolder: string;
  /** Selects the platform and environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Called with a sentence before the revision's own packages are installed. */
  readonly onInstall: (sentence: string) => void;
}

/**
 * Names the stacks whose synthesized bytes differ from those of a revision, with those that only
 * one of both has.
 *
 * @throws SetupError if there is no such revision
 */
export async function differingStacks({
  revision,
  wanted,
  workFolder,
  env,
  onInstall,
}: DifferingStacksOptions): Promise<ReadonlySet<string>> {
  const output = join(workFolder, "compared.out");
  await synthesizeRevision({ revision, workFolder: join(workFolder, "compared"), output, env, onInstall });
  const before = digestsOf(readSynthesizedStacks(output));
  const after = digestsOf(wanted);
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return new Set(names.filter((name) => before.get(name) !== after.get(name)));
}

function digestsOf(stacks: readonly SynthesizedStack[]): ReadonlyMap<string, string> {
  return new Map(stacks.map(({ name, folder }) => [name, synthesizedDigest(folder)]));
}
