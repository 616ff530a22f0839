import { isList, isMap, Reference, type Value } from "../../value.ts";
import { numberOf, type Plain, plain, textOf, truthOf } from "../known.ts";
import { setOf } from "../sets.ts";
import { list, map, refuseUnknown } from "./arguments.ts";
import { CallProblem, type ShapingFunction } from "./registry.ts";

/** Conversions between types. */
export const CONVERSIONS: Readonly<Record<string, ShapingFunction>> = {
  nonsensitive: ([value]) => given(value),
  sensitive: ([value]) => given(value),
  tobool: ([value], scope) => converted(value, (each) => truthOf(each), scope),
  tolist: ([value]) => [...list(value)],
  tomap: ([value]) => map(value),
  tonumber: ([value], scope) => converted(value, (each) => numberOf(each), scope),
  toset: ([value]) => setOf(list(value)),
  tostring: ([value], scope) => converted(value, (each) => textOf(each), scope),
};

function given(value: Value | undefined): Value {
  if (value === undefined) throw new CallProblem("it takes one argument");
  return value;
}

/** A scalar as another; a reference stays what it is, for its text is the same thing's. */
function converted(
  value: Value | undefined,
  convert: (value: Plain) => Value | undefined,
  scope: Parameters<ShapingFunction>[1],
): Value {
  const before = given(value);
  if (before instanceof Reference || before === null) return before;
  refuseUnknown(before);
  if (isList(before) || isMap(before)) throw new CallProblem("a list or a map is no scalar");
  const result = convert(plain(before, scope) as Plain);
  if (result === undefined) throw new CallProblem(`${JSON.stringify(before)} cannot be converted`);
  return result;
}
