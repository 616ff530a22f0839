import { readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { isOverride } from "../../../synthesized/configuration-files.ts";
import { ReachError } from "../reach-error.ts";
import { type ConfigurationFile, type Declarations, declarationsOf } from "./declarations.ts";
import { isJsonObject, type Json, type JsonObject, jsonText, toList } from "./json.ts";

/** A folder in Terraform's JSON syntax, with the folders of the modules that it calls. */
export interface ModuleFolder {
  /** The path of the folder. */
  readonly path: string;
  /** The declarations of its files. */
  readonly declarations: Declarations;
  /** Variable values from `terraform.tfvars.json` and `*.auto.tfvars.json`. */
  readonly variables: ReadonlyMap<string, Json>;
  /** Modules by the name of the call; a string is the reason why the module could not be read. */
  readonly modules: ReadonlyMap<string, ModuleFolder | string>;
  /** Files in HCL syntax, which are not parsed. */
  readonly unparsedFiles: readonly string[];
}

/**
 * Reads a folder and the modules below it; with `only`, just those files of the folder.
 * @throws ReachError for a file that is not JSON.
 */
export async function readModuleFolder(
  path: string,
  only?: readonly string[],
  above: readonly string[] = [],
): Promise<ModuleFolder> {
  // Terraform ignores hidden files:
  // https://developer.hashicorp.com/terraform/language/files
  const names = (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
  const files = only ?? names.filter((name) => name.endsWith(".tf.json"));
  const configuration = await Promise.all(files.map((name) => readConfiguration(path, name)));
  const declarations = declarationsOf(configuration.flat());
  return {
    path,
    declarations,
    variables: await readVariables(path, only === undefined ? names : []),
    modules: await readModules(path, declarations, [...above, resolve(path)]),
    unparsedFiles: only === undefined ? names.filter((name) => name.endsWith(".tf")) : [],
  };
}

/**
 * Reads a JSON object from a file.
 * @throws ReachError if the file holds anything else.
 */
export async function readJsonObject(path: string): Promise<JsonObject> {
  const json = await readJson(path);
  if (!isJsonObject(json))
    throw new ReachError(`${path} holds JSON, but not Terraform JSON. ${ALLOWED_INPUT}`);
  return json;
}

async function readJson(path: string): Promise<Json> {
  const text = await readFile(path, "utf8");
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as Json;
  } catch {
    throw new ReachError(`${path} is not JSON${hint(text)}. ${ALLOWED_INPUT}`);
  }
}

/** The input that `drydock reach` accepts. */
export const ALLOWED_INPUT =
  "Give a cdktf.out folder, a folder with *.tf.json files, the output of `terraform show -json` for a plan or a state, or a state file of version 4.";

function hint(text: string): string {
  if (text.startsWith("PK")) return " but a binary Terraform plan: convert it with `terraform show -json`";
  if (/^\s*\{.*\}\s*\n\s*\{/.test(text)) return " but a log with one JSON value per line";
  return "";
}

/** The objects of a file, which holds one object or a list of objects that apply in order. */
async function readConfiguration(folder: string, name: string): Promise<ConfigurationFile[]> {
  const path = join(folder, name);
  const json = toList(await readJson(path));
  if (!json.every(isJsonObject))
    throw new ReachError(`${path} holds JSON, but not Terraform JSON. ${ALLOWED_INPUT}`);
  return json.map((object) => ({ path, json: object as JsonObject, isOverride: isOverride(name) }));
}

/**
 * Variable values; later files win.
 * https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
 */
async function readVariables(folder: string, names: readonly string[]): Promise<Map<string, Json>> {
  const files = [
    ...names.filter((name) => name === "terraform.tfvars.json"),
    ...names.filter((name) => name.endsWith(".auto.tfvars.json")),
  ];
  const values = await Promise.all(files.map((name) => readJsonObject(join(folder, name))));
  return new Map(values.flatMap((each) => Object.entries(each)));
}

async function readModules(
  folder: string,
  { modules }: Declarations,
  above: readonly string[],
): Promise<Map<string, ModuleFolder | string>> {
  const read = [...modules].map(
    async ([name, { source }]) => [name, await readModule(folder, source, above)] as const,
  );
  return new Map(await Promise.all(read));
}

async function readModule(
  folder: string,
  source: Json | undefined,
  above: readonly string[],
): Promise<ModuleFolder | string> {
  if (typeof source !== "string" || !/^\.\.?(\/|$)/.test(source))
    return `its source ${jsonText(source)} is not a local folder`;
  const path = join(folder, source);
  if (above.includes(resolve(path))) return `its source ${source} calls itself`;
  const names = await readdir(path).catch(() => undefined);
  if (names === undefined) return `its folder ${source} does not exist`;
  if (names.some((name) => name.endsWith(".tf.json"))) return readModuleFolder(path, undefined, above);
  const isHcl = names.some((name) => name.endsWith(".tf"));
  return `its folder ${basename(path)} has no *.tf.json files${isHcl ? ", only *.tf: a plan of it can be read" : ""}`;
}
