import type { Value } from "./value.ts";

/** A resource or data source, from any kind of Terraform JSON. */
export interface Resource {
  /**
   * The address: `<stack>/aws_instance.web`; data sources: `<stack>/data.aws_vpc.main`; instances:
   * `…web[0]`, `…web["a"]`.
   */
  readonly address: string;
  /** The name of the folder, stack or file. */
  readonly stack: string;
  /** The canonical type: `aws_lb` for an `aws_alb`, which only the address shows. */
  readonly type: string;
  /** Managed for a resource, data for a data source. */
  readonly mode: "managed" | "data";
  /** The region of its provider; undefined if unknown. */
  readonly region: string | undefined;
  /**
   * Attributes in Terraform's spelling. Absent are unset values (`null` and `""`, which the AWS
   * provider treats alike) and the resource's values known only after deployment. Nested blocks
   * have several forms: read them with `nestedBlocks(resource, name)`.
   */
  readonly values: Readonly<Record<string, Value>>;
}

/** The referent of a value in Terraform JSON: an attribute of a resource. */
export interface IdentifiedAttribute {
  /** The resource that has the attribute. */
  readonly resource: Resource;
  /** The attribute's name: `id`, `arn`, `default_route_table_id`, … */
  readonly attribute: string;
}

/** An output of a stack, used to name the resource behind it. */
export interface StackOutput {
  /** The name of the stack. */
  readonly stack: string;
  /** The output's name. */
  readonly name: string;
  /** The output's value. */
  readonly value: Value;
}

/** Something that could not be read, and where: everything that depends on it is unknown. */
export interface ModelGap {
  /** The address: `<stack>/aws_security_group.web.ingress`. */
  readonly address: string;
  /** The reason why it could not be read. */
  readonly why: string;
}

/** The contents of a set of Terraform JSON files, joined over stacks. */
export interface Inventory {
  /** Resources in the order of the files, then of the addresses. */
  readonly resources: readonly Resource[];
  /** Outputs of all stacks. */
  readonly outputs: readonly StackOutput[];
  /** The parts of the files that could not be read. */
  readonly gaps: readonly ModelGap[];
  /** Returns the resources and data sources of the given types, in order. */
  ofType(...types: readonly string[]): readonly Resource[];
  /** Returns the resource at an address. */
  at(address: string): Resource | undefined;
  /**
   * Resolves a value: `aws_subnet.a.id` in synthesized JSON, `subnet-0a1b…` in a state. Undefined
   * if no resource here has it: it is in other files, or created by hand. If several resources have
   * it, a managed one comes before a data source, and the resource itself before one that it adopts
   * or references: a route table's `id`, then a VPC's `default_route_table_id`, then an
   * `aws_default_route_table`'s `id`, then a VPC's `main_route_table_id`.
   */
  resolve(value: Value | undefined): IdentifiedAttribute | undefined;
  /**
   * Resolves a reference, ID, ARN or user-chosen name, as in `db_subnet_group_name` and
   * `autoscaling_group_name`, to a resource of the type. If several have the name, the one in the
   * stack of `from` wins; undefined if that is ambiguous too.
   */
  identifiedBy(type: string, value: Value | undefined, from: Resource): Resource | undefined;
}
