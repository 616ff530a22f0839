import { ExpectedError } from "../expected-error.ts";

/** Drift that could not be looked for. The message has Terraform's output. */
export class DriftError extends ExpectedError {
  override readonly name = "DriftError";
}
