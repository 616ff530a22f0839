import type { SynthesizedStack, TerraformJson } from "../synthesized/synthesized-stacks.ts";

/** What a change does to one stack, as the forms that it takes one after the other. */
export interface StackChange {
  /** The stack's name. */
  readonly name: string;
  /** The stacks that it reads, in either form. */
  readonly dependencies: readonly string[];
  /** The form of the up pass; undefined if the whole stack goes. */
  readonly up: TerraformJson | undefined;
  /** The up form with traffic on what takes over; undefined if no traffic moves. */
  readonly turned: TerraformJson | undefined;
  /** The form of the down pass; undefined if the up form is the wanted one. */
  readonly down: TerraformJson | undefined;
  /** The addresses of links that the turned form replaces. */
  readonly movedLinks: readonly string[];
  /** What is cut off on the way. */
  readonly cuts: readonly AcceptableCut[];
  /** The addresses that the down pass deletes, sorted. */
  readonly leftovers: readonly string[];
  /** The addresses that the down pass forgets and leaves in AWS, sorted. */
  readonly forgotten: readonly string[];
}

/** Something that is cut off for a while by a change. */
export interface AcceptableCut {
  /** Its name, by which the cut is accepted: that in the spec, or of its construct. */
  readonly name: string;
  /** Why, and for how long. */
  readonly why: string;
}

/** A deployed stack: what its state records. */
export type DeployedStack = Pick<SynthesizedStack, "name" | "dependencies" | "json">;
