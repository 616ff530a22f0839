import type { SchemaBlock } from "./schema.ts";
import type { ObjectValue } from "./terraform-value.ts";

/** One thing that exists in the simulated account. */
export interface SimulatedResource {
  /** Terraform's type: `aws_subnet`. */
  readonly type: string;
  /** The resource's `id`, unique among its type and region. */
  readonly id: string;
  /** The region it lives in. */
  readonly region: string;
  /** Every attribute, all of them known. */
  readonly values: ObjectValue;
}

/** What laws, look-ups and value makers may ask of the simulated account. */
export interface ReadonlyAccount {
  /** The 12-digit account id. */
  readonly accountId: string;
  /** All resources, or those of one type. */
  resources(type?: string): readonly SimulatedResource[];
  /** The number of objects in a bucket, with all their versions. @default 0 */
  objectCount?(bucket: string): number;
}

/** The place a call is made from: one configured provider. */
export interface CallContext {
  readonly region: string;
  readonly account: ReadonlyAccount;
  /** Milliseconds since the epoch on the simulated clock, the same in each run. */
  readonly nowMs: number;
}

/** One change that AWS is asked for. `before` is null on create, `after` on delete. */
export interface ResourceChange {
  readonly type: string;
  readonly before: ObjectValue | null;
  /** The planned values: unknowns stand where AWS has yet to answer. */
  readonly after: ObjectValue | null;
}

/** A refusal by the simulated AWS, as the user meets it: a diagnostic on the resource's address. */
export interface ApiError {
  /** AWS's own error code: `InvalidSubnet.Conflict`. */
  readonly code: string;
  /** AWS's message, with the values at fault. */
  readonly message: string;
  /** The AWS API operation that would have refused: `CreateSubnet`. */
  readonly operation: string;
  /** The attribute at fault, if there is one: `cidr_block`. */
  readonly attribute?: string;
}

/** A rule that AWS enforces at apply, one to a file under `constraints/`. */
export interface Constraint {
  /** kebab-case, the file's name: `subnet-inside-vpc`. */
  readonly name: string;
  /** The address of the AWS documentation that states it. */
  readonly documentation: string;
  /** The resource types whose changes it judges; `"*"` for every type. */
  readonly types: readonly string[] | "*";
  /** Every way the change breaks the rule; empty when it keeps it. */
  check(change: ResourceChange, context: CallContext): readonly ApiError[];
}

/** Fills what AWS would answer: every unknown in `planned` becomes a realistic, deterministic value. */
export type ComputeValues = (
  change: ResourceChange & { readonly after: ObjectValue },
  block: SchemaBlock,
  context: CallContext,
) => ObjectValue;

/**
 * Answers a data source AWS would be asked for; `undefined` when it is not one of those simulated. `isMade` says of which
 * types resources are made: the others are AWS's own affair.
 */
export type DataSourceReader = (
  type: string,
  config: ObjectValue,
  block: SchemaBlock,
  context: CallContext,
  isResourceType: (type: string) => boolean,
) => ObjectValue | { readonly apiError: ApiError } | undefined;
