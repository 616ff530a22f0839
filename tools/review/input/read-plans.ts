import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { text as readText } from "node:stream/consumers";
import { compact } from "../../../language/compact.ts";
import { isJsonObject, type Json } from "../../reach/terraform/configuration/json.ts";
import { compareByCodeUnit } from "../../reach/terraform/expression/sets.ts";
import { stackOfFile } from "../../reach/terraform/sources.ts";
import { parsePlan } from "../plan/parse-plan.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import { ReviewError } from "../review-error.ts";
import { isArchive, readPlanArchive } from "./plan-archive.ts";

/** Returns what `terraform show -json` prints of a saved plan file. */
export type ShowPlan = (path: string) => Promise<string>;

/** The name of standard input among the paths. */
const STANDARD_INPUT = "-";

/** Folders that hold no plans: dependencies, and Terraform's own. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(["node_modules", ".terraform", ".git"]);

const ALLOWED_PLANS =
  "Give a plan that terraform plan -out saved, what terraform show -json prints of one, or a folder of either.";

/**
 * Reads the plans at some paths: saved plan files, the output of `terraform show -json` of one,
 * folders of either, and `-` for standard input.
 *
 * @returns the plans in the order of their stacks
 * @throws ReviewError for a path that holds no plan, and for two plans of one stack
 */
export async function readPlans(paths: readonly string[], show: ShowPlan): Promise<readonly PlanDocument[]> {
  const plans = (await Promise.all(paths.map((path) => readPath(path, show)))).flat();
  const byStack = new Map<string, PlanDocument>();
  for (const plan of plans) {
    const other = byStack.get(plan.stack);
    if (other !== undefined) {
      throw new ReviewError(
        `${other.path} and ${plan.path} are both plans of the stack ${plan.stack}. Fix: give each stack's plan once, in files or folders with the stacks' names.`,
      );
    }
    byStack.set(plan.stack, plan);
  }
  return plans.sort((a, b) => compareByCodeUnit(a.stack, b.stack));
}

async function readPath(path: string, show: ShowPlan): Promise<readonly PlanDocument[]> {
  if (path === STANDARD_INPUT) return [parseText(await readText(process.stdin), "standard input", "plan")];
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new ReviewError(`${path} does not exist. ${ALLOWED_PLANS}`);
  if (!found.isDirectory()) {
    const plan = await readPlanFile(path, show);
    if (plan === undefined) throw new ReviewError(`${path} is not a Terraform plan. ${ALLOWED_PLANS}`);
    return [plan];
  }
  const plans = await readPlanFolder(path, show);
  if (plans.length === 0) throw new ReviewError(`${path} has no Terraform plan. ${ALLOWED_PLANS}`);
  return plans;
}

/** The plans in a folder and its subfolders; files that are no plans are left out. */
async function readPlanFolder(folder: string, show: ShowPlan): Promise<readonly PlanDocument[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : readPlanFolder(path, show);
      const plan = entry.isFile() ? await readFolderFile(path, show) : undefined;
      return plan === undefined ? [] : [plan];
    }),
  );
  return found.flat();
}

/** A plan among a folder's files; undefined for whatever cannot be one. */
async function readFolderFile(path: string, show: ShowPlan): Promise<PlanDocument | undefined> {
  const bytes = await readFile(path);
  if (isArchive(bytes)) return readArchive(path, bytes, show);
  if (extname(path) !== ".json") return undefined;
  const json = parseJson(bytes.toString("utf8"), path);
  const isPlan =
    isJsonObject(json) && typeof json.format_version === "string" && PLAN_KEYS.some((key) => key in json);
  return isPlan ? parsePlan(json, { stack: stackOfFile(path), path }) : undefined;
}

/** Keys that plans have, and states and provider schemas lack. */
const PLAN_KEYS = ["resource_changes", "planned_values", "output_changes", "resource_drift"];

async function readPlanFile(path: string, show: ShowPlan): Promise<PlanDocument | undefined> {
  const bytes = await readFile(path);
  if (isArchive(bytes)) return readArchive(path, bytes, show);
  return parseText(bytes.toString("utf8"), path, stackOfFile(path));
}

/**
 * Reads a plan that `terraform plan -out` saved.
 *
 * @throws ReviewError if the file is none
 */
export async function showSavedPlan(path: string, stack: string, show: ShowPlan): Promise<PlanDocument> {
  const plan = await readArchive(path, await readFile(path), show, stack);
  if (plan === undefined) throw new ReviewError(`${path} is not a saved plan. ${ALLOWED_PLANS}`);
  return plan;
}

async function readArchive(
  path: string,
  bytes: Uint8Array,
  show: ShowPlan,
  stack = stackOfFile(path),
): Promise<PlanDocument | undefined> {
  const configurationFiles = readPlanArchive(bytes);
  if (configurationFiles === undefined) return undefined;
  return parsePlan(parseJson(await show(path), path), { stack, path, ...compact({ configurationFiles }) });
}

function parseText(text: string, path: string, stack: string): PlanDocument {
  return parsePlan(parseJson(text, path), { stack, path });
}

/** @throws ReviewError if a text is not JSON; its message has no part of the text */
function parseJson(text: string, path: string): Json {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as Json;
  } catch {
    throw new ReviewError(`${path} is not JSON. ${ALLOWED_PLANS}`);
  }
}

/**
 * Returns the folder in which Terraform can show a saved plan: the closest one above the file that
 * `terraform init` has prepared, since Terraform needs the provider's schema.
 */
export async function initializedFolder(planFile: string): Promise<string | undefined> {
  for (let folder = dirname(planFile); ; folder = dirname(folder)) {
    const found = await stat(join(folder, ".terraform")).catch(() => undefined);
    if (found?.isDirectory() === true) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
