import { ExpectedError } from "../expected-error.ts";

/** Plans that cannot be made, read or applied. The message says why, and the next step. */
export class PlanError extends ExpectedError {
  override readonly name = "PlanError";
}
