/** A change that cannot go on. The message says why, and what was not touched. */
export class ChangeError extends Error {
  override readonly name = "ChangeError";
}
