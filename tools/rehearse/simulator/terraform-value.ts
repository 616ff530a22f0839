/**
 * Terraform values as plain JavaScript: what travels as msgpack between Terraform and a provider.
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

/** A value Terraform does not know before apply. One instance, {@link UNKNOWN}: compare with `===`. */
export class UnknownValue {
  toString(): string {
    return "(known after apply)";
  }
}

/** The only {@link UnknownValue}. */
export const UNKNOWN = new UnknownValue();
