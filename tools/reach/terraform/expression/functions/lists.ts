import { required } from "../../../../../language/required.ts";
import { isList, isMap, Unknown, type Value } from "../../value.ts";
import { toPlain } from "../known.ts";
import { valuesEqual } from "../operators.ts";
import { InvalidValue } from "../scope.ts";
import { valueIdentity } from "../sets.ts";
import { integerArgument, listArgument, refuseUnknown, UnknownArgument } from "./arguments.ts";
import { CallProblem, type StructuralFunction } from "./registry.ts";

type Configured = Parameters<StructuralFunction>[1];

/** Functions of lists; elements may be references. */
export const LIST_FUNCTIONS: Readonly<Record<string, StructuralFunction>> = {
  chunklist: ([values, size], scope) => chunks(listArgument(values), wholeNumber(size, scope)),
  coalesce: (args, scope) => firstSet(args, scope),
  coalescelist: (args) => args.map(listArgument).find(({ length }) => length > 0) ?? none(),
  compact: ([values], scope) => listArgument(values).filter((value) => !isEmpty(value, scope)),
  concat: (args) => args.flatMap(listArgument),
  contains: ([values, value], scope) => containsValue(listArgument(values), present(value), scope),
  distinct: ([values]) => unique(listArgument(values)),
  element: ([values, place], scope) => element(listArgument(values), wholeNumber(place, scope)),
  flatten: ([values]) => flatten(listArgument(values)),
  index: ([values, value], scope) => indexOf(listArgument(values), present(value), scope),
  length: ([value]) => lengthOf(present(value)),
  one: ([values]) => one(listArgument(values)),
  reverse: ([values]) => [...listArgument(values)].reverse(),
  slice: ([values, from, to], scope) =>
    slice(listArgument(values), wholeNumber(from, scope), wholeNumber(to, scope)),
};

/** An integer that must be known. */
function wholeNumber(value: Value | undefined, scope: Configured): number {
  const known = toPlain(present(value), scope);
  if (known instanceof Unknown) throw new UnknownArgument(known);
  return integerArgument(known);
}

function present(value: Value | undefined): Value {
  if (value === undefined) throw new CallProblem("an argument is missing");
  return value;
}

function none(): never {
  throw new CallProblem("every argument is empty");
}

/**
 * True if the value is, or may be, null. Only a reference to a resource's ID is certain not to be
 * null after deployment.
 */
function isEmpty(value: Value, scope: Configured): boolean {
  const isNull = valuesEqual(value, null, scope);
  if (isNull instanceof Unknown) throw new UnknownArgument(isNull);
  return isNull || value === "";
}

function firstSet(args: readonly Value[], scope: Configured): Value {
  return args.find((arg) => !isEmpty(arg, scope)) ?? none();
}

function chunks(values: readonly Value[], size: number): Value {
  if (size < 0) throw new CallProblem("a chunk size must be 0 or more");
  if (size === 0) return values.length === 0 ? [] : [values];
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) =>
    values.slice(i * size, (i + 1) * size),
  );
}

function unique(values: readonly Value[]): Value {
  const seen = new Set<unknown>();
  return values.filter((value) => !seen.has(valueIdentity(value)) && seen.add(valueIdentity(value)));
}

function element(values: readonly Value[], place: number): Value {
  if (values.length === 0) throw new CallProblem("an empty list has no elements");
  if (place < 0) throw new CallProblem("an index must be 0 or more");
  return required(values, place % values.length);
}

function flatten(values: readonly Value[]): Value[] {
  return values.flatMap((value) => {
    if (value instanceof Unknown) throw new UnknownArgument(value);
    return isList(value) ? flatten(value) : [value];
  });
}

function lengthOf(value: Value): number {
  refuseUnknown(value);
  if (isList(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  if (typeof value !== "string") throw new CallProblem("only a list, a map or a string has a length");
  return [...new Intl.Segmenter("en").segment(value)].length;
}

function one(values: readonly Value[]): Value {
  if (values.length > 1) throw new CallProblem("its list has more than one element");
  return values[0] ?? null;
}

function slice(values: readonly Value[], from: number, to: number): Value {
  if (from < 0 || to < from || to > values.length) {
    throw new CallProblem(`a list of ${values.length} has no elements ${from} to ${to}`);
  }
  return values.slice(from, to);
}

/**
 * Reports if a list contains a value. The result is known once one element equals it, or none can.
 */
export function containsValue(values: readonly Value[], value: Value, scope: Configured): boolean | Unknown {
  let unknown: Unknown | undefined;
  for (const each of values) {
    const same = valuesEqual(each, value, scope);
    if (same === true) return true;
    if (same instanceof Unknown) unknown ??= same;
  }
  return unknown ?? false;
}

function indexOf(values: readonly Value[], value: Value, scope: Configured): Value {
  for (const [i, each] of values.entries()) {
    const same = valuesEqual(each, value, scope);
    if (same !== false) return same === true ? i : same;
  }
  return new InvalidValue("index: the list does not contain the value");
}
