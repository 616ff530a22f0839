import { type TerraformValue, UNKNOWN } from "../terraform-value.ts";

/**
 * A canonical text of a value: keys sorted, unknowns and nulls omitted, so that an unknown never
 * changes an ID. Array elements keep their order: Terraform passes sets sorted.
 */
export function canonicalText(value: TerraformValue): string {
  if (value === null || value === UNKNOWN) return "";
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  const fields = Object.entries(value)
    .map(([key, field]) => [key, canonicalText(field)] as const)
    .filter(([, text]) => text !== "")
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, text]) => `${key}:${text}`).join(",")}}`;
}
