import type { TerraformValue } from "../../terraform-value.ts";
import { renderTemplate, resolveString, type ValueContext } from "../value-context.ts";

/**
 * The suffix the provider gives to generated names: 18 digits of a time and 8 hexadecimal digits. The
 * time is fixed: a rehearsal's names must not change from run to run.
 */
export function generateUniqueSuffix(context: ValueContext): string {
  return renderTemplate("20240101{digits:10/name}{hex:8/name}", context);
}

/** A name the provider or AWS generates: from the prefix that is set, else `terraform-`. */
export function generateName(context: ValueContext): TerraformValue {
  const prefix = resolveString(context, `${context.attributeName}_prefix`);
  if (context.attributeName === "name" || prefix !== "") {
    return `${prefix === "" ? "terraform-" : prefix}${generateUniqueSuffix(context)}`;
  }
  return "";
}
