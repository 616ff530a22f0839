/**
 * An attribute value in Terraform JSON: plain data, a reference to a value known only after
 * deployment, or a value that this reader cannot determine.
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

/** An attribute that a resource has after deployment: `aws_vpc.main.id`. */
export class Reference {
  /** The resource's {@link Resource.address}. */
  readonly address: string;
  /** The attribute path: `["id"]`, `["ingress", 0, "cidr_blocks"]`; never empty. */
  readonly path: readonly (string | number)[];

  constructor(address: string, path: readonly (string | number)[]) {
    this.address = address;
    this.path = path;
  }
}

/**
 * A value that cannot be determined, with the reason. Whatever depends on it is `unknown`, never
 * guessed.
 */
export class Unknown {
  /**
   * The reason, phrased to follow "X is unknown:": `the function templatefile is not supported`.
   */
  readonly why: string;
  /**
   * The known parts of a string, with `${net/aws_vpc.main.id}` for an unknown part, and `$${` for
   * `${` itself.
   */
  readonly partial: string | undefined;

  constructor(why: string, partial?: string) {
    this.why = why;
    this.partial = partial;
  }
}

/** True if a value is a map of attributes: not a list, reference or unknown value. */
export function isMap(value: Value | undefined): value is { readonly [key: string]: Value } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Reference) &&
    !(value instanceof Unknown)
  );
}

/** True if a value is a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
