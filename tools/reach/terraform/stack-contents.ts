import type { ModelGap, Resource, StackOutput } from "./inventory.ts";

/** The contents of one stack, plan or state. */
export interface StackContents {
  /** The name of the stack. */
  readonly stack: string;
  /** Its resources and data sources. */
  readonly resources: readonly Resource[];
  /** Its outputs. */
  readonly outputs: readonly StackOutput[];
  /** The parts that could not be read. */
  readonly gaps: readonly ModelGap[];
}
