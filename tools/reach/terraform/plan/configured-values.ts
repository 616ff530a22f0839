import { isJsonObject, type Json, type JsonObject } from "../configuration/json.ts";
import { SyntaxProblem } from "../expression/lexer.ts";
import { parseTemplate } from "../expression/template.ts";
import { referenceTexts } from "./reference-texts.ts";

/**
 * The constant that an expression of a plan is; undefined where it is none. Of a file in Terraform's JSON syntax, a
 * plan gives what is written as `constant_value`, `${…}` and all, and its references beside it.
 */
export function constantValue({ constant_value, references }: JsonObject): Json | undefined {
  return referenceTexts(references).length > 0 || isTemplate(constant_value) ? undefined : constant_value;
}

/**
 * The blocks that are written as a list of objects in Terraform's JSON syntax, which a plan has as one expression:
 * `route` of a route table. Each is what a nested block's `expressions` would be. Undefined where the plan has not
 * what is written, or it is no such list.
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

/** What a text, or each text of a list, names and nothing more; undefined where something is made of it. */
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

/** Whether something is to be worked out in a text, or in any below. */
function isTemplate(value: Json | undefined): boolean {
  if (typeof value === "string") return value.includes("${") || value.includes("%{");
  if (Array.isArray(value)) return value.some(isTemplate);
  return isJsonObject(value) && Object.values(value).some(isTemplate);
}
