import { readManifestOfPlans } from "../plan/plan-folder.ts";
import type { ShowPlan } from "./input/read-plans.ts";
import { folderReviewOptions, passesOf, type ReviewedStep, readStepPlans } from "./planned-passes.ts";
import type { Review } from "./review.ts";
import { type ReviewOptions, reviewPasses } from "./review-plans.ts";

/** A review of a folder of plans, with the plans as they were judged. */
export interface FolderReview {
  readonly review: Review;
  readonly plans: readonly ReviewedStep[];
}

/**
 * Reviews the plans of a folder that `drydock plan` wrote: all passes and stacks as one change.
 *
 * @throws ReviewError for a file that is not the plan that was made, or waivers that do not fit
 */
export async function reviewFolder(
  folder: string,
  show: ShowPlan,
  options: Omit<ReviewOptions, "shown" | "wereSimulated">,
): Promise<FolderReview> {
  const plans = await readStepPlans(folder, readManifestOfPlans(folder), show);
  const review = reviewPasses(passesOf(plans), { ...options, ...folderReviewOptions(plans) });
  return { review, plans };
}
