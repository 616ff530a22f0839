import { isMap, Unknown, type Value } from "../../value.ts";
import { plain, textOf } from "../known.ts";
import { Invalid } from "../scope.ts";
import { compareTexts } from "../sets.ts";
import { list, map, NotKnown } from "./arguments.ts";
import { CallProblem, type ShapingFunction } from "./registry.ts";

/** Functions of maps. Terraform goes over a map in the order of its keys. */
export const MAPS: Readonly<Record<string, ShapingFunction>> = {
  keys: ([value]) => Object.keys(map(value)).sort(compareTexts),
  lookup: ([value, key, otherwise], scope) => {
    const table = map(value);
    const name = keyText(key, scope);
    if (Object.hasOwn(table, name)) return table[name]!;
    return otherwise ?? new Invalid(`lookup: there is no ${JSON.stringify(name)}`);
  },
  merge: (args) => merged(args),
  values: ([value]) => sortedEntries(map(value)).map(([, each]) => each),
  zipmap: ([keys, values], scope) => {
    const [names, all] = [list(keys), list(values)];
    if (names.length !== all.length) throw new CallProblem("its lists differ in length");
    return Object.fromEntries(names.map((name, i) => [keyText(name, scope), all[i]!]));
  },
};

/** The entries of a map, in the order of its keys. */
export function sortedEntries(value: { readonly [key: string]: Value }): [string, Value][] {
  return Object.entries(value).sort(([a], [b]) => compareTexts(a, b));
}

/** Later maps win; null counts as an empty one. */
function merged(args: readonly Value[]): Value {
  const entries = args.filter((arg) => arg !== null).flatMap((arg) => Object.entries(map(arg)));
  return isMap(args[0]) && args.length === 1 ? args[0] : Object.fromEntries(entries);
}

function keyText(value: Value | undefined, scope: Parameters<ShapingFunction>[1]): string {
  const known = value === undefined ? null : plain(value, scope);
  if (known instanceof Unknown) throw new NotKnown(known);
  const text = textOf(known);
  if (text === undefined) throw new CallProblem("a key is a text");
  return text;
}
