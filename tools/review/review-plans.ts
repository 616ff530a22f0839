import { formatProblem } from "../../language/problem.ts";
import { readPlan } from "../reach/terraform/plan/read-plan.ts";
import { type FindRisksOptions, type FoundRisks, findRisks } from "./find-risks.ts";
import { worstLevel } from "./level.ts";
import { mergeFindings } from "./merge-findings.ts";
import type { PlanDocument } from "./plan/plan-document.ts";
import type { Review } from "./review.ts";
import { ReviewError } from "./review-error.ts";
import { redactReview } from "./secrets/redact-review.ts";
import { Redactor } from "./secrets/redactor.ts";
import { reviewedPlan } from "./secrets/reviewed-plan.ts";
import { applyWaivers } from "./waivers/apply-waivers.ts";
import { WAIVERS_FILE, type Waiver } from "./waivers/waiver.ts";

/** Options of {@link reviewPasses}. */
export interface ReviewOptions extends FindRisksOptions {
  /** The waivers of the team. @default [] */
  readonly waivers?: readonly Waiver[];
  /** The path of the waivers' file, for messages. @default "review-waivers.json" */
  readonly waiversPath?: string;
  /** The current date: `2026-11-30`. */
  readonly today: string;
  /** The plans as they were made, for outputs and digests. @default those that are judged */
  readonly shown?: readonly PlanDocument[];
}

/**
 * Reviews plans: finds their risks, takes out what is waived, and redacts every secret. Plans of
 * several passes, each made when the one before it is applied, are one review, in which each pass
 * is judged from where the earlier ones lead.
 *
 * @throws ReviewError for waivers that are unused, expired or too wide
 */
export function reviewPasses(passes: readonly (readonly PlanDocument[])[], options: ReviewOptions): Review {
  const { waivers = [], waiversPath = WAIVERS_FILE, today } = options;
  const plans = options.shown ?? passes.flat();
  const redactor = Redactor.of([...new Set([...plans, ...passes.flat()])]);
  const shown = plans.map((plan) => reviewedPlan(plan, redactor));
  const { findings, limits, connectivity, permissions } = risksOfPasses(passes, options);
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

/** The risks of each pass, with other stacks as the earlier passes leave them. */
export function risksOfPasses(
  passes: readonly (readonly PlanDocument[])[],
  options: FindRisksOptions,
): FoundRisks {
  const before = new Map((options.beside ?? []).map((contents) => [contents.stack, contents]));
  const found = passes.map((plans) => {
    const planned = new Set(plans.map(({ stack }) => stack));
    const beside = [...before.values()].filter(({ stack }) => !planned.has(stack));
    const risks = findRisks(plans, { ...options, beside });
    for (const { stack, json } of plans) before.set(stack, readPlan(stack, json));
    return risks;
  });
  return {
    findings: mergeFindings(found.flatMap(({ findings }) => findings)),
    connectivity: found.flatMap(({ connectivity }) => connectivity),
    permissions: found.flatMap(({ permissions }) => permissions),
    limits: [...new Set(found.flatMap(({ limits }) => limits))],
  };
}
