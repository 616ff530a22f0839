/** An error for the user of `drydock reach`: one line with the given input and the allowed one. */
export class ReachError extends Error {
  override readonly name = "ReachError";
}
