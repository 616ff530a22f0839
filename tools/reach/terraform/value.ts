/**
 * A value of an attribute as Terraform JSON gives it: plain data, a reference to what only exists once
 * something is deployed, or something this reader cannot work out.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [key: string]: Value }
  | Reference
  | Unknown;

/** An attribute that a resource has once it is deployed: `aws_vpc.main.id`. */
export class Reference {
  /** The resource: its {@link Resource.address}. */
  readonly address: string;
  /** What of it: `["id"]`, `["ingress", 0, "cidr_blocks"]`; never empty. */
  readonly path: readonly (string | number)[];

  constructor(address: string, path: readonly (string | number)[]) {
    this.address = address;
    this.path = path;
  }
}

/** A value that cannot be worked out, and why. What depends on it is `unknown`, never a guess. */
export class Unknown {
  /** Fits "X is not known: <why>": `the function templatefile is not evaluated`. */
  readonly why: string;
  /**
   * The known parts of a text, with `${net/aws_vpc.main.id}` for a part that is not known, and
   * `$${` for `${` itself.
   */
  readonly partial: string | undefined;

  constructor(why: string, partial?: string) {
    this.why = why;
    this.partial = partial;
  }
}

/** Whether a value is a map of attributes: neither a list, a reference nor unknown. */
export function isMap(value: Value | undefined): value is { readonly [key: string]: Value } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Reference) &&
    !(value instanceof Unknown)
  );
}

/** Whether a value is a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
