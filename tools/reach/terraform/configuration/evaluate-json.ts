import { collectionEntries, evaluate } from "../expression/evaluate.ts";
import { toPlain, toText } from "../expression/known.ts";
import { InvalidValue, NamesScope, type Scope } from "../expression/scope.ts";
import { isList, isMap, Reference, Unknown, type Value } from "../value.ts";
import { isJsonObject, type Json, type JsonObject, jsonText, toList } from "./json.ts";

/** Nobody nests deeper. */
const MAX_DEPTH = 60;

/** A value of Terraform's JSON syntax: every string in it is a template. Never throws. */
export function evaluateJson(json: Json, scope: Scope, depth = 0): Value {
  if (depth > MAX_DEPTH) return new Unknown("it is nested too deeply");
  if (typeof json === "string") return evaluateText(json, scope);
  if (Array.isArray(json)) return json.map((item: Json) => evaluateJson(item, scope, depth + 1));
  return isJsonObject(json) ? evaluateBody(json, scope, depth) : (json as Value);
}

/** A string: itself unless something is to be worked out in it. */
function evaluateText(text: string, scope: Scope): Value {
  if (!text.includes("${") && !text.includes("%{")) return text;
  const expression = scope.parse(text);
  return expression instanceof Unknown ? expression : evaluate(expression, scope);
}

/** The body of a nested block, or a map; they are told apart by nothing in JSON. */
function evaluateBody(body: JsonObject, scope: Scope, depth: number): Value {
  const result: [string, Value][] = [];
  const dynamic = dynamicsOf(body);
  for (const name of new Set([...Object.keys(body), ...dynamic.keys()])) {
    if (name === "//" || (name === "dynamic" && dynamic.size > 0)) continue;
    const key = name.includes("${") ? toPlain(evaluateText(name, scope), scope) : name;
    if (key instanceof Unknown) return key;
    const text = toText(key);
    if (text === undefined) return new InvalidValue("a key is a text");
    result.push([text, attribute(body[name], dynamic.get(name) ?? [], scope, depth + 1)]);
  }
  return Object.fromEntries(result);
}

/**
 * One attribute of a body, or all nested blocks of one name, those of `dynamic` blocks among them; undefined
 * when the body has neither.
 */
export function evaluateAttribute(body: JsonObject, name: string, scope: Scope): Value | undefined {
  const dynamic = Object.hasOwn(body, "dynamic") ? dynamicsOf(body).get(name) : undefined;
  if (dynamic === undefined && !Object.hasOwn(body, name)) return undefined;
  return attribute(body[name], dynamic ?? [], scope, 0);
}

/** The names of a body's attributes and blocks. */
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

/** The `dynamic` blocks of a body by the name of what they make, each with that name as its iterator. */
function dynamicsOf(body: JsonObject): Map<string, JsonObject[]> {
  const found = new Map<string, JsonObject[]>();
  for (const group of toList(body.dynamic).filter(isJsonObject)) {
    for (const [name, blocks] of Object.entries(group)) {
      const dynamic = toList(blocks).filter(isJsonObject);
      // A map that only happens to have a key called dynamic has other things below it.
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

/** https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks */
function expand(block: JsonObject, scope: Scope, depth: number): Value {
  const entries = collectionEntries(evaluateJson(block.for_each!, scope, depth), scope);
  if (entries instanceof Unknown)
    return new Unknown(`how often the block is repeated is not known: ${entries.why}`);
  const contents = entries.flatMap(([key, value]) => {
    const inner = new NamesScope(scope, new Map([[jsonText(block.iterator), { key, value }]]));
    return toList(block.content).map((content) => evaluateJson(content, inner, depth));
  });
  return contents.find((content) => content instanceof Unknown) ?? contents;
}

/**
 * A value as the inventory gives it: what is not set is absent, and a whole resource, which no attribute
 * takes, is unknown.
 */
export function toInventoryValue(value: Value): Value {
  if (value instanceof Unknown || typeof value !== "object" || value === null) return value;
  if (value instanceof Reference) {
    return value.path.length > 0
      ? value
      : new Unknown(`${value.address} stands here whole, not one of its attributes`);
  }
  if (isList(value)) return value.map(toInventoryValue);
  return isMap(value) ? toInventoryMap(value) : value;
}

/** The same of a map. */
export function toInventoryMap(map: { readonly [key: string]: Value }): { readonly [key: string]: Value } {
  return Object.fromEntries(
    Object.entries(map)
      .filter(([, value]) => value !== null && value !== "")
      .map(([key, value]) => [key, toInventoryValue(value)]),
  );
}
