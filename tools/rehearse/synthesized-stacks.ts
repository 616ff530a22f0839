import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { escapeForTerminal } from "../escape-for-terminal.ts";
import { SetupError } from "../terraform/setup-error.ts";
import { manifestStacks } from "./manifest.ts";
import { applyOverride, mergeTerraformJson } from "./merge-terraform-json.ts";
import { rootBlocks } from "./root-blocks.ts";
import { collectUsedBlocks, type UsedBlocks } from "./simulator/used-blocks.ts";

/** One stack of a synthesized folder. */
export interface SynthesizedStack {
  readonly name: string;
  /** The folder of its `cdk.tf.json`. */
  readonly folder: string;
  /** The stacks that must be deployed first. */
  readonly dependencies: readonly string[];
  readonly json: TerraformJson;
}

/** The parts of Terraform's JSON syntax that the rehearsal reads. */
export interface TerraformJson {
  readonly "//"?: unknown;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly module?: Readonly<Record<string, unknown>>;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly terraform?: {
    readonly backend?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly cloud?: unknown;
  };
}

/**
 * Reads the stacks of a folder written by `cdktf synth`, in deployment order.
 *
 * @param shownAs the folder's name in messages
 * @throws SetupError if it is not such a folder
 */
export function readSynthesizedStacks(folder: string, shownAs = folder): SynthesizedStack[] {
  const manifestFile = join(folder, MANIFEST_FILE);
  if (!existsSync(manifestFile)) throw new SetupError(noManifest(shownAs));
  const shownFile = join(shownAs, MANIFEST_FILE);
  const manifest = manifestStacks(parseJson(manifestFile, shownFile), shownFile);
  const stacks = manifest.map(({ name, workingDirectory, dependencies }) => {
    const stackFolder = join(folder, workingDirectory);
    return {
      name,
      folder: stackFolder,
      dependencies,
      json: readStackJson(stackFolder, join(shownAs, workingDirectory)),
    };
  });
  return inDependencyOrder(stacks, shownFile);
}

/** The file in which `cdktf synth` lists its stacks. */
export const MANIFEST_FILE = "manifest.json";

/** The message for a folder without a manifest. */
export function noManifest(folder: string): string {
  return escapeForTerminal(
    `${folder} has no manifest.json: pass a folder written by cdktf synth, such as cdktf.out.`,
  );
}

function readStackJson(folder: string, shownAs: string): TerraformJson {
  const files = configurationFiles(folder).filter((file) => file.endsWith(".tf.json"));
  if (files.length === 0) {
    throw new SetupError(escapeForTerminal(`${shownAs} has no Terraform JSON: synthesize it again.`));
  }
  const read = (file: string) =>
    rootBlocks(parseJson(join(folder, file), join(shownAs, file)), join(shownAs, file)) as TerraformJson;
  const plain = files.filter((file) => !isOverride(file)).map(read);
  return files.filter(isOverride).map(read).reduce(applyOverride, plain.reduce(mergeTerraformJson, {}));
}

/**
 * Returns the names of a folder's Terraform files, in Terraform's order.
 * https://developer.hashicorp.com/terraform/language/files
 */
export function configurationFiles(folder: string): string[] {
  const names =
    statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
  return names.filter((name) => /^[^.].*\.tf(\.json)?$/.test(name)).sort();
}

/** https://developer.hashicorp.com/terraform/language/files/override */
export function isOverride(file: string): boolean {
  return /(^|_)override\.tf(\.json)?$/.test(file);
}

function parseJson(file: string, shownAs: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  } catch (error) {
    throw new SetupError(
      escapeForTerminal(`${shownAs} is not JSON (${String(error)}): synthesize it again.`),
    );
  }
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

/**
 * Returns every word in the stacks that may be a type of a resource, data source or ephemeral
 * resource, including types that only a check reads or a move names.
 *
 * @returns undefined if only Terraform can know: a module uses types of its own
 */
export function awsTypesIn(stacks: readonly SynthesizedStack[]): ReadonlySet<string> | undefined {
  if (stacks.some(hasModules)) return undefined;
  return new Set(stacks.flatMap(({ json }) => JSON.stringify(json).match(/\baws_\w+/g) ?? []));
}

function hasModules({ json }: SynthesizedStack): boolean {
  return Object.keys(json.module ?? {}).length > 0;
}

/**
 * Returns the nested blocks that the stacks' resources use, by type, without types for which only
 * Terraform can know. Resources in modules may use others: {@link awsTypesIn} returns undefined if
 * there are any.
 */
export function usedBlocksByType(stacks: readonly SynthesizedStack[]): ReadonlyMap<string, UsedBlocks> {
  const bodies = new Map<string, unknown[]>();
  for (const [type, byName] of stacks.flatMap(({ json }) => Object.entries(json.resource ?? {}))) {
    bodies.set(type, [...(bodies.get(type) ?? []), ...Object.values(byName)]);
  }
  return new Map(
    [...bodies].flatMap(([type, resources]) => {
      const used = collectUsedBlocks(resources);
      return used === undefined ? [] : [[type, used] as const];
    }),
  );
}

/** The account ID in the providers' `allowed_account_ids`, if it is the same for all. */
export function allowedAccountIdOf(stacks: readonly SynthesizedStack[]): string | undefined {
  const accounts = new Set(
    stacks.flatMap(({ json }) =>
      [json.provider?.aws ?? []].flat().flatMap((provider) => stringsAt(provider, "allowed_account_ids")),
    ),
  );
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

/** The buckets of the stacks' S3 backends, with their regions. */
export function stateBucketsOf(stacks: readonly SynthesizedStack[]): ReadonlyMap<string, string> {
  return new Map(
    stacks.flatMap(({ json }) => {
      const s3 = json.terraform?.backend?.s3;
      return stringsAt(s3, "bucket").map(
        (bucket) => [bucket, stringsAt(s3, "region")[0] ?? DEFAULT_STATE_REGION] as const,
      );
    }),
  );
}

/** The region of a backend without one: with AWS the environment's, in a rehearsal this. */
const DEFAULT_STATE_REGION = "us-east-1";

function stringsAt(value: unknown, key: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  return [Reflect.get(value, key)].flat().filter((item): item is string => typeof item === "string");
}

/** The path of a stack's local state file; undefined for any other backend. */
export function localStateFileOf({ folder, json }: SynthesizedStack): string | undefined {
  const { backend = {}, cloud } = json.terraform ?? {};
  const isLocal = cloud === undefined && Object.keys(backend).every((kind) => kind === "local");
  if (!isLocal) return undefined;
  const { path } = backend.local ?? {};
  return resolve(folder, typeof path === "string" ? path : "terraform.tfstate");
}

/** The bucket and key of a stack's state; undefined unless the backend is S3. */
export function s3StateLocationOf(
  stack: SynthesizedStack,
): { readonly bucket: string; readonly key: string } | undefined {
  const s3 = stack.json.terraform?.backend?.s3;
  return typeof s3?.bucket === "string" && typeof s3.key === "string"
    ? { bucket: s3.bucket, key: s3.key }
    : undefined;
}
