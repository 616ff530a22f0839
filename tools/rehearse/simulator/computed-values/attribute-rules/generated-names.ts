import type { TerraformValue } from "../../terraform-value.ts";
import { renderTemplate, resolveString, type ValueContext } from "../value-context.ts";

/**
 * The suffix of names that the provider generates: an 18-digit timestamp and 8 hexadecimal digits.
 * The time is fixed, so that names are the same in every run.
 */
export function generateUniqueSuffix(context: ValueContext): string {
  return renderTemplate("20240101{digits:10/name}{hex:8/name}", context);
}

/** A generated name: starts with the configured prefix, otherwise with `terraform-`. */
export function generateName(context: ValueContext): TerraformValue {
  const prefix = resolveString(context, `${context.attributeName}_prefix`);
  if (context.attributeName === "name" || prefix !== "") {
    return `${prefix === "" ? "terraform-" : prefix}${generateUniqueSuffix(context)}`;
  }
  return "";
}
