import type { ModelGap, Resource, StackOutput } from "./inventory.ts";

/** The contents of one stack, plan or state. */
export interface StackContents {
  readonly stack: string;
  readonly resources: readonly Resource[];
  readonly outputs: readonly StackOutput[];
  readonly gaps: readonly ModelGap[];
}
