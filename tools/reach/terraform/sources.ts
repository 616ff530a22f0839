import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import {
  ALLOWED_INPUT,
  type ModuleFolder,
  readJsonObject,
  readModuleFolder,
} from "./configuration/folder.ts";
import { isJsonObject, type JsonObject, jsonText } from "./configuration/json.ts";
import { ReachError } from "./reach-error.ts";

/** One stack, plan or state, read from its files. */
export type Source =
  | {
      readonly kind: "configuration";
      readonly stack: string;
      readonly path: string;
      readonly folder: ModuleFolder;
    }
  | {
      readonly kind: "plan" | "state" | "raw state";
      readonly stack: string;
      readonly path: string;
      readonly json: JsonObject;
    };

/**
 * Finds and reads what is at a path, whatever it is.
 * @throws ReachError when there is nothing that can be read, or a file is foreign.
 */
export async function readSources(path: string): Promise<Source[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new ReachError(`${path} does not exist. ${ALLOWED_INPUT}`);
  if (!found.isDirectory()) return [await readFileSource(path)];
  const sources = await readSubfolder(path);
  if (sources.length > 0) return sources;
  const below = await readSubfolders(path);
  if (below.length > 0) return below;
  throw new ReachError(`${path} has nothing to read${hclHint(await visibleNames(path))}. ${ALLOWED_INPUT}`);
}

function hclHint(names: readonly string[]): string {
  return names.some((name) => name.endsWith(".tf")) ? ": *.tf files are read only by way of a plan" : "";
}

async function visibleNames(path: string): Promise<string[]> {
  return (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
}

/** https://developer.hashicorp.com/terraform/cdktf/create-and-deploy/deployment-and-synthesis */
async function readCdktfFolder(path: string): Promise<Source[]> {
  const manifest = await readJsonObject(join(path, "manifest.json"));
  if (!isJsonObject(manifest.stacks))
    throw new ReachError(`${path}/manifest.json is not of cdktf synth. ${ALLOWED_INPUT}`);
  return Promise.all(
    Object.values(manifest.stacks)
      .filter(isJsonObject)
      .map(({ name, workingDirectory }) => readStack(join(path, jsonText(workingDirectory)), jsonText(name))),
  );
}

async function readStack(path: string, stack: string): Promise<Source> {
  const names = await visibleNames(path).catch(() => []);
  if (!names.some((name) => name.endsWith(".tf.json"))) {
    throw new ReachError(`${path} has no Terraform JSON, though manifest.json names it: synthesize again.`);
  }
  return { kind: "configuration", stack, path, folder: await readModuleFolder(path) };
}

/** A folder with Terraform JSON is one stack; else its plans and states are stacks. */
async function readFolder(path: string, names: readonly string[]): Promise<Source[]> {
  if (names.some((name) => name.endsWith(".tf.json")))
    return [await readStack(path, basename(resolve(path)))];
  const files = names.filter((name) => name.endsWith(".json") || name.endsWith(".tfstate"));
  return Promise.all(files.map((name) => readFileSource(join(path, name))));
}

/** What a folder itself has; a `cdktf.out` that has lost its manifest still has its stacks. */
async function readSubfolder(path: string): Promise<Source[]> {
  if (!(await stat(path)).isDirectory()) return [];
  const names = await visibleNames(path);
  if (names.includes("manifest.json")) return readCdktfFolder(path);
  const sources = await readFolder(path, names);
  return sources.length === 0 && names.includes("stacks") ? readSubfolders(join(path, "stacks")) : sources;
}

async function readSubfolders(path: string): Promise<Source[]> {
  if (!(await stat(path)).isDirectory()) return [];
  const names = await visibleNames(path);
  return (await Promise.all(names.map((name) => readSubfolder(join(path, name))))).flat();
}

async function readFileSource(path: string): Promise<Source> {
  const json = await readJsonObject(path);
  const stack = stackName(path);
  const kind = kindOf(json, path);
  if (kind !== "configuration") return { kind, stack, path, json };
  return { kind, stack, path, folder: await readModuleFolder(dirname(path), [basename(path)]) };
}

/** File names that say nothing: the folder's name says more. */
const GENERIC = /^(cdk|main|plan|state|terraform|tfplan|output|show)$/;

/** `network.plan.json` → `network`; `network/plan.json` → `network`; `terraform.network.tfstate` → `network`. */
function stackName(path: string): string {
  const name = basename(path)
    .replace(/\.(json|tfstate)$/, "")
    .replace(/\.(plan|tfplan|tfstate|state|tf)$/, "")
    .replace(/^terraform\.(?=.)/, "");
  return GENERIC.test(name) ? basename(dirname(resolve(path))) : name;
}

const BLOCKS = ["data", "locals", "module", "output", "provider", "resource", "terraform", "variable"];

/** @throws ReachError for JSON that is none of these. */
function kindOf(json: JsonObject, path: string): Source["kind"] {
  if (isJsonObject(json.planned_values)) return "plan";
  if (json.version === 4 && Array.isArray(json.resources)) return "raw state";
  if (typeof json.version === "number" && typeof json.serial === "number") {
    throw new ReachError(`${path} is a state of version ${json.version}: only version 4 is read.`);
  }
  const isShown = typeof json.format_version === "string" && typeof json.terraform_version === "string";
  if (isShown && (isJsonObject(json.values) || Object.keys(json).length === 2)) return "state";
  if (BLOCKS.some((block) => typeof json[block] === "object")) return "configuration";
  throw new ReachError(`${path} holds JSON, but no Terraform. ${ALLOWED_INPUT}`);
}
