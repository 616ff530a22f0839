import { collectionEntries } from "../expression/evaluate.ts";
import { toNumber, toPlain, toText } from "../expression/known.ts";
import type { Scope } from "../expression/scope.ts";
import { Unknown, type Value } from "../value.ts";
import { evaluateJson } from "./evaluate-json.ts";
import type { JsonObject } from "./json.ts";

/** One instance of a resource or module. */
export interface ResourceInstance {
  /** The instance key: empty, `[0]`, `["a"]`. */
  readonly suffix: string;
  /** The values of `count` and `each` in this instance. */
  readonly names: ReadonlyMap<string, Value>;
}

/** The instances created by `count` or `for_each`. */
export type Expansion =
  | { readonly form: "single"; readonly instance: ResourceInstance }
  | { readonly form: "list"; readonly instances: readonly ResourceInstance[] }
  | { readonly form: "map"; readonly instances: ReadonlyMap<string, ResourceInstance> };

/** The most instances that are expanded; more are taken for a mistake. */
const MAX_INSTANCES = 100_000;

/** Returns every instance of an expansion. */
export function instancesOf(expansion: Expansion): readonly ResourceInstance[] {
  if (expansion.form === "single") return [expansion.instance];
  return [...expansion.instances.values()];
}

/**
 * Collects one value per instance in the form that expressions see: a single value, a list, or a
 * map.
 */
export function collectInstances(expansion: Expansion, of: (copy: ResourceInstance) => Value): Value {
  if (expansion.form === "single") return of(expansion.instance);
  if (expansion.form === "list") return expansion.instances.map(of);
  return Object.fromEntries([...expansion.instances].map(([key, copy]) => [key, of(copy)]));
}

/** Expands a block to its instances; if their number is unknown, returns the reason. */
export function expand(body: JsonObject, scope: Scope): Expansion | Unknown {
  if (body.count !== undefined && body.count !== null) return counted(evaluateJson(body.count, scope), scope);
  if (body.for_each !== undefined && body.for_each !== null) {
    return keyed(evaluateJson(body.for_each, scope), scope);
  }
  return { form: "single", instance: { suffix: "", names: new Map() } };
}

function counted(value: Value, scope: Scope): Expansion | Unknown {
  const known = toPlain(value, scope);
  if (known instanceof Unknown) return new Unknown(`its count is unknown: ${known.why}`);
  const count = toNumber(known);
  if (count === undefined || !Number.isInteger(count) || count < 0 || count > MAX_INSTANCES) {
    return new Unknown("its count is not an integer");
  }
  const instances = Array.from({ length: count }, (_, index) => ({
    suffix: `[${index}]`,
    names: new Map([["count", { index }]]),
  }));
  return { form: "list", instances };
}

function keyed(value: Value, scope: Scope): Expansion | Unknown {
  const entries = collectionEntries(value, scope);
  if (entries instanceof Unknown) return new Unknown(`its for_each is unknown: ${entries.why}`);
  const isList = Array.isArray(value);
  const instances = new Map<string, ResourceInstance>();
  for (const [entryKey, each] of entries) {
    const known = toPlain(isList ? each : entryKey, scope);
    if (known instanceof Unknown) return new Unknown(`its for_each is unknown: ${known.why}`);
    const key = toText(known);
    if (key === undefined) return new Unknown("its for_each has a key that is not a string");
    instances.set(key, {
      suffix: `[${JSON.stringify(key)}]`,
      names: new Map([["each", { key, value: each }]]),
    });
  }
  return { form: "map", instances };
}
