/**
 * Something about this machine that its user can put right: a missing program, a port in use, no space.
 *
 * The message is one line that says what is wrong and what to do; a command line prints it alone, without
 * a stack, and exits with a code that is not 0.
 */
export class SetupError extends Error {
  override readonly name = "SetupError";
}
