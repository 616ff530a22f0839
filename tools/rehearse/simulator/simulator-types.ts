import type { SchemaBlock } from "./schema.ts";
import type { ObjectValue } from "./terraform-value.ts";

/** One resource of the simulated account. */
export interface SimulatedResource {
  /** The Terraform type: `aws_subnet`. */
  readonly type: string;
  /** The resource's `id`, unique within its type and region. */
  readonly id: string;
  /** The resource's region. */
  readonly region: string;
  /** Every attribute, all of them known. */
  readonly values: ObjectValue;
}

/** The simulated account as constraints, data sources and value generators see it. */
export interface ReadonlyAccount {
  /** The 12-digit account ID. */
  readonly accountId: string;
  /** All resources, or those of one type. */
  resources(type?: string): readonly SimulatedResource[];
  /** The resources that AWS created itself: of the default VPCs, and along with others. */
  implicitResources(): readonly SimulatedResource[];
  /** The number of objects in a bucket, including all versions. @default 0 */
  objectCount?(bucket: string): number;
  /** The keys of a bucket's current objects with a prefix, sorted. @default none */
  objectKeys?(bucket: string, prefix: string): readonly string[];
}

/** The context of a call: one configured provider. */
export interface CallContext {
  /** The region of the provider's configuration. */
  readonly region: string;
  /** The account before the call. */
  readonly account: ReadonlyAccount;
  /** Milliseconds since the epoch on the simulated clock, the same in each run. */
  readonly nowMs: number;
}

/** One requested change. `before` is null on create, `after` on delete. */
export interface ResourceChange {
  /** The Terraform type: `aws_subnet`. */
  readonly type: string;
  /** The resource as it is; null on create. */
  readonly before: ObjectValue | null;
  /** The planned values; attributes that AWS computes are unknown. */
  readonly after: ObjectValue | null;
}

/**
 * An API error of the simulated AWS, shown to the user as a diagnostic on the resource's address.
 */
export interface ApiError {
  /** AWS's own error code: `InvalidSubnet.Conflict`. */
  readonly code: string;
  /** AWS's message, with the offending values. */
  readonly message: string;
  /** The AWS API operation that would fail: `CreateSubnet`. */
  readonly operation: string;
  /** The offending attribute, if there is one: `cidr_block`. */
  readonly attribute?: string;
}

/** An API error of a constraint. */
export type ConstraintViolation = Omit<ApiError, "operation"> & {
  /** The operation that would fail. @default the one that creates the resource, or deletes it */
  readonly operation?: string;
};

/**
 * A rule that AWS enforces at apply. Its doc comment states the rule: `npm run generate` writes it
 * into the table of docs/rehearse.md.
 */
export interface Constraint {
  /** The name in kebab case: `subnet-inside-vpc`. */
  readonly name: string;
  /** The address of the AWS documentation that states it. */
  readonly documentation: string;
  /** AWS's error codes for violations. */
  readonly errorCodes: readonly ApiError["code"][];
  /**
   * True if the provider retries a deletion for minutes that this rejects, while AWS removes
   * dependents.
   * @default false
   */
  readonly isRetried?: boolean;
  /** The resource types whose changes it checks; `"*"` for every type. */
  readonly types: readonly string[] | "*";
  /** Returns every violation by the change; empty if it passes. */
  check(change: ResourceChange, context: CallContext): readonly ConstraintViolation[];
}

/**
 * Computes the values that AWS would return: every unknown in `planned` becomes a realistic,
 * deterministic value.
 */
export type ComputeValues = (
  change: ResourceChange & { readonly after: ObjectValue },
  block: SchemaBlock,
  context: CallContext,
) => ObjectValue;

/**
 * Reads a data source that would call AWS; `undefined` if it is not simulated. `isResourceType`
 * reports that the provider has a managed resource of that type; AWS itself provides the others.
 */
export type DataSourceReader = (
  type: string,
  config: ObjectValue,
  block: SchemaBlock,
  context: CallContext,
  isResourceType: (type: string) => boolean,
) => ObjectValue | { readonly apiError: ApiError } | undefined;
