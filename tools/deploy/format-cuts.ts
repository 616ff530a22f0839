import type { AcceptableCut } from "./stack-change.ts";

/** Formats what a change cuts off, with the reasons. */
export function formatCuts(cuts: readonly AcceptableCut[]): string {
  return ["This change cuts off:", ...cuts.map(({ name, why }) => `  ${name}: ${why}`)].join("\n");
}

/** The options of `drydock deploy` that accept cuts. */
export function acceptOptions(cuts: readonly AcceptableCut[]): string {
  return [...new Set(cuts.map(({ name }) => `--accept-cut ${name}`))].join(" ");
}
