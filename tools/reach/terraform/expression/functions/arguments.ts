import { isList, isMap, Reference, Unknown, type Value } from "../../value.ts";
import { type Plain, toNumber, toText } from "../known.ts";
import { notDeployedYet } from "../scope.ts";
import { CallProblem } from "./registry.ts";

/** A reason why a shaping function cannot see its list or map, thrown to the call. */
export class UnknownArgument extends Error {
  override readonly name = "NotKnown";
  readonly reason: Unknown;

  constructor(reason: Unknown) {
    super(reason.why);
    this.reason = reason;
  }
}

/** An argument as a text. @throws CallProblem */
export function textArgument(value: Plain | undefined): string {
  const result = value === undefined ? undefined : toText(value);
  if (result === undefined) throw new CallProblem("an argument is no text");
  return result;
}

/** An argument as a number. @throws CallProblem */
export function numberArgument(value: Plain | undefined): number {
  const result = value === undefined ? undefined : toNumber(value);
  if (result === undefined) throw new CallProblem("an argument is no number");
  return result;
}

/** An argument as a whole number. @throws CallProblem */
export function integerArgument(value: Plain | undefined): number {
  const result = numberArgument(value);
  if (!Number.isSafeInteger(result)) throw new CallProblem(`${result} is no whole number`);
  return result;
}

/** An argument as a list of texts. @throws CallProblem */
export function textListArgument(value: Plain | undefined): string[] {
  if (!Array.isArray(value)) throw new CallProblem("an argument is no list");
  return value.map(textArgument);
}

/** An argument as a list, its elements as they are. @throws CallProblem, NotKnown */
export function listArgument(value: Value | undefined): readonly Value[] {
  refuseUnknown(value);
  if (!isList(value)) throw new CallProblem("an argument is no list");
  return value;
}

/** An argument as a map, its values as they are. @throws CallProblem, NotKnown */
export function mapArgument(value: Value | undefined): { readonly [key: string]: Value } {
  refuseUnknown(value);
  if (!isMap(value)) throw new CallProblem("an argument is no map");
  return value;
}

/** @throws NotKnown for what is no plain data and no container of it. */
export function refuseUnknown(value: Value | undefined): void {
  if (value instanceof Unknown) throw new UnknownArgument(value);
  if (value instanceof Reference) throw new UnknownArgument(notDeployedYet(value));
}
