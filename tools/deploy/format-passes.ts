import { formatCount } from "../format-count.ts";
import type { StackChange } from "./stack-change.ts";

/** The parts of a stack's change that say what the passes do to it. */
export type StackPasses = Pick<StackChange, "name" | "up" | "turned" | "down" | "leftovers" | "forgotten">;

/** Formats what the passes do to each stack; the plans with the exact changes come later. */
export function formatPasses(stacks: readonly StackPasses[]): string {
  return stacks.map((stack) => `  ${stack.name}  ${formatStackPasses(stack)}`).join("\n");
}

/** `up; down: moves traffic, deletes 8`. */
export function formatStackPasses({ up, turned, down, leftovers, forgotten }: StackPasses): string {
  if (up === undefined) return `down: deletes the stack, ${formatCount(leftovers.length, "resource")}`;
  if (down === undefined) return "up";
  const parts = [
    ...(turned === undefined ? [] : ["moves traffic"]),
    ...(leftovers.length === 0 ? [] : [`deletes ${leftovers.length}`]),
    ...(forgotten.length === 0 ? [] : [`forgets ${forgotten.length}`]),
  ];
  return `up; down${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`;
}
