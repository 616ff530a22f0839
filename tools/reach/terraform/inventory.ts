import type { Value } from "./value.ts";

/** One resource, or data source, of Terraform JSON of any kind. */
export interface Resource {
  /** `<stack>/aws_instance.web`; data sources: `<stack>/data.aws_vpc.main`; copies: `…web[0]`, `…web["a"]`. */
  readonly address: string;
  /** The folder's, stack's or file's name. */
  readonly stack: string;
  readonly type: string;
  readonly mode: "managed" | "data";
  /** The region of its provider; undefined when that is not known. */
  readonly region: string | undefined;
  /**
   * Attributes in Terraform's own spelling. What is not set is absent: `null` and `""`, which the AWS
   * provider takes for the same, and what a resource itself will only have once it is deployed. Nested
   * blocks are read with `blocks(resource, name)`: they have several forms.
   */
  readonly values: Readonly<Record<string, Value>>;
}

/** A thing that Terraform JSON speaks of: an attribute of one of its resources. */
export interface IdentifiedAttribute {
  readonly resource: Resource;
  /** `id`, `arn`, `default_route_table_id`, … */
  readonly attribute: string;
}

/** An output that a stack publishes, for naming what is behind it. */
export interface StackOutput {
  readonly stack: string;
  readonly name: string;
  readonly value: Value;
}

/** What could not be read, and where: everything that depends on it is unknown. */
export interface ModelGap {
  /** `<stack>/aws_security_group.web.ingress`. */
  readonly address: string;
  readonly why: string;
}

/** Everything in a set of Terraform JSON files, joined over stacks. */
export interface Inventory {
  /** In the order of the files, then of the addresses. */
  readonly resources: readonly Resource[];
  readonly outputs: readonly StackOutput[];
  readonly gaps: readonly ModelGap[];
  /** The resources and data sources of some types, in order. */
  ofType(...types: readonly string[]): readonly Resource[];
  /** The resource with an address. */
  at(address: string): Resource | undefined;
  /**
   * What a value speaks of: `aws_subnet.a.id` in synthesized JSON, `subnet-0a1b…` in a state.
   * Undefined when no resource here has it: it is of another set of files, or made by hand. Where several
   * resources have it, a managed one comes before a data source, and the resource itself before what it
   * adopts or refers to: a route table's own `id`, then a VPC's `default_route_table_id`, then an
   * `aws_default_route_table`'s `id`, then a VPC's `main_route_table_id`.
   */
  resolve(value: Value | undefined): IdentifiedAttribute | undefined;
  /**
   * The resource of a type that a name speaks of, such as `db_subnet_group_name` and
   * `autoscaling_group_name`: a reference, an id, an ARN, or a name of the user's choice. Of several with
   * the name, the one in the stack of the resource that names it; undefined when that leaves a choice.
   */
  identifiedBy(type: string, value: Value | undefined, from: Resource): Resource | undefined;
}
