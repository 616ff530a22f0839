/** A change that cannot go on. The message says what stands in the way, and what was not touched. */
export class ChangeError extends Error {
  override readonly name = "ChangeError";
}
