import { isList, isMap, Unknown, type Value } from "../../value.ts";
import { plain } from "../known.ts";
import { equals } from "../operators.ts";
import { Invalid } from "../scope.ts";
import { identityOf } from "../sets.ts";
import { integer, list, NotKnown, refuseUnknown } from "./arguments.ts";
import { CallProblem, type ShapingFunction } from "./registry.ts";

type Configured = Parameters<ShapingFunction>[1];

/** Functions that shape lists; references stay elements. */
export const LISTS: Readonly<Record<string, ShapingFunction>> = {
  chunklist: ([values, size], scope) => chunks(list(values), wholeNumber(size, scope)),
  coalesce: (args, scope) => firstSet(args, scope),
  coalescelist: (args) => args.map(list).find(({ length }) => length > 0) ?? none(),
  compact: ([values], scope) => list(values).filter((value) => !isEmpty(value, scope)),
  concat: (args) => args.flatMap(list),
  contains: ([values, value], scope) => isAmong(list(values), present(value), scope),
  distinct: ([values]) => unique(list(values)),
  element: ([values, place], scope) => element(list(values), wholeNumber(place, scope)),
  flatten: ([values]) => flatten(list(values)),
  index: ([values, value], scope) => indexOf(list(values), present(value), scope),
  length: ([value]) => lengthOf(present(value)),
  one: ([values]) => one(list(values)),
  reverse: ([values]) => [...list(values)].reverse(),
  slice: ([values, from, to], scope) => slice(list(values), wholeNumber(from, scope), wholeNumber(to, scope)),
};

/** A number that must be known. */
function wholeNumber(value: Value | undefined, scope: Configured): number {
  const known = plain(present(value), scope);
  if (known instanceof Unknown) throw new NotKnown(known);
  return integer(known);
}

function present(value: Value | undefined): Value {
  if (value === undefined) throw new CallProblem("an argument is missing");
  return value;
}

function none(): never {
  throw new CallProblem("every argument is empty");
}

/** What is no reference to a deployed thing's id may be null once it is deployed. */
function isEmpty(value: Value, scope: Configured): boolean {
  const isNull = equals(value, null, scope);
  if (isNull instanceof Unknown) throw new NotKnown(isNull);
  return isNull || value === "";
}

function firstSet(args: readonly Value[], scope: Configured): Value {
  return args.find((arg) => !isEmpty(arg, scope)) ?? none();
}

function chunks(values: readonly Value[], size: number): Value {
  if (size < 0) throw new CallProblem("a chunk has a size of 0 or more");
  if (size === 0) return values.length === 0 ? [] : [values];
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) =>
    values.slice(i * size, (i + 1) * size),
  );
}

function unique(values: readonly Value[]): Value {
  const seen = new Set<unknown>();
  return values.filter((value) => !seen.has(identityOf(value)) && seen.add(identityOf(value)));
}

function element(values: readonly Value[], place: number): Value {
  if (values.length === 0) throw new CallProblem("an empty list has no elements");
  if (place < 0) throw new CallProblem("an element has a place of 0 or more");
  return values[place % values.length]!;
}

function flatten(values: readonly Value[]): Value[] {
  return values.flatMap((value) => {
    if (value instanceof Unknown) throw new NotKnown(value);
    return isList(value) ? flatten(value) : [value];
  });
}

function lengthOf(value: Value): number {
  refuseUnknown(value);
  if (isList(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  if (typeof value !== "string") throw new CallProblem("only a list, a map or a text has a length");
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

/** Whether a value is among some: known as soon as one is it, or none can be. */
export function isAmong(values: readonly Value[], value: Value, scope: Configured): boolean | Unknown {
  let unknown: Unknown | undefined;
  for (const each of values) {
    const same = equals(each, value, scope);
    if (same === true) return true;
    if (same instanceof Unknown) unknown ??= same;
  }
  return unknown ?? false;
}

function indexOf(values: readonly Value[], value: Value, scope: Configured): Value {
  for (const [i, each] of values.entries()) {
    const same = equals(each, value, scope);
    if (same !== false) return same === true ? i : same;
  }
  return new Invalid("index: the list does not have it");
}
