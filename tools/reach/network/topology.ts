import type { Resource } from "../terraform/inventory.ts";
import type { Value } from "../terraform/value.ts";
import type { NetworkModel } from "./network-model.ts";

/** A network model without endpoints and proxies, which are added to it. */
export interface Topology extends Omit<NetworkModel, "endpoints" | "proxies"> {
  /** The default security group of each VPC, by VPC: interfaces without a group have it. */
  readonly defaultGroups: ReadonlyMap<string, string>;
  readonly resolver: ReferenceResolver;
}

/**
 * Resolves values to resources, through attributes that pass a reference on
 * (`aws_vpc_ipv4_cidr_block_association.x.vpc_id`) and data sources that read a resource of these
 * files. Undefined if the resource is in other files, created by hand, or unknown.
 */
export interface ReferenceResolver {
  /** Returns the resource if it is of one of the types (any type if none is given). */
  resource(value: Value | undefined, ...types: readonly string[]): Resource | undefined;
  /** Returns the key in {@link NetworkModel.vpcs}. */
  vpc(value: Value | undefined): string | undefined;
  /** Returns the key in {@link NetworkModel.subnets}. */
  subnet(value: Value | undefined): string | undefined;
  /**
   * Returns the key in {@link NetworkModel.securityGroups}, also for default groups
   * (`aws_vpc.main.default_security_group_id`).
   */
  group(value: Value | undefined): string | undefined;
}
