import type { Resource } from "../terraform/inventory.ts";
import type { Value } from "../terraform/value.ts";
import type { NetworkModel } from "./network-model.ts";

/** A network without what stands in it: the fabric that endpoints and relays are put into. */
export interface Topology extends Omit<NetworkModel, "endpoints" | "proxies"> {
  /** The default security group of each VPC, by the VPC: what an interface without a group has. */
  readonly defaultGroups: ReadonlyMap<string, string>;
  readonly resolver: ReferenceResolver;
}

/**
 * Finds what a value speaks of, through attributes that pass a reference on
 * (`aws_vpc_ipv4_cidr_block_association.x.vpc_id`) and through data sources that read a resource of these
 * files. Undefined: of another set of files, made by hand, or not known.
 */
export interface ReferenceResolver {
  /** The resource, when it is of one of the types (any type without them). */
  resource(value: Value | undefined, ...types: readonly string[]): Resource | undefined;
  /** The key in {@link NetworkModel.vpcs}. */
  vpc(value: Value | undefined): string | undefined;
  /** The key in {@link NetworkModel.subnets}. */
  subnet(value: Value | undefined): string | undefined;
  /** The key in {@link NetworkModel.securityGroups}; the default group too (`aws_vpc.main.default_security_group_id`). */
  group(value: Value | undefined): string | undefined;
}
