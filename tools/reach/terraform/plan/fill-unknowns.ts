import { isJsonObject, type Json, type JsonObject } from "../configuration/json.ts";
import { Unknown, type Value } from "../value.ts";
import { configuredBlocks, constantValue } from "./configured-values.ts";
import { pairBlocks } from "./pair-blocks.ts";
import { resolveNestedReference, resolveReferences } from "./plan-references.ts";
import { type AttributeLocation, type PlanContext, referenceTexts } from "./reference-texts.ts";

/** The origin of a value, according to the plan. */
export type ValueOrigin =
  /** Computed by the provider during deployment. */
  | { readonly kind: "computed" }
  /** Unknown: a dynamic block, or blocks that cannot be told apart. */
  | { readonly kind: "hidden" }
  /** An expression with references. */
  | { readonly kind: "expression"; readonly references: readonly string[] }
  /** A part of an expression's result; `isOnly` if there is only one block. */
  | { readonly kind: "part"; readonly references: readonly string[]; readonly isOnly: boolean }
  /** One or more nested blocks. */
  | { readonly kind: "block"; readonly attributes: JsonObject }
  | { readonly kind: "blocks"; readonly blocks: readonly JsonObject[] };

const COMPUTED: ValueOrigin = { kind: "computed" };
const HIDDEN: ValueOrigin = { kind: "hidden" };

/**
 * Fills in the unknown parts of a planned value: with what the configuration references, or with
 * nothing if the provider computes it during deployment. `mark` is the same location in
 * `after_unknown`.
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

/**
 * The value of an unknown part. `null` is left out of an inventory: the resource has it only after
 * deployment.
 */
function unknownPart(origin: ValueOrigin, location: AttributeLocation, context: PlanContext): Value {
  switch (origin.kind) {
    case "computed":
      return null;
    case "expression":
      return resolveReferences(origin.references, location, context);
    case "part":
      return resolveNestedReference(origin.references, origin.isOnly, location, context);
    default:
      return new Unknown(
        "the plan does not show its expression: it is in a dynamic block, or in one of several similar blocks",
      );
  }
}

/** Fills the unknown elements of a list with the references in order, if their numbers match. */
function fillList(
  values: readonly Json[],
  marks: readonly Json[],
  origin: ValueOrigin,
  location: AttributeLocation,
  context: PlanContext,
): Value {
  if (!marks.includes(true)) {
    const origins = elements(origin, values, marks);
    return origins.map((each, i) => fillUnknowns(values[i], marks[i], each, location, context));
  }
  const found = unknownPart(origin, location, context);
  if (!Array.isArray(found)) return found;
  if (found.length !== marks.filter((mark) => mark === true).length) {
    return new Unknown("the plan does not show which element is which");
  }
  const rest = found.values();
  return marks.map((mark, i): Value => (mark === true ? rest.next().value : (values[i] ?? null)) as Value);
}

/** The origin of an attribute; one not in the written block is computed by the provider. */
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

/** The origins of a list's elements. */
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

/** The origin that the configuration's `expressions` define for an attribute or nested block. */
function originOf(json: Json | undefined): ValueOrigin {
  if (json === undefined) return COMPUTED;
  if (Array.isArray(json)) return { kind: "blocks", blocks: json.filter(isJsonObject) };
  if (!isJsonObject(json)) return HIDDEN;
  const isExpression = Object.keys(json).every((name) => name === "references" || name === "constant_value");
  if (!isExpression) return { kind: "block", attributes: json };
  const blocks = configuredBlocks(json);
  if (blocks !== undefined) return { kind: "blocks", blocks };
  // If a constant, such as an empty list, is still unknown, the provider replaces it.
  if (constantValue(json) !== undefined) return COMPUTED;
  return { kind: "expression", references: referenceTexts(json.references) };
}
