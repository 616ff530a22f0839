import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FormName } from "../deploy/change-runner.ts";
import { fileDigest } from "../plan/digests.ts";
import type { BoundFile, PlanManifest, PlanStep } from "../plan/plan-folder.ts";
import { simulatedValueMask } from "../plan/simulated-values.ts";
import type { Json } from "../reach/terraform/configuration/json.ts";
import { type ShowPlan, showSavedPlan } from "./input/read-plans.ts";
import { withSimulatedState } from "./known-after-apply.ts";
import { parsePlan } from "./plan/parse-plan.ts";
import type { PlanDocument } from "./plan/plan-document.ts";
import { ReviewError } from "./review-error.ts";
import type { ReviewOptions } from "./review-plans.ts";

/** The plan of a step, as it is reviewed. */
export interface ReviewedStep {
  /** The step of the manifest. */
  readonly step: PlanStep;
  /** The plan as it was made, with a mark in place of what a simulated account made up. */
  readonly document: PlanDocument;
  /** The plan as it is judged: with the values that it gets in a simulated account, if any. */
  readonly judged: PlanDocument;
  /** Returns another plan of the step with the same values, so that it is judged alike. */
  readonly judgedAlike: (plan: PlanDocument) => PlanDocument;
}

/**
 * Reads the plans of a folder that `drydock plan` wrote, in the order of its steps.
 *
 * @throws ReviewError for a file that is not the plan that was made
 */
export function readStepPlans(
  folder: string,
  { steps }: PlanManifest,
  show: ShowPlan,
): Promise<readonly ReviewedStep[]> {
  const masked = simulatedValueMask(folder);
  return Promise.all(
    steps.map(async (step) => {
      const path = requireBound(folder, step);
      const { stack, simulatedState: bound } = step;
      const state = bound === undefined ? undefined : readBound(folder, bound);
      const judgedAlike = (plan: PlanDocument) =>
        state === undefined ? plan : withSimulatedState(plan, state);
      if (step.kind === "exact") {
        const document = await showSavedPlan(path, stack, show);
        return { step, document, judged: judgedAlike(document), judgedAlike };
      }
      const text = await readFile(path, "utf8");
      const parsed = (json: string) => parsePlan(JSON.parse(json) as Json, { stack, path });
      return { step, document: parsed(masked(text)), judged: judgedAlike(parsed(text)), judgedAlike };
    }),
  );
}

function readBound(folder: string, bound: BoundFile): string {
  return readFileSync(requireBound(folder, bound), "utf8");
}

/** Returns a file's path. @throws ReviewError if it is not the one that was written */
function requireBound(folder: string, { file, fileDigest: digest }: BoundFile): string {
  const path = join(folder, file);
  if (fileDigest(path) === digest) return path;
  throw new ReviewError(`${path} is not what was planned. Fix: plan again, with npx drydock plan.`);
}

/** The plans of each pass as they are judged, in the order of the passes. */
export function passesOf(plans: readonly ReviewedStep[]): readonly (readonly PlanDocument[])[] {
  const passes: readonly FormName[] = ["up", "turn", "down"];
  return passes
    .map((pass) => plans.filter(({ step }) => step.pass === pass).map(({ judged }) => judged))
    .filter((documents) => documents.length > 0);
}

/**
 * The options of a review of a folder's plans: it shows them as they were made, and does not try
 * out again what was applied in a simulated account.
 */
export function folderReviewOptions(
  plans: readonly ReviewedStep[],
): Required<Pick<ReviewOptions, "shown" | "wereSimulated">> {
  return {
    shown: plans.map(({ document }) => document),
    wereSimulated: plans.some(({ step }) => step.simulatedState !== undefined),
  };
}
