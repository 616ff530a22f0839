/**
 * Terraform values as plain JavaScript: what travels as msgpack between Terraform and a provider.
 * Sets, lists and tuples are arrays; maps and objects are plain objects.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Unknown
  | readonly Value[]
  | { readonly [key: string]: Value };

/** An object value: the attributes of one resource, data source or nested block. */
export type ObjectValue = { readonly [key: string]: Value };

/** A value Terraform does not know before apply. One instance, {@link UNKNOWN}: compare with `===`. */
export class Unknown {
  toString(): string {
    return "(known after apply)";
  }
}

/** The only {@link Unknown}. */
export const UNKNOWN = new Unknown();
