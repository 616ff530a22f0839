import { ExpectedError } from "../expected-error.ts";

/**
 * A problem of this machine that the user can fix: a missing program, a port in use, no disk space.
 *
 * The one-line message states the problem and its fix. A command line prints it without a stack
 * trace, and exits with a non-zero code.
 */
export class SetupError extends ExpectedError {
  override readonly name = "SetupError";
}
