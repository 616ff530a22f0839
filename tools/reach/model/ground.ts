import type { Resource } from "../input/inventory.ts";
import type { Value } from "../input/value.ts";
import type { Fabric } from "./fabric.ts";

/** A network without what stands in it: the fabric that endpoints and relays are put into. */
export interface Ground extends Omit<Fabric, "endpoints" | "relays"> {
  /** The default security group of each VPC, by the VPC: what an interface without a group has. */
  readonly defaultGroups: ReadonlyMap<string, string>;
  readonly lookup: Lookup;
}

/**
 * Finds what a value speaks of, through attributes that pass a reference on
 * (`aws_vpc_ipv4_cidr_block_association.x.vpc_id`) and through data sources that read a resource of these
 * files. Undefined: of another set of files, made by hand, or not known.
 */
export interface Lookup {
  /** The resource, when it is of one of the types (any type without them). */
  resource(value: Value | undefined, ...types: readonly string[]): Resource | undefined;
  /** The key in {@link Fabric.vpcs}. */
  vpc(value: Value | undefined): string | undefined;
  /** The key in {@link Fabric.subnets}. */
  subnet(value: Value | undefined): string | undefined;
  /** The key in {@link Fabric.groups}; the default group too (`aws_vpc.main.default_security_group_id`). */
  group(value: Value | undefined): string | undefined;
}
