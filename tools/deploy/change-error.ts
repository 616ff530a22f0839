import { ExpectedError } from "../expected-error.ts";

/** A change that cannot go on. The message says why, and what was not touched. */
export class ChangeError extends ExpectedError {
  override readonly name = "ChangeError";
}
