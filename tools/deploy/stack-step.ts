import { colours } from "../colours.ts";
import type { PlannedChange } from "../terraform/planned-changes.ts";
import type { AppliedForm } from "./change-runner.ts";

/** The changes of one stack in one pass: addresses by kind. */
export interface StackStep {
  /** `up`, `turn` or `down`, with what a command puts before it. */
  readonly pass: string;
  /** The stack's name. */
  readonly stack: string;
  /** Created resources. */
  readonly create: readonly string[];
  /** Resources that were changed in place. */
  readonly update: readonly string[];
  /** Resources that were deleted and created again. */
  readonly replace: readonly string[];
  /** Deleted resources. */
  readonly delete: readonly string[];
  /** Resources that only have another address in the state. */
  readonly move: readonly string[];
}

/** The step of a form that was deployed. */
export function stackStep(pass: string, { stack, changes }: AppliedForm): StackStep {
  const of = (action: PlannedChange["action"]) =>
    changes
      .filter((change) => change.action === action)
      .map(({ address }) => address)
      .sort();
  return {
    pass,
    stack,
    create: of("create"),
    update: of("update"),
    replace: of("replace"),
    delete: of("delete"),
    move: of("move"),
  };
}

/** `3 created, 1 changed`, or `unchanged`. */
export function formatCounts(step: StackStep): string {
  const counts = [
    [step.create, "created"],
    [step.update, "changed"],
    [step.replace, "replaced"],
    [step.delete, "deleted"],
    [step.move, "moved"],
  ] as const;
  const text = counts.flatMap(([list, word]) => (list.length === 0 ? [] : [`${list.length} ${word}`]));
  return text.length === 0 ? "unchanged" : text.join(", ");
}

const MARKS = [
  ["create", "+"],
  ["update", "~"],
  ["replace", "±"],
  ["delete", "-"],
  ["move", ">"],
] as const;

/** Formats what each pass did to each stack. */
export function formatStackSteps(steps: readonly StackStep[]): string {
  const passes = [...new Set(steps.map(({ pass }) => pass))];
  return passes
    .map((pass) =>
      [colours.bold(pass), ...steps.filter((step) => step.pass === pass).flatMap(formatStep)].join("\n"),
    )
    .join("\n\n");
}

function formatStep(step: StackStep): string[] {
  return [`  ${step.stack}  ${formatCounts(step)}`, ...formatStepChanges(step)];
}

/** Formats the changes of a step, a line each: `+` and the address of what is created. */
export function formatStepChanges(step: StackStep): string[] {
  return MARKS.flatMap(([kind, mark]) => step[kind].map((address) => `    ${mark} ${address}`));
}
