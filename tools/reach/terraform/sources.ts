import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { MANIFEST_FILE, noTerraformJson, readManifest } from "../../synthesized/manifest.ts";
import { SetupError } from "../../terraform/setup-error.ts";
import {
  ALLOWED_INPUT,
  type ModuleFolder,
  readJsonObject,
  readModuleFolder,
} from "./configuration/folder.ts";
import { isJsonObject, type JsonObject } from "./configuration/json.ts";
import { ReachError } from "./reach-error.ts";
import { DEFAULT_WORKSPACE, LOCAL_WORKSPACES, selectedWorkspace } from "./workspace.ts";

/** One stack, plan or state, read from its files. */
export type Source =
  | {
      /** The discriminator of the union. */
      readonly kind: "configuration";
      /** The name of the stack. */
      readonly stack: string;
      /** The path of its folder. */
      readonly path: string;
      /** The parsed folder, with the modules that it calls. */
      readonly folder: ModuleFolder;
    }
  | {
      /** The format: a plan or state as `terraform show -json` prints it, or a state file. */
      readonly kind: "plan" | "state" | "raw state";
      /** The name of the stack. */
      readonly stack: string;
      /** The path of the file. */
      readonly path: string;
      /** The parsed file. */
      readonly json: JsonObject;
    };

/**
 * Finds and reads the input at a path.
 * @param workspace the workspace whose state is read from a folder with states of several
 * @throws ReachError if nothing can be read, or a file is not supported; SetupError for a damaged
 * `cdktf.out` folder.
 */
export async function readSources(path: string, workspace?: string): Promise<Source[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new ReachError(`${path} does not exist. ${ALLOWED_INPUT}`);
  if (!found.isDirectory()) return [await readFileSource(path)];
  const sources = await readSubfolder(path, workspace);
  if (sources.length > 0) return sources;
  const below = await readSubfolders(path, workspace);
  if (below.length > 0) return below;
  throw new ReachError(`${path} has no Terraform JSON${hint(await visibleNames(path))}. ${ALLOWED_INPUT}`);
}

function hint(names: readonly string[]): string {
  if (names.includes(LOCAL_WORKSPACES))
    return `: its states in ${LOCAL_WORKSPACES} belong to workspaces other than default: select one with --workspace`;
  return names.some((name) => name.endsWith(".tf")) ? ": *.tf files can be read only through a plan" : "";
}

