import { collectionEntries, evaluate } from "../expression/evaluate.ts";
import { toPlain, toText } from "../expression/known.ts";
import { InvalidValue, NamesScope, type Scope } from "../expression/scope.ts";
import { isList, isMap, Reference, Unknown, type Value } from "../value.ts";
import { isJsonObject, type Json, type JsonObject, jsonText, toList } from "./json.ts";

/** The deepest nesting that is evaluated. */
const MAX_DEPTH = 60;

/** Evaluates a value in Terraform's JSON syntax: every string in it is a template. Never throws. */
export function evaluateJson(json: Json, scope: Scope, depth = 0): Value {
  if (depth > MAX_DEPTH) return new Unknown("it is nested too deeply");
  if (typeof json === "string") return evaluateText(json, scope);
  if (Array.isArray(json)) return json.map((item: Json) => evaluateJson(item, scope, depth + 1));
  return isJsonObject(json) ? evaluateBody(json, scope, depth) : (json as Value);
}

/** Evaluates a string; one without interpolations or directives is returned as it is. */
function evaluateText(text: string, scope: Scope): Value {
  if (!text.includes("${") && !text.includes("%{")) return text;
  const expression = scope.parse(text);
  return expression instanceof Unknown ? expression : evaluate(expression, scope);
}

/** Evaluates the body of a nested block, or a map: JSON does not distinguish them. */
function evaluateBody(body: JsonObject, scope: Scope, depth: number): Value {
  const result: [string, Value][] = [];
  const dynamic = dynamicsOf(body);
  for (const name of new Set([...Object.keys(body), ...dynamic.keys()])) {
    if (name === "//" || (name === "dynamic" && dynamic.size > 0)) continue;
    const key = name.includes("${") ? toPlain(evaluateText(name, scope), scope) : name;
    if (key instanceof Unknown) return key;
    const text = toText(key);
    if (text === undefined) return new InvalidValue("a key must be a string");
    result.push([text, attribute(body[name], dynamic.get(name) ?? [], scope, depth + 1)]);
  }
  return Object.fromEntries(result);
}

/**
 * Evaluates one attribute of a body, or all nested blocks of one name, including those of `dynamic`
 * blocks; undefined if the body has neither.
 */
export function evaluateAttribute(body: JsonObject, name: string, scope: Scope): Value | undefined {
  const dynamic = Object.hasOwn(body, "dynamic") ? dynamicsOf(body).get(name) : undefined;
  if (dynamic === undefined && !Object.hasOwn(body, name)) return undefined;
  return attribute(body[name], dynamic ?? [], scope, 0);
}

/** Returns the names of a body's attributes and blocks. */
export function attributeNames(body: JsonObject): string[] {
  const dynamic = dynamicsOf(body);
  const written = Object.keys(body).filter(
    (name) => name !== "//" && !(name === "dynamic" && dynamic.size > 0),
  );
  return [...new Set([...written, ...dynamic.keys()])];
}

function attribute(
  json: Json | undefined,
  dynamic: readonly JsonObject[],
  scope: Scope,
  depth: number,
): Value {
  const written = json === undefined ? [] : evaluateJson(json, scope, depth);
  if (dynamic.length === 0) return written;
  const blocks = [written, ...dynamic.map((block) => expand(block, scope, depth))];
  const unknown = blocks.find((value) => value instanceof Unknown || value instanceof Reference);
  if (unknown !== undefined) return unknown;
  return blocks.flatMap((value) => (isList(value) ? value : [value]));
}

/**
 * The `dynamic` blocks of a body by the block name they generate, which is also the default
 * iterator.
 */
function dynamicsOf(body: JsonObject): Map<string, JsonObject[]> {
  const found = new Map<string, JsonObject[]>();
  for (const group of toList(body.dynamic).filter(isJsonObject)) {
    for (const [name, blocks] of Object.entries(group)) {
      const dynamic = toList(blocks).filter(isJsonObject);
      // A map that happens to have a key called dynamic does not have this structure.
      if (
        dynamic.length === 0 ||
        !dynamic.every(({ for_each, content }) => for_each !== undefined && content !== undefined)
      )
        continue;
      found.set(name, [
        ...(found.get(name) ?? []),
        ...dynamic.map((block) => ({ iterator: name, ...block })),
      ]);
    }
  }
  return found;
}

/**
 * Expands a `dynamic` block.
 * https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks
 */
function expand(block: JsonObject, scope: Scope, depth: number): Value {
  const entries = collectionEntries(evaluateJson(block.for_each ?? null, scope, depth), scope);
  if (entries instanceof Unknown)
    return new Unknown(`the number of repetitions of the block is unknown: ${entries.why}`);
  const contents = entries.flatMap(([key, value]) => {
    const inner = new NamesScope(scope, new Map([[jsonText(block.iterator), { key, value }]]));
    return toList(block.content).map((content) => evaluateJson(content, inner, depth));
  });
  return contents.find((content) => content instanceof Unknown) ?? contents;
}

/**
 * Converts a value to the inventory's form: unset values are absent, and a reference to a whole
 * resource, which no attribute accepts, is unknown.
 */
export function toInventoryValue(value: Value): Value {
  if (value instanceof Unknown || typeof value !== "object" || value === null) return value;
  if (value instanceof Reference) {
    return value.path.length > 0
      ? value
      : new Unknown(`${value.address} is used as a whole object, not by one of its attributes`);
  }
  if (isList(value)) return value.map(toInventoryValue);
  return isMap(value) ? toInventoryMap(value) : value;
}

/** Converts a map to the inventory's form. */
export function toInventoryMap(map: { readonly [key: string]: Value }): { readonly [key: string]: Value } {
  return Object.fromEntries(
    Object.entries(map)
      .filter(([, value]) => value !== null && value !== "")
      .map(([key, value]) => [key, toInventoryValue(value)]),
  );
}
