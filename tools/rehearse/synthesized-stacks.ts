import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { SetupError } from "../terraform/setup-error.ts";
import { collectUsedBlocks, type UsedBlocks } from "./simulator/used-blocks.ts";

/** One stack of a synthesized folder. */
export interface SynthesizedStack {
  readonly name: string;
  /** Where its `cdk.tf.json` is. */
  readonly folder: string;
  /** The stacks that must be deployed first. */
  readonly dependencies: readonly string[];
  readonly json: TerraformJson;
}

/** What the rehearsal reads of Terraform's JSON syntax. */
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

interface CdktfManifest {
  readonly stacks: Readonly<
    Record<
      string,
      { readonly name: string; readonly workingDirectory: string; readonly dependencies?: readonly string[] }
    >
  >;
}

/**
 * The stacks of a folder that `cdktf synth` wrote, in an order in which they can be deployed.
 *
 * @throws SetupError when the folder is not one.
 */
export function readSynthesizedStacks(folder: string): SynthesizedStack[] {
  const manifestFile = join(folder, "manifest.json");
  if (!existsSync(manifestFile)) {
    throw new SetupError(
      `${folder} has no manifest.json: give a folder that cdktf synth wrote, such as cdktf.out.`,
    );
  }
  const manifest = parseJson<CdktfManifest>(manifestFile);
  const stacks = Object.values(manifest.stacks).map(({ name, workingDirectory, dependencies = [] }) => {
    const stackFolder = join(folder, workingDirectory);
    return { name, folder: stackFolder, dependencies, json: readStackJson(stackFolder) };
  });
  return inDependencyOrder(stacks);
}

function readStackJson(folder: string): TerraformJson {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".tf.json")) : [];
  if (files.length === 0) throw new SetupError(`${folder} has no Terraform JSON: synthesize it again.`);
  const isOverride = (file: string) => /(^|_)override\.tf\.json$/.test(file);
  const inOrder = [...files.filter((file) => !isOverride(file)), ...files.filter(isOverride)];
  return inOrder.map((file) => parseJson<TerraformJson>(join(folder, file))).reduce(mergeJson);
}

/** What two files say of the same things, the second one's word counting where they differ. */
function mergeJson<T>(a: T, b: T): T {
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b] as T;
  if (!isJsonObject(a) || !isJsonObject(b)) return b;
  const merged = Object.entries(b).map(([key, value]) => {
    const known: unknown = Reflect.get(a, key);
    return [key, known === undefined ? value : mergeJson(known, value)] as const;
  });
  return { ...a, ...(Object.fromEntries(merged) as Partial<T>) };
}

function isJsonObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch (error) {
    throw new SetupError(`${file} is not JSON (${String(error)}): synthesize it again.`);
  }
}

function inDependencyOrder(stacks: readonly SynthesizedStack[]): SynthesizedStack[] {
  const done = new Map<string, SynthesizedStack>();
  const visit = (stack: SynthesizedStack, dependents: readonly string[]): void => {
    if (done.has(stack.name)) return;
    if (dependents.includes(stack.name))
      throw new SetupError(`The stacks ${dependents.join(", ")} wait for each other.`);
    for (const b of stacks.filter(({ name }) => stack.dependencies.includes(name))) {
      visit(b, [...dependents, stack.name]);
    }
    done.set(stack.name, stack);
  };
  for (const stack of stacks) visit(stack, []);
  return [...done.values()];
}

/**
 * Every word of the stacks that may be a type: of a resource, a data source, an ephemeral resource, also those that
 * only a check reads or a move names.
 *
 * @returns undefined where only Terraform knows: a module has types of its own.
 */
export function awsTypesIn(stacks: readonly SynthesizedStack[]): ReadonlySet<string> | undefined {
  if (stacks.some(hasModules)) return undefined;
  return new Set(stacks.flatMap(({ json }) => JSON.stringify(json).match(/\baws_\w+/g) ?? []));
}

function hasModules({ json }: SynthesizedStack): boolean {
  return Object.keys(json.module ?? {}).length > 0;
}

/**
 * The nested blocks that the stacks' own resources use, by type; without the types where only Terraform knows. A
 * module's resources may use others: {@link awsTypesIn} tells whether there are any.
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

/** The account that the stacks' providers are held to, when they all say the same one. */
export function allowedAccountIdOf(stacks: readonly SynthesizedStack[]): string | undefined {
  const accounts = new Set(
    stacks.flatMap(({ json }) =>
      [json.provider?.aws ?? []].flat().flatMap((provider) => stringsAt(provider, "allowed_account_ids")),
    ),
  );
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

/** The buckets that the stacks keep their state in, each with its region. */
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

/** Where a backend keeps its state that names no region: the environment's, and in a rehearsal this. */
const DEFAULT_STATE_REGION = "us-east-1";

function stringsAt(value: unknown, key: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  return [Reflect.get(value, key)].flat().filter((item): item is string => typeof item === "string");
}

/** The file that a stack keeps its state in; undefined when it keeps it elsewhere. */
export function localStateFileOf({ folder, json }: SynthesizedStack): string | undefined {
  const { backend = {}, cloud: simulator } = json.terraform ?? {};
  const isLocal = simulator === undefined && Object.keys(backend).every((kind) => kind === "local");
  if (!isLocal) return undefined;
  const { path } = backend.local ?? {};
  return resolve(folder, typeof path === "string" ? path : "terraform.tfstate");
}

/** Where a stack keeps its state; undefined unless that is S3. */
export function s3StateLocationOf(
  stack: SynthesizedStack,
): { readonly bucket: string; readonly key: string } | undefined {
  const s3 = stack.json.terraform?.backend?.s3;
  return typeof s3?.bucket === "string" && typeof s3.key === "string"
    ? { bucket: s3.bucket, key: s3.key }
    : undefined;
}
