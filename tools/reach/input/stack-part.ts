import type { Gap, Resource, StackOutput } from "./inventory.ts";

/** What one stack, plan or state holds. */
export interface StackPart {
  readonly stack: string;
  readonly resources: readonly Resource[];
  readonly outputs: readonly StackOutput[];
  readonly gaps: readonly Gap[];
}
