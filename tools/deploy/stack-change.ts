import type { SynthesizedStack, TerraformJson } from "../synthesized/synthesized-stacks.ts";

/** The change of one stack, as the forms that it takes one after the other. */
export interface StackChange {
  /** The stack's name. */
  readonly name: string;
  /** The stacks that it reads, in either form. */
  readonly dependencies: readonly string[];
  /** The form of the up pass; undefined if the whole stack goes. */
  readonly up: TerraformJson | undefined;
  /** The up form with traffic on what takes over; undefined if no traffic moves. */
  readonly turned: TerraformJson | undefined;
  /**
   * Moves in the state before the up pass, of what goes out of the way of its successor: new
   * addresses by the old ones.
   */
  readonly asides: ReadonlyMap<string, string>;
  /** The form of the down pass; undefined if the up form is the wanted one. */
  readonly down: TerraformJson | undefined;
  /** The addresses of links that the turned form replaces. */
  readonly movedLinks: readonly string[];
  /** Everything that is cut off on the way. */
  readonly cuts: readonly AcceptableCut[];
  /**
   * True if the up pass may delete what is in the state and in neither form: an interrupted change
   * was about to delete it. Only a form that the state records is known to be all that was wanted.
   */
  readonly mayFinishDeletions: boolean;
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

/** A stack in one form. */
export interface DeployedStack extends Pick<SynthesizedStack, "name" | "dependencies" | "json"> {
  /** True if the stack's state records the form. @default false: it is taken from files */
  readonly isRecorded?: boolean;
}
