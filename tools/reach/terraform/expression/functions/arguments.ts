import { isList, isMap, Reference, Unknown, type Value } from "../../value.ts";
import { type Plain, toNumber, toText } from "../known.ts";
import { notDeployedYet } from "../scope.ts";
import { CallProblem } from "./registry.ts";

/** The reason why a structural function cannot see its list or map, thrown to the caller. */
export class UnknownArgument extends Error {
  override readonly name = "NotKnown";
  /** The unknown value in place of the list or map. */
  readonly reason: Unknown;

  constructor(reason: Unknown) {
    super(reason.why);
    this.reason = reason;
  }
}

/**
 * Returns an argument as a string.
 * @throws CallProblem
 */
export function textArgument(value: Plain | undefined): string {
  const result = value === undefined ? undefined : toText(value);
  if (result === undefined) throw new CallProblem("an argument is not a string");
  return result;
}

/**
 * Returns an argument as a number.
 * @throws CallProblem
 */
export function numberArgument(value: Plain | undefined): number {
  const result = value === undefined ? undefined : toNumber(value);
  if (result === undefined) throw new CallProblem("an argument is not a number");
  return result;
}

/**
 * Returns an argument as an integer.
 * @throws CallProblem
 */
export function integerArgument(value: Plain | undefined): number {
  const result = numberArgument(value);
  if (!Number.isSafeInteger(result)) throw new CallProblem(`${result} is not an integer`);
  return result;
}

/**
 * Returns an argument as a list of strings.
 * @throws CallProblem
 */
export function textListArgument(value: Plain | undefined): string[] {
  if (!Array.isArray(value)) throw new CallProblem("an argument is not a list");
  return value.map(textArgument);
}

/**
 * Returns an argument as a list, with its elements unchanged.
 * @throws CallProblem, UnknownArgument
 */
export function listArgument(value: Value | undefined): readonly Value[] {
  refuseUnknown(value);
  if (!isList(value)) throw new CallProblem("an argument is not a list");
  return value;
}

/**
 * Returns an argument as a map, with its values unchanged.
 * @throws CallProblem, UnknownArgument
 */
export function mapArgument(value: Value | undefined): { readonly [key: string]: Value } {
  refuseUnknown(value);
  if (!isMap(value)) throw new CallProblem("an argument is not a map");
  return value;
}

/**
 * Rejects references and unknown values; plain data, lists and maps pass.
 * @throws UnknownArgument
 */
export function refuseUnknown(value: Value | undefined): void {
  if (value instanceof Unknown) throw new UnknownArgument(value);
  if (value instanceof Reference) throw new UnknownArgument(notDeployedYet(value));
}
