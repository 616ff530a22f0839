import { isDeepStrictEqual } from "node:util";
import type { PlannedPlatform } from "../plan/plan-platform.ts";
import { isAtLeast, type Level, worstLevel } from "../review/level.ts";
import { levelCounts } from "../review/output/report-words.ts";
import { formatReview } from "../review/output/terminal.ts";
import type { Review } from "../review/review.ts";
import type { SynthesizedStack } from "../synthesized/synthesized-stacks.ts";

/** The review of a deployment, before anything of it is applied. */
export interface ReviewedDeployment {
  /** The review of its plans. */
  readonly review: Review;
  /** The verdict; `unknown` at least if some of its plans could not be made. */
  readonly verdict: Level;
  /** True if nothing that is deployed changes: see {@link isFirstDeployment}. */
  readonly isFirst: boolean;
}

/** Judges a deployment by the review of its plans. */
export function reviewedDeployment(
  review: Review,
  planned: Pick<PlannedPlatform, "read" | "unsimulated">,
  wanted: readonly Pick<SynthesizedStack, "name" | "json">[],
): ReviewedDeployment {
  const isComplete = planned.unsimulated.length === 0;
  return {
    review,
    verdict: isComplete ? review.verdict : worstLevel([review.verdict, "unknown"]),
    isFirst: isFirstDeployment(planned.read.deployed, wanted),
  };
}

/**
 * True if stacks are deployed for the first time, and those that are deployed already stay as they
 * are: also for a first deployment that was interrupted and goes on.
 */
export function isFirstDeployment(
  deployed: readonly Pick<SynthesizedStack, "name" | "json">[],
  wanted: readonly Pick<SynthesizedStack, "name" | "json">[],
): boolean {
  const forms = new Map(wanted.map(({ name, json }) => [name, json]));
  return (
    deployed.length < wanted.length &&
    deployed.every(({ name, json }) => isDeepStrictEqual(json, forms.get(name)))
  );
}

/**
 * True if a person must accept what the review found. In a first deployment everything is new, and
 * is what the platform declares: the question whether to deploy is about it.
 */
export function needsConsent({ verdict, isFirst }: ReviewedDeployment): boolean {
  return !isFirst && isAtLeast(verdict, "ask");
}

/** Formats the review: of a first deployment in one line, unless it blocks. */
export function formatReviewedDeployment(
  { review, verdict, isFirst }: ReviewedDeployment,
  { unsimulated }: Pick<PlannedPlatform, "unsimulated">,
  columns: number,
): string {
  const missing = unsimulated.map(({ stack, message }) => `Not reviewed: ${stack}: ${message}`);
  const judged =
    isFirst && verdict !== "block"
      ? `Review: nothing blocks. It is a first deployment, so that all it opens and allows is new: ${levelCounts(review.findings)}`
      : formatReview(review, columns).trimEnd();
  return [judged, ...missing].join("\n");
}
