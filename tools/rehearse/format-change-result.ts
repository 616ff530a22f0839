import { colours } from "../colours.ts";
import type { ChangeRehearsalResult, StackStep } from "./change-rehearsal.ts";

/** Formats a rehearsed change for the terminal: what each pass did to each stack. */
export function formatChangeResult(result: ChangeRehearsalResult): string {
  const passes = [...new Set(result.steps.map(({ pass }) => pass))];
  const sections = passes.map((pass) => {
    const steps = result.steps.filter((step) => step.pass === pass);
    return [colours.bold(pass), ...steps.flatMap(formatStep)].join("\n");
  });
  const back = result.notBack.map((line) => `  ${line}\n`).join("");
  return [
    `${sections.join("\n\n")}\n\n`,
    back === "" ? "" : `${colours.bold("Not restored by going back")}\n${back}\n`,
    `${result.subject} was changed from ${result.from} in ${result.seconds.toFixed(1)} s; `,
    `what is open before and after stayed open in all ${result.provenStates} states between.\n`,
  ].join("");
}

function formatStep(step: StackStep): string[] {
  const rows = [
    ["+", step.create],
    ["~", step.update],
    ["±", step.replace],
    ["-", step.delete],
  ] as const;
  const lines = rows.flatMap(([mark, addresses]) => addresses.map((address) => `    ${mark} ${address}`));
  return [`  ${step.stack}${lines.length === 0 ? "  unchanged" : ""}`, ...lines];
}
