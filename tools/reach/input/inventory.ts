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
  /** Attributes in Terraform's own spelling. Nested blocks are lists of maps, in every kind of input. */
  readonly values: Readonly<Record<string, Value>>;
}

/** A thing that Terraform JSON speaks of: an attribute of one of its resources. */
export interface Identity {
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
export interface Gap {
  /** `<stack>/aws_security_group.web.ingress`. */
  readonly address: string;
  readonly why: string;
}

/** Everything in a set of Terraform JSON files, joined over stacks. */
export interface Inventory {
  /** In the order of the files, then of the addresses. */
  readonly resources: readonly Resource[];
  readonly outputs: readonly StackOutput[];
  readonly gaps: readonly Gap[];
  /** The resources of some types, in order. */
  ofType(...types: readonly string[]): readonly Resource[];
  /** The resource with an address. */
  at(address: string): Resource | undefined;
  /**
   * What a value speaks of: `aws_subnet.a.id` in synthesized JSON, `subnet-0a1b…` in a state.
   * Undefined when no resource here has it: it is of another set of files, or made by hand.
   */
  identify(value: Value | undefined): Identity | undefined;
}
