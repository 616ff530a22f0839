import type { ModelGap, Resource, StackOutput } from "./inventory.ts";

/** What one stack, plan or state holds. */
export interface StackContents {
  readonly stack: string;
  readonly resources: readonly Resource[];
  readonly outputs: readonly StackOutput[];
  readonly gaps: readonly ModelGap[];
}
