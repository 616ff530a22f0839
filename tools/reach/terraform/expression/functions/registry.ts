import type { Value } from "../../value.ts";
import type { Plain } from "../known.ts";
import type { Scope } from "../scope.ts";

/** What Terraform would refuse about a call; the caller makes it a value. */
export class CallProblem extends Error {
  override readonly name = "CallProblem";
}

/** A call that is right, but beyond this evaluator. */
export class NotEvaluated extends Error {
  override readonly name = "NotEvaluated";
}

/** A function of plain data. @throws CallProblem, NotEvaluated */
export type PlainFunction = (...args: Plain[]) => Plain;

/** A function that only moves elements about: references may be among them. @throws CallProblem */
export type StructuralFunction = (args: readonly Value[], scope: Pick<Scope, "configured">) => Value;

/** Lists longer than this are nobody's network. */
export const MAX_ELEMENTS = 100_000;
