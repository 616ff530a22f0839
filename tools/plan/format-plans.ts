import { colours } from "../colours.ts";
import { formatCounts, formatStepChanges, stackStep } from "../deploy/stack-step.ts";
import { formatFew } from "../reach/analysis/lint/words.ts";
import type { PlanManifest, PlanStep } from "./plan-folder.ts";
import { manifestDigest } from "./plan-folder.ts";

/** The name and major version of the JSON contract. */
const PLAN_FORMAT = "drydock.plan.v1";

/** The most names of outputs in a line. */
const MAX_NAMES = 4;

/** True if plans would change anything. */
export function hasChanges({ steps }: PlanManifest): boolean {
  return steps.some(({ changes, outputs }) => changes.length > 0 || outputs.length > 0);
}

/** Formats what each step of some plans would change, and what to do next. */
export function formatPlans(manifest: PlanManifest, folder: string): string {
  const { steps, unplanned, cuts } = manifest;
  const changed = steps.filter(({ changes, outputs }) => changes.length > 0 || outputs.length > 0);
  const passes = [...new Set(changed.map(({ pass }) => pass))];
  const unchanged = steps.filter((step) => step.pass === "up" && !changed.includes(step));
  const parts = [
    ...passes.map((pass) =>
      [colours.bold(pass), ...changed.filter((step) => step.pass === pass).flatMap(formatStep)].join("\n"),
    ),
    ...(unchanged.length === 0
      ? []
      : [`Nothing to change: ${unchanged.map(({ stack }) => stack).join(", ")}`]),
    ...(manifest.selected.length === 0 ? ["Nothing to plan: no stack differs."] : []),
    ...(cuts.length === 0
      ? []
      : [["Cut off for a while", ...cuts.map(({ name, why }) => `  ${name}: ${why}`)].join("\n")]),
    ...unplanned.map(({ stack, message }) => `${stack} could not be planned: ${message}`),
    ...(unplanned.length === 0 && !hasChanges(manifest) ? [] : [nextStep(manifest, folder)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function formatStep(step: PlanStep): string[] {
  const described = stackStep(step.pass, { stack: step.stack, form: step.pass, changes: step.changes });
  const outputs = step.outputs.length === 0 ? [] : [`    outputs: ${formatFew(step.outputs, MAX_NAMES)}`];
  return [
    `  ${step.stack}  ${formatCounts(described)}${step.kind === "exact" ? "" : "  (provisional)"}`,
    ...waitsFor(step).map((line) => `    ${line}`),
    ...formatStepChanges(described),
    ...outputs,
  ];
}

function waitsFor({ kind, pass, waitsFor: outputs }: PlanStep): string[] {
  if (kind === "exact") return [];
  if (pass !== "up") return ["waits for the up pass"];
  const stacks = [...new Set(outputs.map(({ stack }) => stack))];
  return stacks.map((stack) => {
    const names = outputs.flatMap((one) => (one.stack === stack ? (one.output ?? []) : []));
    return `waits for ${stack}${names.length === 0 ? "" : `: ${formatFew(names, MAX_NAMES)}`}`;
  });
}

function nextStep(manifest: PlanManifest, folder: string): string {
  if (manifest.unplanned.length > 0) return `The plans are incomplete, and cannot be applied: ${folder}`;
  return `Plans: ${folder}\nNext: npx drydock review ${folder}`;
}

/** Returns plans as JSON, without any value of a state. The contract only gets new keys. */
export function plansAsJson(
  plans: readonly { readonly manifest: PlanManifest; readonly folder: string }[],
): string {
  const json = {
    format: PLAN_FORMAT,
    changes: plans.some(({ manifest }) => hasChanges(manifest)),
    plans: plans.map(({ manifest, folder }) => ({
      platform: manifest.platform,
      environment: manifest.environment,
      folder,
      digest: manifestDigest(manifest),
      commit: manifest.revision?.commit ?? null,
      plannedAt: manifest.plannedAt,
      selected: manifest.selected,
      steps: manifest.steps.map(({ pass, stack, kind, waitsFor: outputs, changes, outputs: changed }) => ({
        pass,
        stack,
        kind,
        waitsFor: outputs,
        changes: changes.map(({ address, action, reason }) => ({ address, action, reason })),
        outputs: changed,
      })),
      cuts: manifest.cuts,
      unplanned: manifest.unplanned,
    })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}
