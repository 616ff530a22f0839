import { splitTokens } from "../language/cdktf-tokens.ts";

/** A template that evaluates to the empty text, without quotes, which JSON would escape. */
const GAP = "%{if true}%{endif}";
/** Terraform drops it from the start of a template. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Escapes a text for Terraform's JSON syntax, in which every string is a template: `${` and `%{`
 * are written as `$${` and `%%{`. An empty template splits what cdktf would take for a token. The
 * text may be an attribute, a part of one, or a value of a JSON document that is one.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 *
 * Invariant: Terraform evaluates it to the text as it was, in Unicode's composed form (NFC).
 */
export function escapeTemplate(text: string): string {
  const escaped = text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
  return splitTokens(escaped.startsWith(BYTE_ORDER_MARK) ? GAP + escaped : escaped, GAP);
}

/** Undoes {@link escapeTemplate}: for what Terraform does not evaluate, base64 and hashes. */
export function plainText(written: string): string {
  return written.replace(/\$\$\{|%%\{|%\{if true\}%\{endif\}/g, (found) =>
    found === GAP ? "" : found.slice(1),
  );
}

/** A reference as cdktf embeds it in a text until it writes the text. */
const REFERENCE = /\$\{TfToken\[[^\]]+\]\}/g;

/**
 * Escapes a template for the quotes of a string inside an expression: `${upper("a\\nb")}`. Its
 * references stay references: cdktf writes them without braces there, so they get their own.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function quoteInExpression(template: string): string {
  return template
    .replace(/[\\"]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replace(REFERENCE, (reference) => `\${${reference}}`);
}

/**
 * Escapes every text of plain data by {@link escapeTemplate}; keys stay. Data in which no text must
 * be escaped is returned itself.
 */
export function withTerraformTexts<T>(data: T): T {
  return written(data) as T;
}

function written(data: unknown): unknown {
  if (typeof data === "string") return escapeTemplate(data);
  if (typeof data !== "object" || data === null) return data;
  const values: unknown[] = Object.values(data);
  const after = values.map(written);
  if (after.every((value, index) => value === values[index])) return data;
  if (Array.isArray(data)) return after;
  return Object.fromEntries(Object.keys(data).map((key, index) => [key, after[index]]));
}
