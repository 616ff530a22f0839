import { isList, isMap, Reference, type Value } from "../../value.ts";
import { type Plain, toBoolean, toNumber, toPlain, toText } from "../known.ts";
import { toSet } from "../sets.ts";
import { listArgument, mapArgument, refuseUnknown } from "./arguments.ts";
import { CallProblem, type StructuralFunction } from "./registry.ts";

/** Conversions between types. */
export const CONVERSION_FUNCTIONS: Readonly<Record<string, StructuralFunction>> = {
  nonsensitive: ([value]) => given(value),
  sensitive: ([value]) => given(value),
  tobool: ([value], scope) => converted(value, (each) => toBoolean(each), scope),
  tolist: ([value]) => [...listArgument(value)],
  tomap: ([value]) => mapArgument(value),
  tonumber: ([value], scope) => converted(value, (each) => toNumber(each), scope),
  toset: ([value]) => toSet(listArgument(value)),
  tostring: ([value], scope) => converted(value, (each) => toText(each), scope),
};

function given(value: Value | undefined): Value {
  if (value === undefined) throw new CallProblem("it needs exactly one argument");
  return value;
}

/** Converts a scalar; a reference stays the same, since its text identifies the same resource. */
function converted(
  value: Value | undefined,
  convert: (value: Plain) => Value | undefined,
  scope: Parameters<StructuralFunction>[1],
): Value {
  const before = given(value);
  if (before instanceof Reference || before === null) return before;
  refuseUnknown(before);
  if (isList(before) || isMap(before))
    throw new CallProblem("a list or a map cannot be converted to a scalar");
  const result = convert(toPlain(before, scope) as Plain);
  if (result === undefined) throw new CallProblem(`${JSON.stringify(before)} cannot be converted`);
  return result;
}
