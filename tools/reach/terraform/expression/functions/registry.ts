import type { Value } from "../../value.ts";
import type { Plain } from "../known.ts";
import type { Scope } from "../scope.ts";

/** An error that Terraform would raise for a call; the caller turns it into a value. */
export class CallProblem extends Error {
  override readonly name = "CallProblem";
}

/** A valid call that this evaluator does not support. */
export class NotEvaluated extends Error {
  override readonly name = "NotEvaluated";
}

/**
 * A function of plain data.
 * @throws CallProblem, NotEvaluated
 */
export type PlainFunction = (...args: Plain[]) => Plain;

/**
 * A function that only rearranges elements, which may be references.
 * @throws CallProblem
 */
export type StructuralFunction = (args: readonly Value[], scope: Pick<Scope, "configured">) => Value;

/** The longest list that is evaluated; no network needs more. */
export const MAX_ELEMENTS = 100_000;
