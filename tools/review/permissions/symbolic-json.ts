import type { Json } from "../../reach/terraform/configuration/json.ts";
import { evaluate } from "../../reach/terraform/expression/evaluate.ts";
import { formatReference, InvalidValue, type Scope } from "../../reach/terraform/expression/scope.ts";
import { isList, isMap, Reference, Unknown, type Value } from "../../reach/terraform/value.ts";

/** Numbers the unknown parts that no name tells apart, so that none equals another. */
let unnamed = 0;

/** Returns a symbol that equals no other. */
export function newSymbol(): string {
  unnamed++;
  return `\${unknown ${unnamed}}`;
}

/**
 * Turns a value into JSON, with a symbol `${…}` for each part that is known only after apply:
 * `${aws_s3_bucket.logs.arn}/*`.
 */
export function symbolicJson(value: Value, scope: Pick<Scope, "configured">): Json {
  if (value instanceof Reference) {
    const configured = scope.configured(value);
    return configured instanceof Reference ? symbolOf(configured) : symbolicJson(configured, scope);
  }
  if (value instanceof Unknown)
    return value.partial === undefined ? newSymbol() : symbolicText(value.partial);
  if (isList(value)) return value.map((item) => symbolicJson(item, scope));
  if (!isMap(value)) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, symbolicJson(item, scope)]));
}

function symbolOf(reference: Reference): string {
  return `\${${formatReference(reference).replaceAll('"', "'")}}`;
}

/** Turns a partly known text of the evaluator, in which `$${` is text, into one with symbols. */
function symbolicText(partial: string): string {
  return partial.replace(/\$\$\{|\$\{[^}]*(?:\}|$)/g, (found) => {
    if (found === "$${") return "${";
    if (!found.endsWith("}")) return found;
    // No symbol has a brace or a quote in it.
    return found === "${unknown}"
      ? newSymbol()
      : `\${${found.slice(2, -1).replaceAll("{", "(").replaceAll('"', "'")}}`;
  });
}

/**
 * Evaluates the attribute of a policy document: text with templates, or a call of `jsonencode`.
 *
 * @returns the document, with symbols, or the reason why nothing of it is known
 */
export function symbolicDocument(json: Json, scope: Scope): Json | Unknown {
  if (typeof json !== "string") return json;
  if (!json.includes("${") && !json.includes("%{")) return json;
  const expression = scope.parse(json);
  if (expression instanceof Unknown) return expression;
  if (expression.kind === "call" && expression.name === "jsonencode" && expression.args[0] !== undefined)
    return symbolicJson(evaluate(expression.args[0], scope), scope);
  const value = evaluate(expression, scope);
  if (value instanceof InvalidValue || (value instanceof Unknown && value.partial === undefined))
    return value;
  if (value instanceof Reference) {
    const configured = scope.configured(value);
    if (configured instanceof Reference)
      return new Unknown(`${formatReference(configured)} is known only after apply`);
  }
  return symbolicJson(value, scope);
}
