import { isList, isMap, Reference, Unknown, type Value } from "../../value.ts";
import { numberOf, type Plain, textOf } from "../known.ts";
import { notYet } from "../scope.ts";
import { CallProblem } from "./registry.ts";

/** A reason why a shaping function cannot see its list or map, thrown to the call. */
export class NotKnown extends Error {
  override readonly name = "NotKnown";
  readonly reason: Unknown;

  constructor(reason: Unknown) {
    super(reason.why);
    this.reason = reason;
  }
}

/** An argument as a text. @throws CallProblem */
export function text(value: Plain | undefined): string {
  const result = value === undefined ? undefined : textOf(value);
  if (result === undefined) throw new CallProblem("an argument is no text");
  return result;
}

/** An argument as a number. @throws CallProblem */
export function number(value: Plain | undefined): number {
  const result = value === undefined ? undefined : numberOf(value);
  if (result === undefined) throw new CallProblem("an argument is no number");
  return result;
}

/** An argument as a whole number. @throws CallProblem */
export function integer(value: Plain | undefined): number {
  const result = number(value);
  if (!Number.isSafeInteger(result)) throw new CallProblem(`${result} is no whole number`);
  return result;
}

/** An argument as a list of texts. @throws CallProblem */
export function texts(value: Plain | undefined): string[] {
  if (!Array.isArray(value)) throw new CallProblem("an argument is no list");
  return value.map(text);
}

/** An argument as a list, its elements as they are. @throws CallProblem, NotKnown */
export function list(value: Value | undefined): readonly Value[] {
  refuseUnknown(value);
  if (!isList(value)) throw new CallProblem("an argument is no list");
  return value;
}

/** An argument as a map, its values as they are. @throws CallProblem, NotKnown */
export function map(value: Value | undefined): { readonly [key: string]: Value } {
  refuseUnknown(value);
  if (!isMap(value)) throw new CallProblem("an argument is no map");
  return value;
}

/** @throws NotKnown for what is no plain data and no container of it. */
export function refuseUnknown(value: Value | undefined): void {
  if (value instanceof Unknown) throw new NotKnown(value);
  if (value instanceof Reference) throw new NotKnown(notYet(value));
}
