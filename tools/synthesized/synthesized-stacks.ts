import { join } from "node:path";
import { SetupError } from "../terraform/setup-error.ts";
import { configurationFiles, isOverride } from "./configuration-files.ts";
import { MANIFEST_FILE, noTerraformJson, readManifest } from "./manifest.ts";
import { applyOverride, mergeTerraformJson } from "./merge-terraform-json.ts";
import { readSynthesizedJson } from "./read-json.ts";
import { rootBlocks } from "./root-blocks.ts";

/** One stack of a synthesized folder. */
export interface SynthesizedStack {
  readonly name: string;
  /** The folder of its `cdk.tf.json`. */
  readonly folder: string;
  /** The stacks that must be deployed first. */
  readonly dependencies: readonly string[];
  readonly json: TerraformJson;
}

/** The parts of Terraform's JSON syntax that are read from a synthesized stack. */
export interface TerraformJson {
  readonly "//"?: unknown;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly module?: Readonly<Record<string, unknown>>;
  /** Declared moves of resources. */
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  /** Existing objects to adopt. */
  readonly import?: readonly { readonly to: string; readonly id: string }[];
  /** Addresses to forget without deleting the object. */
  readonly removed?: readonly { readonly from: string; readonly lifecycle?: unknown }[];
  readonly output?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly locals?: Readonly<Record<string, unknown>>;
  readonly variable?: Readonly<Record<string, unknown>>;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly terraform?: {
    readonly backend?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly cloud?: unknown;
    readonly required_providers?: unknown;
  };
}

/**
 * Reads the stacks of a folder written by `cdktf synth`, in deployment order.
 *
 * @param shownAs the folder's name in messages
 * @throws SetupError if it is not such a folder
 */
export function readSynthesizedStacks(folder: string, shownAs = folder): SynthesizedStack[] {
  const stacks = readManifest(folder, shownAs).map(({ name, workingDirectory, dependencies }) => {
    const stackFolder = join(folder, workingDirectory);
    return {
      name,
      folder: stackFolder,
      dependencies,
      json: readStackJson(stackFolder, join(shownAs, workingDirectory)),
    };
  });
  return inDependencyOrder(stacks, join(shownAs, MANIFEST_FILE));
}

function readStackJson(folder: string, shownAs: string): TerraformJson {
  const files = configurationFiles(folder).filter((file) => file.endsWith(".tf.json"));
  if (files.length === 0) throw new SetupError(noTerraformJson(shownAs));
  const read = (file: string) =>
    rootBlocks(
      readSynthesizedJson(join(folder, file), join(shownAs, file)),
      join(shownAs, file),
    ) as TerraformJson;
  const plain = files.filter((file) => !isOverride(file)).map(read);
  return files.filter(isOverride).map(read).reduce(applyOverride, plain.reduce(mergeTerraformJson, {}));
}

function inDependencyOrder(stacks: readonly SynthesizedStack[], shownFile: string): SynthesizedStack[] {
  const done = new Map<string, SynthesizedStack>();
  const visit = (stack: SynthesizedStack, dependents: readonly string[]): void => {
    if (done.has(stack.name)) return;
    if (dependents.includes(stack.name))
      throw new SetupError(
        `${shownFile}: the stacks ${dependents.join(", ")} depend on each other: remove a dependency.`,
      );
    for (const b of stacks.filter(({ name }) => stack.dependencies.includes(name))) {
      visit(b, [...dependents, stack.name]);
    }
    done.set(stack.name, stack);
  };
  for (const stack of stacks) visit(stack, []);
  return [...done.values()];
}
