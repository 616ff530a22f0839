import { join, relative } from "node:path";
import { compact } from "../../language/compact.ts";
import type { StackChange } from "../deploy/stack-change.ts";
import { parsePlan } from "../review/plan/parse-plan.ts";
import type { PlanDocument } from "../review/plan/plan-document.ts";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import type { AwaitedOutput } from "./changed-outputs.ts";
import { fileDigest, jsonDigest } from "./digests.ts";
import { type PlanStep, writeBoundFile } from "./plan-folder.ts";
import type { SavedPlan } from "./plan-stacks.ts";
import type { SimulatedPlan } from "./simulated-plans.ts";

/** The step of a plan that was made against the real state. */
export function exactStep(
  { stack, file, folder: stackFolder, changes, document }: SavedPlan,
  all: readonly StackChange[],
  folder: string,
): PlanStep {
  const form = all.find(({ name }) => name === stack)?.up ?? {};
  return {
    pass: "up",
    stack,
    kind: "exact",
    file: relative(folder, file),
    fileDigest: fileDigest(file) ?? "",
    formDigest: jsonDigest(form),
    ...compact({ providersDigest: fileDigest(join(stackFolder, PROVIDERS_FILE)) }),
    waitsFor: [],
    changes,
    outputs: changedOutputNames(document),
    ephemeralVariables: ephemeralVariablesOf(form),
  };
}

/** The file in which Terraform records the providers that it selected. */
export const PROVIDERS_FILE = ".terraform.lock.hcl";

/** The step of a plan from a simulated account, whose JSON is written into the folder. */
export function provisionalStep(
  { pass, stack, form, shown, changes }: SimulatedPlan,
  waitsFor: readonly AwaitedOutput[],
  folder: string,
): PlanStep {
  const file = join("provisional", pass, `${stack}.json`);
  return {
    pass,
    stack,
    kind: "provisional",
    ...writeBoundFile(folder, file, shown),
    formDigest: jsonDigest(form),
    waitsFor: pass === "up" ? waitsFor : [],
    changes,
    outputs: changedOutputNames(parsePlan(JSON.parse(shown), { stack, path: file })),
    ephemeralVariables: ephemeralVariablesOf(form),
  };
}

function changedOutputNames({ outputs }: PlanDocument): string[] {
  return outputs
    .filter(({ actions }) => actions.some((action) => action !== "no-op"))
    .map(({ name }) => name);
}

/**
 * The input variables that no saved plan holds.
 * https://developer.hashicorp.com/terraform/language/block/variable#ephemeral
 */
function ephemeralVariablesOf({ variable = {} }: TerraformJson): string[] {
  return Object.entries(variable).flatMap(([name, body]) =>
    Reflect.get(Object(body), "ephemeral") === true ? [name] : [],
  );
}
