import { join } from "node:path";
import { makeTemporaryFolder } from "../tools/terraform/temporary-folder.ts";
import { writeLargePlans } from "./large-plans.ts";
import { measureProcess, type ProcessCost } from "./measure.ts";
import { compareWithTarget, printRow, printTitle } from "./print.ts";

/** The time for which a user waits, and the memory of a small CI runner. */
const REVIEW_TARGETS = { triedSeconds: 10, largeSeconds: 5, largeMiB: 512 };

/** The stacks of the growing reviews, each with 100 changes. */
const STACK_COUNTS = [1, 10, 50, 100];
const CHANGES = 100;

/** Measures reviews: one plan that is tried out, and growing folders of plans that are not. */
export async function benchReview(): Promise<void> {
  const folder = makeTemporaryFolder("drydock-bench");
  try {
    printTitle("Review, whole process");
    const one = join(folder.path, "one");
    writeLargePlans(one, 1, 150);
    // Writes the caches.
    await review(one);
    const tried = await review(one);
    printRow(
      "one plan of 150 changes, tried out",
      formatReviewCost(tried),
      compareWithTarget(tried.milliseconds / 1000, REVIEW_TARGETS.triedSeconds, " s"),
    );
    for (const stacks of STACK_COUNTS) {
      const input = join(folder.path, `stacks-${stacks}`);
      writeLargePlans(input, stacks, CHANGES);
      const cost = await review(input, "--no-trial");
      printRow(
        `${stacks} stacks, ${stacks * CHANGES} changes, not tried`,
        formatReviewCost(cost),
        stacks === STACK_COUNTS.at(-1)
          ? `${compareWithTarget(cost.milliseconds / 1000, REVIEW_TARGETS.largeSeconds, " s")}, ${compareWithTarget(cost.mebibytes, REVIEW_TARGETS.largeMiB, " MiB")}`
          : "",
      );
    }
  } finally {
    await folder.remove();
  }
}

/** The exit codes of a review by its verdict. */
const VERDICT_CODES = [0, 3, 4, 5];

function review(input: string, ...flags: readonly string[]): Promise<ProcessCost> {
  return measureProcess(["bin/drydock.mjs", "review", input, "--json", ...flags], {}, VERDICT_CODES);
}

function formatReviewCost({ milliseconds, mebibytes }: ProcessCost): string {
  return `${(milliseconds / 1000).toFixed(1)} s ${mebibytes.toFixed(0).padStart(5)} MiB`;
}
