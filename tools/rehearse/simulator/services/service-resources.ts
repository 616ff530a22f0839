import type { ValueGenerators } from "../computed-values/value-context.ts";
import type { DataSourceHandler, ProviderComputation } from "../data-sources/data-source-handler.ts";
import type { ApiError, Constraint, ReadonlyAccount, SimulatedResource } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";

/** An attribute whose value AWS requires to be unique, and AWS's error for a taken one. */
export interface UniqueName {
  /** The unique attribute: `name`. */
  readonly attribute: string;
  /** AWS's error code. */
  readonly code: ApiError["code"];
  /** AWS's message; `{}` stands for the name. */
  readonly message: string;
  /**
   * An attribute within whose values the name is unique: `scope` of web ACLs.
   * @default the account and region; of a global service, the account
   */
  readonly scope?: string;
  /**
   * Reports that a resource may take the name of another.
   * @default never
   */
  readonly unless?: (values: ObjectValue) => boolean;
}

/** The attribute that references the parent resource, and AWS's error if that does not exist. */
export interface ParentReference {
  /** The attribute that holds the parent's ID, ARN or name: `queue_url`. */
  readonly attribute: string;
  /** The parent's resource types. */
  readonly types: readonly string[];
  /** AWS's error code. */
  readonly code: ApiError["code"];
  /** AWS's message; `{}` stands for the reference. */
  readonly message: string;
}

/** A role that a resource passes to a service, and AWS's error if the service is not trusted. */
export interface PassedRole {
  /** The attribute that holds the role's ARN: `execution_role_arn`. */
  readonly attribute: string;
  /** The principal that must be allowed to assume the role: `ecs-tasks.amazonaws.com`. */
  readonly service: string;
  /** AWS's error code. */
  readonly code: ApiError["code"];
  /** AWS's message; `{}` stands for the role's ARN. */
  readonly message: string;
}

/** AWS's error for a resource that a query does not find. */
export interface NotFoundError {
  /** AWS's error code. */
  readonly code: ApiError["code"];
  /** AWS's message; `{}` stands for the query. */
  readonly message: string;
  /** @default the operation that reads the type */
  readonly operation?: string;
}

/** Resources of a type that AWS creates in each account, beside those that users create. */
export interface AwsManagedResources {
  /** The argument of the data source that names them. */
  readonly argument: string;
  /** Matches their names. */
  readonly names: RegExp;
}

/** The provider's custom plan logic for one resource type, beyond the recorded plan behavior. */
export interface CustomizeDiff {
  /** Normalizes the configuration before planning; the prior state is null on create. */
  readonly normalizeConfig?: (config: ObjectValue, prior: ObjectValue | null) => ObjectValue;
  /** Sets planned values of a new resource that are known before AWS responds. */
  readonly planCreate?: (planned: ObjectValue) => ObjectValue;
  /**
   * Top-level names that this change can update in place, although they usually require
   * replacement.
   */
  readonly inPlace?: (prior: ObjectValue, config: ObjectValue) => readonly string[];
  /**
   * Top-level names for which this change requires replacement, although they can usually be
   * updated in place.
   */
  readonly requiresReplace?: (prior: ObjectValue, config: ObjectValue) => readonly string[];
}

/** A resource type or data source of Terraform, as the simulated AWS treats it. */
export interface TypeDefinition {
  /**
   * Generators of the values that AWS computes, where the rules by attribute name do not suffice.
   * @default `computed-values/attribute-rules/`
   */
  readonly values?: ValueGenerators;
  /**
   * Attributes that identify a resource whose `id` is only unique within a parent, or is shared by
   * all revisions.
   * @default the ID, otherwise the ARN or name
   */
  readonly identity?: readonly string[];
  /** @default names need not be unique, or a constraint of the service checks them */
  readonly uniqueName?: UniqueName;
  /** @default none */
  readonly parents?: readonly ParentReference[];
  /** @default none */
  readonly passedRoles?: readonly PassedRole[];
  /**
   * The types whose resources AWS does not delete while they contain one of this type.
   * @default none
   */
  readonly dependentOf?: readonly string[];
  /**
   * True if the quota of security groups per network interface applies to the type's attributes.
   * @default false
   */
  readonly limitsSecurityGroups?: true;
  /** @default `ResourceNotFoundException` */
  readonly notFound?: NotFoundError;
  /**
   * Returns the resources that AWS creates and deletes along with one of this type. They derive
   * from the owner's values alone, so the account does not store them.
   * @default none
   */
  readonly implicitResources?: (
    owner: SimulatedResource,
    account: ReadonlyAccount,
  ) => readonly SimulatedResource[];
  /** @default none */
  readonly awsManaged?: AwsManagedResources;
  /**
   * The provider's custom plan logic, for the light rehearsal.
   * @default none beyond the recorded plan behavior
   */
  readonly customizeDiff?: CustomizeDiff;
  /**
   * Reads the data source of this name.
   * @default finds the account's resources by arguments, filters and tags
   */
  readonly readDataSource?: DataSourceHandler;
  /**
   * Computes the data source of this name as the provider does, without AWS: for the light
   * rehearsal, which has no provider.
   * @default AWS is called
   */
  readonly computeInProvider?: ProviderComputation;
}

/** Resource types of an AWS service, and the constraints on their changes. */
export interface ServiceResources {
  /** The definitions by Terraform type: `aws_subnet`. */
  readonly types?: Readonly<Record<string, TypeDefinition>>;
  /** @default none but the general ones */
  readonly constraints?: readonly Constraint[];
  /**
   * Returns the resources that AWS creates in each new account.
   * @default none
   */
  readonly initialResources?: (accountId: string) => readonly SimulatedResource[];
}
