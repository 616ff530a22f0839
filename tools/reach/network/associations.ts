import { withDefaultTwin } from "../../../aws/resource-types.ts";
import { attributeList } from "../terraform/attributes.ts";
import { Unknown, type Value } from "../terraform/value.ts";
import type { ModelContext } from "./model-context.ts";
import type { NetworkAcl, RouteTable } from "./network-model.ts";
import type { SubnetDraft } from "./subnets.ts";

/** Subnets' associations, and why any subnet may have unread ones. */
export interface Associations {
  /** The associated route tables, by subnet. */
  readonly tables: ReadonlyMap<string, string>;
  /** The associated network ACLs, by subnet. */
  readonly acls: ReadonlyMap<string, string>;
  /** Main route tables that replace a VPC's default one, by VPC. */
  readonly mains: ReadonlyMap<string, string>;
  /** Gateways that have a route table. */
  readonly gateways: ReadonlyMap<string, string>;
  /** The reason why any subnet may have another route table; undefined if all are known. */
  readonly unknownTables: string | undefined;
  /** The reason why any subnet may have another network ACL; undefined if all are known. */
  readonly unknownAcls: string | undefined;
}

const NOT_HERE = "#not-in-these-files";

/**
 * Reads the route table and network ACL associations of subnets. A subnet without an association
 * uses the VPC's main route table and default ACL.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */
export function readAssociations(context: ModelContext): Associations {
  const { resolver } = context;
  const tables = new Map<string, string>();
  const gateways = new Map<string, string>();
  let unknownTables = context.whyMoreMayExist(
    "aws_route_table_association",
    "aws_main_route_table_association",
  );
  for (const { address, values } of context.managed("aws_route_table_association")) {
    const subnet = resolver.subnet(values.subnet_id);
    const gateway = resolver.resource(values.gateway_id, "aws_internet_gateway", "aws_vpn_gateway");
    if (gateway !== undefined) gateways.set(gateway.address, address);
    if (subnet !== undefined)
      tables.set(subnet, resolver.table(values.route_table_id) ?? `${address}${NOT_HERE}`);
    if (values.subnet_id instanceof Unknown) unknownTables ??= `${address}: ${values.subnet_id.why}`;
  }
  const acls = new Map<string, string>();
  let unknownAcls = context.whyMoreMayExist("aws_network_acl_association", "aws_network_acl");
  const listed = [...listedAcls(context), ...associatedAcls(context)];
  for (const { subnet, acl, origin } of listed) {
    const key = resolver.subnet(subnet);
    if (key !== undefined) acls.set(key, acl ?? `${origin}${NOT_HERE}`);
    if (subnet instanceof Unknown) unknownAcls ??= `${origin}: ${subnet.why}`;
  }
  const mains = new Map<string, string>();
  for (const { address, values } of context.managed("aws_main_route_table_association")) {
    const vpc = resolver.vpc(values.vpc_id);
    if (vpc !== undefined) mains.set(vpc, resolver.table(values.route_table_id) ?? `${address}${NOT_HERE}`);
  }
  return { tables, acls, mains, gateways, unknownTables, unknownAcls };
}

interface AclAssociation {
  readonly subnet: Value;
  readonly acl: string | undefined;
  readonly origin: string;
}

function listedAcls(context: ModelContext): readonly AclAssociation[] {
  return context
    .managed(...withDefaultTwin("aws_network_acl"))
    .flatMap(({ address, values }) =>
      attributeList(values.subnet_ids).map((subnet) => ({ subnet, acl: address, origin: address })),
    );
}

function associatedAcls(context: ModelContext): readonly AclAssociation[] {
  return context.managed("aws_network_acl_association").map(({ address, values }) => ({
    subnet: values.subnet_id ?? null,
    acl: context.resolver.acl(values.network_acl_id),
    origin: address,
  }));
}

/** The route table in effect for a subnet. */
export function routeTableOfSubnet(
  context: ModelContext,
  subnet: SubnetDraft,
  associations: Associations,
  tables: ReadonlyMap<string, RouteTable>,
): RouteTable {
  const own = associations.tables.get(subnet.address);
  const main = associations.mains.get(subnet.vpc) ?? context.resolver.defaultOf("table", subnet.vpc);
  const address = own ?? main;
  const table = tables.get(address) ?? {
    address,
    routes: [],
    unknown: "the route table is not in these files",
  };
  return own === undefined ? withUnknown(table, whyUncertain(subnet, associations.unknownTables)) : table;
}

/** The network ACL in effect for a subnet. */
export function aclOfSubnet(
  context: ModelContext,
  subnet: SubnetDraft,
  associations: Associations,
  acls: ReadonlyMap<string, NetworkAcl>,
): NetworkAcl {
  const own = associations.acls.get(subnet.address);
  const address = own ?? context.resolver.defaultOf("acl", subnet.vpc);
  const acl = acls.get(address) ?? {
    address,
    ingress: [],
    egress: [],
    unknown: "the network ACL is not in these files",
  };
  return own === undefined ? withUnknown(acl, whyUncertain(subnet, associations.unknownAcls)) : acl;
}

/** Why a subnet without an association in these files may still have one. */
function whyUncertain({ address, resource }: SubnetDraft, unknown: string | undefined): string | undefined {
  if (resource.mode === "data") return `${address} and its associations are created outside these files`;
  return unknown === undefined ? undefined : `${address} may have another association: ${unknown}`;
}

function withUnknown<T extends { readonly unknown?: string }>(of: T, why: string | undefined): T {
  return why === undefined
    ? of
    : { ...of, unknown: of.unknown === undefined ? why : `${of.unknown}; ${why}` };
}
