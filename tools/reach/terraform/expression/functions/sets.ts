import { Unknown, type Value } from "../../value.ts";
import { toSet } from "../sets.ts";
import { listArgument, UnknownArgument } from "./arguments.ts";
import { containsValue } from "./lists.ts";
import { CallProblem, MAX_ELEMENTS, type StructuralFunction } from "./registry.ts";

/** Functions of sets; elements may be references. */
export const SET_FUNCTIONS: Readonly<Record<string, StructuralFunction>> = {
  setintersection: (args, scope) => {
    const [first, ...others] = args.map(listArgument);
    return toSet((first ?? []).filter((value) => others.every((other) => has(other, value, scope))));
  },
  setproduct: (args) => product(args.map(listArgument)),
  setsubtract: ([values, gone], scope) => {
    const without = listArgument(gone);
    return toSet(listArgument(values).filter((value) => !has(without, value, scope)));
  },
  setunion: (args) => toSet(args.flatMap(listArgument)),
};

function has(values: readonly Value[], value: Value, scope: Parameters<StructuralFunction>[1]): boolean {
  const result = containsValue(values, value, scope);
  if (result instanceof Unknown) throw new UnknownArgument(result);
  return result;
}

function product(lists: readonly (readonly Value[])[]): Value {
  if (lists.length === 0) throw new CallProblem("it needs at least one list");
  if (lists.reduce((size, { length }) => size * length, 1) > MAX_ELEMENTS)
    throw new CallProblem("the result is too long");
  return lists.reduce<Value[][]>(
    (rows, values) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
}
