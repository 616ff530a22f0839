import { isObject, type Json, type JsonObject } from "../configuration/json.ts";
import { Unknown, type Value } from "../value.ts";
import { type Place, type PlanContext, referred, textsOf } from "./plan-references.ts";

/** What is known of where a value comes from: its expression; `computed` by the provider; or not `shown`. */
type Origin = Json | "computed" | "hidden";

/**
 * A planned value with its unknown parts filled in: by what the configuration refers to, or by nothing where
 * the provider gives it once it is deployed. `mark` is the same place in `after_unknown`.
 */
export function fill(
  value: Json | undefined,
  mark: Json | undefined,
  origin: Origin | undefined,
  place: Place,
  context: PlanContext,
): Value {
  if (mark === true) return unknownPart(origin, place, context);
  if (Array.isArray(mark)) return fillList(Array.isArray(value) ? value : [], mark, origin, place, context);
  if (!isObject(mark)) return (value ?? null) as Value;
  const known = isObject(value) ? value : {};
  const names = new Set([...Object.keys(known), ...Object.keys(mark)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const inner = { ...place, attribute: name };
      return [name, fill(known[name], mark[name], originWithin(origin, name), inner, context)];
    }),
  );
}

/** `null` is left out of an inventory: the resource has it only once it is deployed. */
function unknownPart(origin: Origin | undefined, place: Place, context: PlanContext): Value {
  if (origin === "computed") return null;
  if (origin === "hidden" || !isExpression(origin)) {
    return new Unknown(
      "the plan does not say how it is made: a dynamic block, or blocks that are not counted yet",
    );
  }
  return referred(textsOf(origin.references), place, context);
}

/** An expression, as against a nested block or a list of them. */
function isExpression(origin: Origin | undefined): origin is JsonObject {
  if (!isObject(origin as Json)) return false;
  const names = Object.keys(origin as JsonObject);
  return names.every((name) => name === "references" || name === "constant_value");
}

/** References fill the unknown places of a list in order, if there are as many. */
function fillList(
  values: readonly Json[],
  marks: readonly Json[],
  origin: Origin | undefined,
  place: Place,
  context: PlanContext,
): Value {
  const length = Math.max(values.length, marks.length);
  const places = Array.from({ length }, (_, i) => i);
  if (!places.some((i) => marks[i] === true)) {
    return places.map((i) => fill(values[i], marks[i], originAt(origin, i), place, context));
  }
  const found = unknownPart(origin, place, context);
  if (!Array.isArray(found)) return found;
  const rest: Value[] = [...found];
  const isWhole = rest.length === places.filter((i) => marks[i] === true).length;
  if (!isWhole) return new Unknown("the plan does not say which of its elements are which");
  return places.map((i) => (marks[i] === true ? rest.shift()! : ((values[i] ?? null) as Value)));
}

/** The origin of an attribute: one that a written block does not have is its provider's. */
function originWithin(origin: Origin | undefined, name: string): Origin {
  if (origin === undefined || origin === "computed" || origin === "hidden") return origin ?? "computed";
  if (isExpression(origin) && Object.keys(origin).length > 0) return origin;
  return isObject(origin) ? (origin[name] ?? "computed") : "hidden";
}

/** The origin of the n-th block: blocks beyond those that are written come from a dynamic one. */
function originAt(origin: Origin | undefined, place: number): Origin {
  if (Array.isArray(origin)) return (origin as readonly Json[])[place] ?? "hidden";
  if (isObject(origin as Json)) return isExpression(origin) || place === 0 ? (origin as Json) : "hidden";
  return "hidden";
}
