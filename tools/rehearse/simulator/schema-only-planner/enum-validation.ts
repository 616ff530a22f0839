import { type AttributePath_Step, type Diagnostic, Diagnostic_Severity } from "../protocol/tfplugin5.ts";
import type { SchemaBlock } from "../schema.ts";
import type { ObjectValue, TerraformValue } from "../terraform-value.ts";
import { nestedBodies } from "../walk-schema.ts";

/**
 * Reports values outside the allowed values of their path, in the provider's words. Terraform
 * itself checks unknown attributes, missing ones and wrong types against the schema.
 *
 * @param allowed the allowed strings, by path: `type`, `rule.action.type`
 */
export function validateEnums(
  block: SchemaBlock,
  config: ObjectValue,
  allowed: Readonly<Record<string, readonly string[]>>,
): Diagnostic[] {
  if (Object.keys(allowed).length === 0) return [];
  return validateBlock(block, config, allowed, "", []);
}

type AllowedValues = Readonly<Record<string, readonly string[]>>;

function validateBlock(
  block: SchemaBlock,
  config: ObjectValue,
  allowed: AllowedValues,
  prefix: string,
  steps: readonly AttributePath_Step[],
): Diagnostic[] {
  const attributes = Object.keys(block.attributes).flatMap((attribute_name) => {
    const allowedValues = allowed[prefix + attribute_name];
    const value = config[attribute_name] ?? null;
    return allowedValues === undefined
      ? []
      : enumDiagnostics(allowedValues, value, [...steps, { attribute_name }]);
  });
  const blocks = Object.entries(block.blocks).flatMap(([attribute_name, nested]) =>
    nestedBodies(nested, config[attribute_name] ?? null).flatMap(({ body, steps: bodySteps }) => {
      const path = [...steps, { attribute_name }, ...bodySteps];
      return validateBlock(nested.block, body, allowed, `${prefix}${attribute_name}.`, path);
    }),
  );
  return [...attributes, ...blocks];
}

/**
 * Ignores case: the provider compares some of these lists without regard to it, so a value that
 * differs only in case is accepted for the others too.
 */
function enumDiagnostics(
  allowedValues: readonly string[],
  value: TerraformValue,
  steps: readonly AttributePath_Step[],
): Diagnostic[] {
  const values = Array.isArray(value) ? value : [value];
  const invalid = values.filter(
    (text): text is string => typeof text === "string" && !isAllowedValue(allowedValues, text),
  );
  const name = steps.at(-1)?.attribute_name ?? "";
  return invalid.map((text) => ({
    severity: Diagnostic_Severity.ERROR,
    summary: `expected ${name} to be one of [${allowedValues.map((allowedValue) => `"${allowedValue}"`).join(" ")}], got ${text}`,
    detail: "",
    attribute: { steps },
  }));
}

function isAllowedValue(allowedValues: readonly string[], text: string): boolean {
  return (
    text === "" || allowedValues.some((allowedValue) => allowedValue.toLowerCase() === text.toLowerCase())
  );
}
