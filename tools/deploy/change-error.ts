import { ExpectedError } from "../expected-error.ts";

/**
 * Says what a change has done that ends at one stack's plan, and how it goes on. Every stack before
 * has what was deployed beside what is wanted.
 */
export const HOW_TO_GO_ON =
  "Nothing of this stack was changed. The stacks before it have what is wanted beside all that was deployed, so nothing is cut off. To go on, undo or change this in the platform, and give the same command again: it goes on from the states.";

/** A change that cannot go on. The message says why, and what was not touched. */
export class ChangeError extends ExpectedError {
  override readonly name = "ChangeError";
}
