import { Unknown, type Value } from "../../value.ts";
import { setOf } from "../sets.ts";
import { list, NotKnown } from "./arguments.ts";
import { isAmong } from "./lists.ts";
import { CallProblem, MAX_ELEMENTS, type ShapingFunction } from "./registry.ts";

/** Functions of sets; references stay elements. */
export const SETS: Readonly<Record<string, ShapingFunction>> = {
  setintersection: (args, scope) => {
    const [first, ...others] = args.map(list);
    return setOf((first ?? []).filter((value) => others.every((other) => has(other, value, scope))));
  },
  setproduct: (args) => product(args.map(list)),
  setsubtract: ([values, gone], scope) => {
    const without = list(gone);
    return setOf(list(values).filter((value) => !has(without, value, scope)));
  },
  setunion: (args) => setOf(args.flatMap(list)),
};

function has(values: readonly Value[], value: Value, scope: Parameters<ShapingFunction>[1]): boolean {
  const result = isAmong(values, value, scope);
  if (result instanceof Unknown) throw new NotKnown(result);
  return result;
}

function product(lists: readonly (readonly Value[])[]): Value {
  if (lists.length === 0) throw new CallProblem("it takes one list at least");
  if (lists.reduce((size, { length }) => size * length, 1) > MAX_ELEMENTS)
    throw new CallProblem("it is too long");
  return lists.reduce<Value[][]>(
    (rows, values) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
}