async function visibleNames(path: string): Promise<string[]> {
  return (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
}

/**
 * The stacks of a `cdktf.out` folder.
 * https://developer.hashicorp.com/terraform/cdktf/create-and-deploy/deployment-and-synthesis
 */
function readCdktfFolder(path: string): Promise<Source[]> {
  return Promise.all(
    readManifest(path).map(({ name, workingDirectory }) => readStack(join(path, workingDirectory), name)),
  );
}

async function readStack(path: string, stack: string): Promise<Source> {
  const names = await visibleNames(path).catch(() => []);
  if (!names.some((name) => name.endsWith(".tf.json"))) {
    throw new SetupError(noTerraformJson(path));
  }
  return { kind: "configuration", stack, path, folder: await readModuleFolder(path) };
}

/**
 * The sources of a folder: one stack if it has Terraform JSON; otherwise a stack for each plan or
 * state.
 */
async function readFolder(
  path: string,
  names: readonly string[],
  workspace: string | undefined,
): Promise<Source[]> {
  const folder = basename(resolve(path));
  if (names.some((name) => name.endsWith(".tf.json"))) return [await readStack(path, folder)];
  const state = names.includes(LOCAL_WORKSPACES) ? await workspaceState(path, workspace) : undefined;
  const files = names
    .filter((name) => name.endsWith(".json") || name.endsWith(".tfstate"))
    .filter((name) => state === undefined || name !== "terraform.tfstate");
  const sources = await Promise.all(files.map((name) => readFileSource(join(path, name))));
  return state === undefined ? sources : [...sources, await readFileSource(state, folder)];
}

/**
 * The file in a folder with the state of a workspace; undefined for `default`, whose state is in
 * the folder itself.
 * https://developer.hashicorp.com/terraform/language/backend/local
 */
async function workspaceState(path: string, given: string | undefined): Promise<string | undefined> {
  const workspace = given ?? (await selectedWorkspace(path)) ?? DEFAULT_WORKSPACE;
  if (workspace === DEFAULT_WORKSPACE) return undefined;
  const file = join(path, LOCAL_WORKSPACES, workspace, "terraform.tfstate");
  if ((await stat(file).catch(() => undefined)) !== undefined) return file;
  const others = (await visibleNames(join(path, LOCAL_WORKSPACES))).join(", ");
  throw new ReachError(
    `${path} has no state of the workspace ${workspace}; ${LOCAL_WORKSPACES} has ${others || "none"}.`,
  );
}

/** The sources of a subfolder; a `cdktf.out` without its manifest still has its stacks. */
async function readSubfolder(path: string, workspace: string | undefined): Promise<Source[]> {
  if (!(await stat(path)).isDirectory()) return [];
  const names = await visibleNames(path);
  if (names.includes(MANIFEST_FILE)) return readCdktfFolder(path);
  const sources = await readFolder(path, names, workspace);
  return sources.length === 0 && names.includes("stacks")
    ? readSubfolders(join(path, "stacks"), workspace)
    : sources;
}

async function readSubfolders(path: string, workspace: string | undefined): Promise<Source[]> {
  if (!(await stat(path)).isDirectory()) return [];
  const isOneOf = workspace !== undefined && basename(resolve(path)) === LOCAL_WORKSPACES;
  const names = (await visibleNames(path)).filter((name) => !isOneOf || name === workspace);
  return (await Promise.all(names.map((name) => readSubfolder(join(path, name), workspace)))).flat();
}

async function readFileSource(path: string, stack: string = stackOfFile(path)): Promise<Source> {
  const json = await readJsonObject(path);
  const kind = kindOf(json, path);
  if (kind !== "configuration") return { kind, stack, path, json };
  return { kind, stack, path, folder: await readModuleFolder(dirname(path), [basename(path)]) };
}

/** Generic file names: the folder's name is used instead. */
const GENERIC = /^(cdk|main|plan|state|terraform|tfplan|output|show|planfile)$/;

/**
 * The stack's name: `network.plan.json` → `network`; `network/plan.json` → `network`;
 * `terraform.network.tfstate` → `network`.
 */
export function stackOfFile(path: string): string {
  const name = basename(path)
    .replace(/\.(json|tfstate|bin|out)$/, "")
    .replace(/\.(plan|tfplan|tfstate|state|tf)$/, "")
    .replace(/^terraform\.(?=.)/, "");
  return GENERIC.test(name) ? basename(dirname(resolve(path))) : name;
}

const BLOCKS = ["data", "locals", "module", "output", "provider", "resource", "terraform", "variable"];

/**
 * The kind of a JSON file.
 * @throws ReachError for JSON of no supported kind.
 */
function kindOf(json: JsonObject, path: string): Source["kind"] {
  if (isJsonObject(json.planned_values)) return "plan";
  if (json.version === 4 && Array.isArray(json.resources)) return "raw state";
  if (typeof json.version === "number" && typeof json.serial === "number") {
    throw new ReachError(`${path} is a state of version ${json.version}: only version 4 is supported.`);
  }
  const isShown = typeof json.format_version === "string" && typeof json.terraform_version === "string";
  if (isShown && (isJsonObject(json.values) || Object.keys(json).length === 2)) return "state";
  if (BLOCKS.some((block) => typeof json[block] === "object")) return "configuration";
  throw new ReachError(`${path} holds JSON, but not Terraform JSON. ${ALLOWED_INPUT}`);
}
