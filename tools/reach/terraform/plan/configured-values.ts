import { isJsonObject, type Json, type JsonObject } from "../configuration/json.ts";
import { SyntaxProblem } from "../expression/lexer.ts";
import { parseTemplate } from "../expression/template.ts";
import { referenceTexts } from "./reference-texts.ts";

/**
 * Returns the constant value of a plan's expression; undefined if it has none. For files in
 * Terraform's JSON syntax, a plan gives the text as written as `constant_value`, with its `${…}`,
 * and the references beside it.
 */
export function constantValue({ constant_value, references }: JsonObject): Json | undefined {
  return referenceTexts(references).length > 0 || isTemplate(constant_value) ? undefined : constant_value;
}

/**
 * Returns blocks written as a list of objects in Terraform's JSON syntax, which a plan gives as one
 * expression: `route` of a route table. Each has the form of a nested block's `expressions`.
 * Undefined if the plan lacks the written value, or it is not such a list.
 * https://developer.hashicorp.com/terraform/language/attr-as-blocks#in-json-syntax
 */
export function configuredBlocks({ constant_value, references }: JsonObject): JsonObject[] | undefined {
  if (!Array.isArray(constant_value) || constant_value.length === 0) return undefined;
  if (!constant_value.every(isJsonObject)) return undefined;
  const all = referenceTexts(references);
  return constant_value.map((block) =>
    Object.fromEntries(
      Object.entries(block)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [name, expressionOf(value, all)]),
    ),
  );
}

function expressionOf(value: Json, all: readonly string[]): JsonObject {
  return isTemplate(value) ? { references: referencesIn(value) ?? all } : { constant_value: value };
}

/**
 * The references that a string, or each string of a list, consists of; undefined if it computes
 * something from them.
 */
function referencesIn(value: Json): string[] | undefined {
  const texts = (Array.isArray(value) ? value : [value]) as readonly Json[];
  const names = texts.map((text) => (typeof text === "string" ? nameIn(text) : undefined));
  return names.every((name) => name !== undefined) ? names : undefined;
}

function nameIn(text: string): string | undefined {
  const name = /^\$\{([^{}]+)\}$/.exec(text)?.[1];
  return name !== undefined && isName(text) ? name : undefined;
}

function isName(text: string): boolean {
  try {
    const expression = parseTemplate(text);
    return expression.kind === "traversal" && expression.steps.every((step) => typeof step !== "object");
  } catch (error) {
    if (error instanceof SyntaxProblem) return false;
    throw error;
  }
}

/** True if a string, or any string inside, is a template to evaluate. */
function isTemplate(value: Json | undefined): boolean {
  if (typeof value === "string") return value.includes("${") || value.includes("%{");
  if (Array.isArray(value)) return value.some(isTemplate);
  return isJsonObject(value) && Object.values(value).some(isTemplate);
}
