/**
 * A Terraform value as plain JavaScript, exchanged as msgpack between Terraform and a provider.
 * Sets, lists and tuples are arrays; maps and objects are plain objects.
 */
export type TerraformValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | UnknownValue
  | readonly TerraformValue[]
  | { readonly [key: string]: TerraformValue };

/** An object value: the attributes of one resource, data source or nested block. */
export type ObjectValue = { readonly [key: string]: TerraformValue };

/**
 * A value that is unknown before apply. There is one instance, {@link UNKNOWN}: compare with `===`.
 */
class UnknownValue {
  toString(): string {
    return "(known after apply)";
  }
}

/** The only {@link UnknownValue}. */
export const UNKNOWN = new UnknownValue();

/** True if a value is an object, a map or a nested block. */
export function isObjectValue(value: TerraformValue | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && value !== UNKNOWN;
}

/** True if a value is or contains an unknown. */
export function containsUnknown(value: TerraformValue | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  return isObjectValue(value) && Object.values(value).some(containsUnknown);
}
