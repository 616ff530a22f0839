import { entriesOf } from "../expression/evaluate.ts";
import { numberOf, plain, textOf } from "../expression/known.ts";
import type { Scope } from "../expression/scope.ts";
import { Unknown, type Value } from "../value.ts";
import { evaluateJson } from "./evaluate-json.ts";
import type { JsonObject } from "./json.ts";

/** One copy of a resource or module. */
export interface Copy {
  /** ``, `[0]`, `["a"]`. */
  readonly suffix: string;
  /** What `count` and `each` are in it. */
  readonly names: ReadonlyMap<string, Value>;
}

/** The copies that `count` or `for_each` make. */
export type Expansion =
  | { readonly form: "single"; readonly copy: Copy }
  | { readonly form: "list"; readonly copies: readonly Copy[] }
  | { readonly form: "map"; readonly copies: ReadonlyMap<string, Copy> };

/** More copies than this are a mistake. */
const MAX_COPIES = 100_000;

/** Every copy of an expansion. */
export function copiesOf(expansion: Expansion): readonly Copy[] {
  if (expansion.form === "single") return [expansion.copy];
  return [...expansion.copies.values()];
}

/** A value for each copy, in the form in which an expression sees them: one, a list, or a map. */
export function shaped(expansion: Expansion, of: (copy: Copy) => Value): Value {
  if (expansion.form === "single") return of(expansion.copy);
  if (expansion.form === "list") return expansion.copies.map(of);
  return Object.fromEntries([...expansion.copies].map(([key, copy]) => [key, of(copy)]));
}

/** The copies of a block; when how many there are is not known, why. */
export function expansionOf(body: JsonObject, scope: Scope): Expansion | Unknown {
  if (body.count !== undefined && body.count !== null) return counted(evaluateJson(body.count, scope), scope);
  if (body.for_each !== undefined && body.for_each !== null) {
    return keyed(evaluateJson(body.for_each, scope), scope);
  }
  return { form: "single", copy: { suffix: "", names: new Map() } };
}

function counted(value: Value, scope: Scope): Expansion | Unknown {
  const known = plain(value, scope);
  if (known instanceof Unknown) return new Unknown(`its count is not known: ${known.why}`);
  const count = numberOf(known);
  if (count === undefined || !Number.isInteger(count) || count < 0 || count > MAX_COPIES) {
    return new Unknown("its count is no whole number");
  }
  const copies = Array.from({ length: count }, (_, index) => ({
    suffix: `[${index}]`,
    names: new Map([["count", { index }]]),
  }));
  return { form: "list", copies };
}

function keyed(value: Value, scope: Scope): Expansion | Unknown {
  const entries = entriesOf(value, scope);
  if (entries instanceof Unknown) return new Unknown(`its for_each is not known: ${entries.why}`);
  const isList = Array.isArray(value);
  const copies = new Map<string, Copy>();
  for (const [entryKey, each] of entries) {
    const known = plain(isList ? each : entryKey, scope);
    if (known instanceof Unknown) return new Unknown(`its for_each is not known: ${known.why}`);
    const key = textOf(known);
    if (key === undefined) return new Unknown("its for_each has a key that is no text");
    copies.set(key, {
      suffix: `[${JSON.stringify(key)}]`,
      names: new Map([["each", { key, value: each }]]),
    });
  }
  return { form: "map", copies };
}
