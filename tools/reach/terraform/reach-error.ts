import { ExpectedError } from "../../expected-error.ts";

/** An error for the user of `drydock reach`: one line with the given input and the allowed one. */
export class ReachError extends ExpectedError {
  override readonly name = "ReachError";
}
