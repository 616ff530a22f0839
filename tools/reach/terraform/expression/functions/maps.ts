import { required } from "../../../../../language/required.ts";
import { isMap, Unknown, type Value } from "../../value.ts";
import { toPlain, toText } from "../known.ts";
import { InvalidValue } from "../scope.ts";
import { compareByCodeUnit } from "../sets.ts";
import { listArgument, mapArgument, UnknownArgument } from "./arguments.ts";
import { CallProblem, type StructuralFunction } from "./registry.ts";

/** Functions of maps. Terraform iterates over a map in the order of its keys. */
export const MAP_FUNCTIONS: Readonly<Record<string, StructuralFunction>> = {
  keys: ([value]) => Object.keys(mapArgument(value)).sort(compareByCodeUnit),
  lookup: ([value, key, otherwise], scope) => {
    const table = mapArgument(value);
    const name = keyText(key, scope);
    if (Object.hasOwn(table, name)) return required(table, name);
    return otherwise ?? new InvalidValue(`lookup: the map has no key ${JSON.stringify(name)}`);
  },
  merge: (args) => merged(args),
  values: ([value]) => entriesByKey(mapArgument(value)).map(([, each]) => each),
  zipmap: ([keys, values], scope) => {
    const [names, all] = [listArgument(keys), listArgument(values)];
    if (names.length !== all.length) throw new CallProblem("its lists have different lengths");
    return Object.fromEntries(names.map((name, i) => [keyText(name, scope), required(all, i)]));
  },
};

/** Returns the entries of a map, in the order of its keys. */
export function entriesByKey(value: { readonly [key: string]: Value }): [string, Value][] {
  return Object.entries(value).sort(([a], [b]) => compareByCodeUnit(a, b));
}

/** Merges maps; later ones win, and null counts as an empty map. */
function merged(args: readonly Value[]): Value {
  const entries = args.filter((arg) => arg !== null).flatMap((arg) => Object.entries(mapArgument(arg)));
  return isMap(args[0]) && args.length === 1 ? args[0] : Object.fromEntries(entries);
}

function keyText(value: Value | undefined, scope: Parameters<StructuralFunction>[1]): string {
  const known = value === undefined ? null : toPlain(value, scope);
  if (known instanceof Unknown) throw new UnknownArgument(known);
  const text = toText(known);
  if (text === undefined) throw new CallProblem("a key must be a string");
  return text;
}
