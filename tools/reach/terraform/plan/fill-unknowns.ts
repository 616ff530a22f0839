import { isJsonObject, type Json, type JsonObject } from "../configuration/json.ts";
import { Unknown, type Value } from "../value.ts";
import { configuredBlocks, constantValue } from "./configured-values.ts";
import { pairBlocks } from "./pair-blocks.ts";
import { resolveNestedReference, resolveReferences } from "./plan-references.ts";
import { type AttributeLocation, type PlanContext, referenceTexts } from "./reference-texts.ts";

/** What a plan says of where a value comes from. */
export type ValueOrigin =
  /** The provider gives it once it is deployed. */
  | { readonly kind: "computed" }
  /** Nothing: a dynamic block, or blocks that cannot be told apart. */
  | { readonly kind: "hidden" }
  /** An expression that refers to things. */
  | { readonly kind: "expression"; readonly references: readonly string[] }
  /** A part of what an expression makes; it is all of it where there is only one block. */
  | { readonly kind: "part"; readonly references: readonly string[]; readonly isOnly: boolean }
  /** A nested block, or several. */
  | { readonly kind: "block"; readonly attributes: JsonObject }
  | { readonly kind: "blocks"; readonly blocks: readonly JsonObject[] };

const COMPUTED: ValueOrigin = { kind: "computed" };
const HIDDEN: ValueOrigin = { kind: "hidden" };

/**
 * A planned value with its unknown parts filled in: by what the configuration refers to, or by nothing where
 * the provider gives it once it is deployed. `mark` is the same place in `after_unknown`.
 */
export function fillUnknowns(
  value: Json | undefined,
  mark: Json | undefined,
  origin: ValueOrigin,
  location: AttributeLocation,
  context: PlanContext,
): Value {
  if (mark === true) return unknownPart(origin, location, context);
  if (Array.isArray(mark))
    return fillList(Array.isArray(value) ? value : [], mark, origin, location, context);
  if (!isJsonObject(mark)) return (value ?? null) as Value;
  const known = isJsonObject(value) ? value : {};
  const names = new Set([...Object.keys(known), ...Object.keys(mark)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const inner = { ...location, attribute: name };
      return [name, fillUnknowns(known[name], mark[name], within(origin, name), inner, context)];
    }),
  );
}

/** `null` is left out of an inventory: the resource has it only once it is deployed. */
function unknownPart(origin: ValueOrigin, location: AttributeLocation, context: PlanContext): Value {
  switch (origin.kind) {
    case "computed":
      return null;
    case "expression":
      return resolveReferences(origin.references, location, context);
    case "part":
      return resolveNestedReference(origin.references, origin.isOnly, location, context);
    default:
      return new Unknown("the plan does not say how it is made: a dynamic block, or one of several alike");
  }
}

/** References fill the unknown places of a list in order, if there are as many. */
function fillList(
  values: readonly Json[],
  marks: readonly Json[],
  origin: ValueOrigin,
  location: AttributeLocation,
  context: PlanContext,
): Value {
  const places = marks.map((_, i) => i);
  if (!marks.includes(true)) {
    const origins = elements(origin, values, marks);
    return places.map((i) => fillUnknowns(values[i], marks[i], origins[i]!, location, context));
  }
  const found = unknownPart(origin, location, context);
  if (!Array.isArray(found)) return found;
  if (found.length !== marks.filter((mark) => mark === true).length) {
    return new Unknown("the plan does not say which of its elements are which");
  }
  const rest: Value[] = [...found];
  return places.map((i) => (marks[i] === true ? rest.shift()! : ((values[i] ?? null) as Value)));
}

/** The origin of an attribute: one that a written block does not have is its provider's. */
function within(origin: ValueOrigin, name: string): ValueOrigin {
  switch (origin.kind) {
    case "expression":
      return { kind: "part", references: origin.references, isOnly: true };
    case "block":
      return originOf(origin.attributes[name]);
    case "blocks":
      return HIDDEN;
    default:
      return origin;
  }
}

/** The origins of the elements of a list. */
function elements(origin: ValueOrigin, values: readonly Json[], marks: readonly Json[]): ValueOrigin[] {
  switch (origin.kind) {
    case "expression":
    case "part":
      return marks.map(() => ({ kind: "part", references: origin.references, isOnly: marks.length === 1 }));
    case "block":
    case "blocks": {
      const configured = origin.kind === "block" ? [origin.attributes] : origin.blocks;
      return pairBlocks(values, marks, configured).map((block) =>
        block === undefined ? HIDDEN : { kind: "block", attributes: block },
      );
    }
    case "computed":
      return marks.map(() => HIDDEN);
    default:
      return marks.map(() => origin);
  }
}

/** The origin that the configuration's `expressions` give an attribute or nested block. */
function originOf(json: Json | undefined): ValueOrigin {
  if (json === undefined) return COMPUTED;
  if (Array.isArray(json)) return { kind: "blocks", blocks: json.filter(isJsonObject) };
  if (!isJsonObject(json)) return HIDDEN;
  const isExpression = Object.keys(json).every((name) => name === "references" || name === "constant_value");
  if (!isExpression) return { kind: "block", attributes: json };
  const blocks = configuredBlocks(json);
  if (blocks !== undefined) return { kind: "blocks", blocks };
  // Where a constant, such as an empty list, is not known yet, the provider puts something in its place.
  if (constantValue(json) !== undefined) return COMPUTED;
  return { kind: "expression", references: referenceTexts(json.references) };
}
