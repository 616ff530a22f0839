import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../terraform/setup-error.ts";
import { type UsedBlocks, usedBlocks } from "./cloud/used-blocks.ts";

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
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly ephemeral?: Readonly<Record<string, unknown>>;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly terraform?: { readonly backend?: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
}

interface Manifest {
  readonly stacks: Readonly<
    Record<
      string,
      { readonly name: string; readonly workingDirectory: string; readonly dependencies: readonly string[] }
    >
  >;
}

/**
 * The stacks of a folder that `cdktf synth` wrote, in an order in which they can be deployed.
 *
 * @throws SetupError when the folder is not one.
 */
export function readSynthesized(folder: string): SynthesizedStack[] {
  const manifestFile = join(folder, "manifest.json");
  if (!existsSync(manifestFile)) {
    throw new SetupError(
      `${folder} has no manifest.json: give a folder that cdktf synth wrote, such as cdktf.out.`,
    );
  }
  const manifest = parseJson<Manifest>(manifestFile);
  const stacks = Object.values(manifest.stacks).map(({ name, workingDirectory, dependencies }) => {
    const stackFolder = join(folder, workingDirectory);
    return { name, folder: stackFolder, dependencies, json: readStackJson(stackFolder) };
  });
  return inOrder(stacks);
}

function readStackJson(folder: string): TerraformJson {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".tf.json")) : [];
  if (files.length === 0) throw new SetupError(`${folder} has no Terraform JSON: synthesize it again.`);
  const parts = files.map((file) => parseJson<TerraformJson>(join(folder, file)));
  return Object.assign({}, ...parts) as TerraformJson;
}

function parseJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch (error) {
    throw new SetupError(`${file} is not JSON (${String(error)}): synthesize it again.`);
  }
}

function inOrder(stacks: readonly SynthesizedStack[]): SynthesizedStack[] {
  const done = new Map<string, SynthesizedStack>();
  const visit = (stack: SynthesizedStack, above: readonly string[]): void => {
    if (done.has(stack.name)) return;
    if (above.includes(stack.name))
      throw new SetupError(`The stacks ${above.join(", ")} wait for each other.`);
    for (const other of stacks.filter(({ name }) => stack.dependencies.includes(name))) {
      visit(other, [...above, stack.name]);
    }
    done.set(stack.name, stack);
  };
  for (const stack of stacks) visit(stack, []);
  return [...done.values()];
}

/** Every type of resource, data source and ephemeral resource that the stacks name. */
export function typesOf(stacks: readonly SynthesizedStack[]): ReadonlySet<string> {
  return new Set(
    stacks.flatMap(({ json }) => [
      ...Object.keys(json.resource ?? {}),
      ...Object.keys(json.data ?? {}),
      ...Object.keys(json.ephemeral ?? {}),
    ]),
  );
}

/** The nested blocks that the stacks' resources use, by type; without the types where only Terraform knows. */
export function blocksOf(stacks: readonly SynthesizedStack[]): ReadonlyMap<string, UsedBlocks> {
  const bodies = new Map<string, unknown[]>();
  for (const [type, byName] of stacks.flatMap(({ json }) => Object.entries(json.resource ?? {}))) {
    bodies.set(type, [...(bodies.get(type) ?? []), ...Object.values(byName)]);
  }
  return new Map(
    [...bodies].flatMap(([type, resources]) => {
      const used = usedBlocks(resources);
      return used === undefined ? [] : [[type, used] as const];
    }),
  );
}

/** The account that the stacks' providers are held to, when they all say the same one. */
export function accountOf(stacks: readonly SynthesizedStack[]): string | undefined {
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
        (bucket) => [bucket, stringsAt(s3, "region")[0] ?? DEFAULT_REGION] as const,
      );
    }),
  );
}

/** Where a backend keeps its state that names no region: the environment's, and in a rehearsal this. */
const DEFAULT_REGION = "us-east-1";

function stringsAt(value: unknown, key: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  return [Reflect.get(value, key)].flat().filter((item): item is string => typeof item === "string");
}

/** Where a stack keeps its state; undefined unless that is S3. */
export function stateKeyOf(
  stack: SynthesizedStack,
): { readonly bucket: string; readonly key: string } | undefined {
  const s3 = stack.json.terraform?.backend?.s3;
  return typeof s3?.bucket === "string" && typeof s3.key === "string"
    ? { bucket: s3.bucket, key: s3.key }
    : undefined;
}
