import { ExpectedError } from "../expected-error.ts";

/** An input of a review that cannot be read; its message says what to do. */
export class ReviewError extends ExpectedError {
  override readonly name = "ReviewError";
}
