import { colours } from "../colours.ts";
import { formatStackSteps } from "../deploy/stack-step.ts";
import type { ApplyResult } from "./planned-run.ts";

/** The name and major version of the JSON contract. */
const APPLY_FORMAT = "drydock.apply.v1";

/**
 * Formats what was done, what failed, and what was not begun.
 *
 * @param goOn the command that goes on later
 */
export function formatApply(result: ApplyResult, goOn: string): string {
  const { outcome, steps, failed, notBegun, error } = result;
  const parts = [
    ...(steps.length === 0 ? [] : [formatStackSteps(steps)]),
    ...failed.map(({ step, message, isNotCovered }) =>
      [
        colours.bold(isNotCovered ? `Not covered by the reviewed plan: ${step}` : `Failed: ${step}`),
        ...message.split("\n").map((line) => `  ${line}`),
      ].join("\n"),
    ),
    ...(error === undefined ? [] : [error]),
    ...(notBegun.length === 0 ? [] : [`Not done: ${notBegun.join(", ")}`]),
    ...(outcome === "applied" ? ["Applied."] : [nextStep(result, goOn)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function nextStep({ failed }: ApplyResult, goOn: string): string {
  if (failed.some(({ isNotCovered }) => isNotCovered)) {
    return "Next: plan again, and review what is new: npx drydock plan";
  }
  return `Next: mend the cause, and run the same command again: it goes on from there. ${goOn}`;
}

/** Returns the result as JSON. The contract only gets new keys. */
export function applyAsJson(result: ApplyResult): string {
  return `${JSON.stringify({ format: APPLY_FORMAT, ...result }, null, 2)}\n`;
}
