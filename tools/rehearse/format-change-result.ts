import { colours } from "../colours.ts";
import { formatStackSteps } from "../deploy/stack-step.ts";
import type { ChangeRehearsalResult } from "./change-rehearsal.ts";

/** Formats a rehearsed change for the terminal: what each pass did to each stack. */
export function formatChangeResult(result: ChangeRehearsalResult): string {
  const { subject, from, steps, cuts, notBack, provenStates, seconds } = result;
  const changes = steps.filter(({ pass }) => !pass.startsWith("deploy"));
  return [
    `${formatStackSteps(changes)}\n\n`,
    formatList("Cut off for a while", cuts),
    formatList("Not restored by going back", notBack),
    `${subject} was changed from ${from} in ${seconds.toFixed(1)} s. `,
    `What is open before and after stayed open in all ${provenStates} states between, and nothing else opened.\n`,
  ].join("");
}

function formatList(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${[colours.bold(title), ...lines].join("\n  ")}\n\n`;
}
