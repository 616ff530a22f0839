import { required } from "../../../../language/required.ts";
import { ReachError } from "../reach-error.ts";
import { type Json, type JsonObject, labelledBlocks } from "./json.ts";

/** A resource or data source as declared. */
export interface ResourceDeclaration {
  /** Managed for a `resource` block, data for a `data` block. */
  readonly mode: "managed" | "data";
  /** The type as written: `aws_alb`. */
  readonly type: string;
  /** The name in the configuration: `main`. */
  readonly name: string;
  /** The arguments and nested blocks. */
  readonly body: JsonObject;
}

/** The state backend of a stack. */
export interface StateBackend {
  /** The backend type: `s3`, `local`, …; `cloud` for a cloud block. */
  readonly type: string;
  /** The backend's arguments. */
  readonly config: JsonObject;
}

/** The declarations of one folder's Terraform JSON files. */
export interface Declarations {
  /** Resources by address: `aws_vpc.main` or `data.aws_vpc.main`. */
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  /** The expressions of local values, by name. */
  readonly locals: ReadonlyMap<string, Json>;
  /** The bodies of `variable` blocks, by name. */
  readonly variables: ReadonlyMap<string, JsonObject>;
  /** The bodies of `output` blocks, by name. */
  readonly outputs: ReadonlyMap<string, JsonObject>;
  /** The bodies of `module` blocks, by name. */
  readonly modules: ReadonlyMap<string, JsonObject>;
  /** The provider configurations, with the name of each one's provider. */
  readonly providers: readonly { readonly name: string; readonly body: JsonObject }[];
  /** The state backend; undefined if the files name none. */
  readonly backend: StateBackend | undefined;
}

/** One file of a folder. */
export interface ConfigurationFile {
  /** The path shown in messages. */
  readonly path: string;
  /** The parsed content. */
  readonly json: JsonObject;
  /** True if its blocks override those of other files: `override.tf.json`. */
  readonly isOverride: boolean;
}

/**
 * Merges the declarations of a folder's files.
 * @throws ReachError if two files declare the same address, which Terraform rejects too.
 */
export function declarationsOf(files: readonly ConfigurationFile[]): Declarations {
  const resources = new Collected<ResourceDeclaration>();
  const named = {
    local: new Collected<{ body: JsonObject }>(),
    variable: new Collected<{ body: JsonObject }>(),
    output: new Collected<{ body: JsonObject }>(),
    module: new Collected<{ body: JsonObject }>(),
  };
  const providers: { name: string; body: JsonObject }[] = [];
  let backend: StateBackend | undefined;
  for (const file of [...files].sort((a, b) => Number(a.isOverride) - Number(b.isOverride))) {
    for (const declaration of resourcesOf(file.json))
      resources.add(declaredAddress(declaration), declaration, file);
    for (const { body } of labelledBlocks(file.json.locals, 0)) {
      for (const [name, value] of Object.entries(body)) {
        if (name !== "//") named.local.add(`local.${name}`, { body: { value } }, file);
      }
    }
    for (const kind of ["variable", "output", "module"] as const) {
      for (const { labels, body } of labelledBlocks(file.json[kind], 1))
        named[kind].add(`${kind}.${labels[0]}`, { body }, file);
    }
    for (const { labels, body } of labelledBlocks(file.json.provider, 1))
      providers.push({ name: required(labels, 0), body });
    backend = backendOf(file.json) ?? backend;
  }
  return {
    resources: resources.all,
    locals: new Map([...bodies(named.local)].map(([name, body]) => [name, required(body, "value")])),
    variables: bodies(named.variable),
    outputs: bodies(named.output),
    modules: bodies(named.module),
    providers,
    backend,
  };
}

/** Returns the address of a declaration: `aws_vpc.main`, `data.aws_vpc.main`. */
export function declaredAddress({ mode, type, name }: Omit<ResourceDeclaration, "body">): string {
  return `${mode === "data" ? "data." : ""}${type}.${name}`;
}

function resourcesOf(json: JsonObject): ResourceDeclaration[] {
  return (["resource", "data"] as const).flatMap((kind) =>
    labelledBlocks(json[kind], 2).map(({ labels, body }) => ({
      mode: kind === "data" ? "data" : "managed",
      type: required(labels, 0),
      name: required(labels, 1),
      body,
    })),
  );
}

function backendOf(json: JsonObject): StateBackend | undefined {
  const terraform = labelledBlocks(json.terraform, 0).map(({ body }) => body);
  const block = terraform.flatMap(({ backend }) => labelledBlocks(backend, 1)).at(-1);
  if (block !== undefined) return { type: required(block.labels, 0), config: block.body };
  const cloud = terraform.flatMap((each) => labelledBlocks(each.cloud, 0)).at(-1);
  return cloud === undefined ? undefined : { type: "cloud", config: cloud.body };
}

/** Blocks by address; an override file's attributes replace those of the original block. */
class Collected<T extends { readonly body: JsonObject }> {
  readonly all = new Map<string, T>();

  add(address: string, block: T, file: ConfigurationFile): void {
    const before = this.all.get(address);
    if (before !== undefined && !file.isOverride) {
      throw new ReachError(
        `${file.path} declares ${address} again: Terraform allows one declaration per folder. Remove one of them.`,
      );
    }
    this.all.set(
      address,
      before === undefined ? block : { ...block, body: { ...before.body, ...block.body } },
    );
  }
}

function bodies(collected: Collected<{ body: JsonObject }>): Map<string, JsonObject> {
  return new Map(
    [...collected.all].map(([address, { body }]) => [address.slice(address.indexOf(".") + 1), body]),
  );
}
