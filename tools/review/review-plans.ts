import { formatProblem } from "../../language/problem.ts";
import { type FindRisksOptions, findRisks } from "./find-risks.ts";
import { worstLevel } from "./level.ts";
import type { PlanDocument } from "./plan/plan-document.ts";
import type { Review } from "./review.ts";
import { ReviewError } from "./review-error.ts";
import { redactReview } from "./secrets/redact-review.ts";
import { Redactor } from "./secrets/redactor.ts";
import { reviewedPlan } from "./secrets/reviewed-plan.ts";
import { applyWaivers } from "./waivers/apply-waivers.ts";
import { WAIVERS_FILE, type Waiver } from "./waivers/waiver.ts";

/** Options of {@link reviewPlans}. */
export interface ReviewOptions extends FindRisksOptions {
  /** The waivers of the team. @default [] */
  readonly waivers?: readonly Waiver[];
  /** The path of the waivers' file, for messages. @default "review-waivers.json" */
  readonly waiversPath?: string;
  /** The current date: `2026-11-30`. */
  readonly today: string;
}

/**
 * Reviews plans: finds their risks, takes out what is waived, and redacts every secret.
 *
 * @throws ReviewError for waivers that are unused, expired or too wide
 */
export function reviewPlans(plans: readonly PlanDocument[], options: ReviewOptions): Review {
  const { waivers = [], waiversPath = WAIVERS_FILE, today } = options;
  const redactor = Redactor.of(plans);
  const shown = plans.map((plan) => reviewedPlan(plan, redactor));
  const { findings, limits, connectivity, permissions } = findRisks(plans, options);
  const { findings: counted, waived, problems } = applyWaivers(findings, shown, waivers, today, waiversPath);
  if (problems.length > 0) {
    throw new ReviewError(
      ["The waivers do not fit these plans:", ...problems.map(formatProblem)]
        .map(redactor.redact, redactor)
        .join("\n"),
    );
  }
  const verdict = worstLevel(counted.map(({ level }) => level));
  return redactReview(
    { verdict, findings: counted, plans: shown, connectivity, permissions, waived, limits },
    redactor,
  );
}
