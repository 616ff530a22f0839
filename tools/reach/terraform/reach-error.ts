/** What the user of `drydock reach` has to mend: one line that says what was given and what is allowed. */
export class ReachError extends Error {
  override readonly name = "ReachError";
}
