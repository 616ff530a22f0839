import { memoize } from "../../../language/memoize.ts";
import { NO_ADDRESS, parseAddresses } from "../packets/addresses.ts";
import { describeValue, readFlag } from "../terraform/attributes.ts";
import type { Resource } from "../terraform/inventory.ts";
import { Unknown, type Value } from "../terraform/value.ts";
import { readCidrBlock } from "./cidr-blocks.ts";
import type {
  TransitGateway,
  TransitGatewayAttachment,
  TransitGatewayRoute,
  TransitGatewayRouteTable,
} from "./gateway-model.ts";
import { readHybridConnections } from "./hybrid-connections.ts";
import type { ModelContext } from "./model-context.ts";
import { prefixListsOf } from "./prefix-lists.ts";
import { type AttachmentDraft, readAttachments, resolveAttachment } from "./transit-attachments.ts";
import { readVpcs } from "./vpcs.ts";

const TABLE = "aws_ec2_transit_gateway_route_table";
const ASSOCIATION = "aws_ec2_transit_gateway_route_table_association";
const DEFAULT_TABLE = "#default-route-table";

/** A transit gateway route table as its routes are collected. */
interface TransitRouteTableDraft {
  readonly address: string;
  readonly routes: TransitGatewayRoute[];
  readonly unknown: string[];
}

/** Reads transit gateways with their attachments and route tables. */
export const readTransitGateways = memoize((context: ModelContext): ReadonlyMap<string, TransitGateway> => {
  const attachments = readAttachments(context);
  return new Map(
    context.existing("aws_ec2_transit_gateway").map((gateway) => {
      const own = attachments.filter((one) => one.gateway === gateway.address);
      return [gateway.address, readGateway(context, gateway, own)];
    }),
  );
});

function readGateway(
  context: ModelContext,
  gateway: Resource,
  plans: readonly AttachmentDraft[],
): TransitGateway {
  const { address, region } = gateway;
  const drafts = new Map<string, TransitRouteTableDraft>();
  const defaults = defaultTables(context, gateway);
  const own = context
    .existing(TABLE)
    .filter(({ values }) => context.resolver.resource(values.transit_gateway_id) === gateway);
  const names = [...own.map((table) => table.address), defaults.association, defaults.propagation];
  for (const name of names) {
    if (name !== undefined) drafts.set(name, { address: name, routes: [], unknown: [] });
  }
  addStatic(context, address, plans, drafts);
  addPropagated(context, address, plans, drafts, defaults.propagation);
  const tables = associatedTables(context, address, plans);
  const attachments = plans.map((plan) => attachmentWith(plan, tables, defaults.association));
  return {
    address,
    region,
    attachments,
    tables: new Map([...drafts].map(([key, one]) => [key, finish(one)])),
  };
}

/** An attachment with its route table; a doubt about that table makes the whole table unknown. */
function attachmentWith(
  { address, resource, associates, groupReferences }: AttachmentDraft,
  { tables, unknown }: AssociatedTables,
  defaultTable: string | undefined,
): TransitGatewayAttachment {
  const own = tables.get(address);
  const table = own ?? (associates === true ? defaultTable : undefined);
  const doubt = unknown ?? (associates instanceof Unknown ? associates.why : undefined);
  if (own !== undefined || doubt === undefined) return { address, resource, table, groupReferences };
  const why = `the route table of ${address} is unknown: ${doubt}`;
  return { address, resource: { kind: "unknown", why }, table: undefined, groupReferences };
}

function finish({ address, routes, unknown }: TransitRouteTableDraft): TransitGatewayRouteTable {
  return { address, routes, ...(unknown.length > 0 && { unknown: unknown.join("; ") }) };
}

/**
 * The tables that attachments are associated with and propagate to by default: AWS's default table,
 * unless it is disabled or another is named.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
function defaultTables(
  context: ModelContext,
  { address, values }: Resource,
): { association: string | undefined; propagation: string | undefined } {
  const named = (type: string, attribute: string) => {
    const choice = context
      .managed(type)
      .find((one) => context.resolver.resource(one.values.transit_gateway_id)?.address === address);
    if (choice !== undefined)
      return resolveTable(context, choice.values.transit_gateway_route_table_id, address);
    return readFlag(values[attribute], true) === true ? `${address}${DEFAULT_TABLE}` : undefined;
  };
  return {
    association: named(
      "aws_ec2_transit_gateway_default_route_table_association",
      "default_route_table_association",
    ),
    propagation: named(
      "aws_ec2_transit_gateway_default_route_table_propagation",
      "default_route_table_propagation",
    ),
  };
}

/** Resolves a value to a route table of a gateway; undefined for another gateway's table. */
function resolveTable(context: ModelContext, value: Value | undefined, gateway: string): string | undefined {
  const found = context.resolver.attributeOf(value);
  if (found === undefined) return undefined;
  const { resource, attribute } = found;
  if (resource.type === TABLE) {
    const owner = context.resolver.resource(resource.values.transit_gateway_id);
    return owner?.address === gateway ? resource.address : undefined;
  }
  return resource.address === gateway && attribute.endsWith("_default_route_table_id")
    ? `${gateway}${DEFAULT_TABLE}`
    : undefined;
}

/**
 * Tables that association resources name, by attachment, and why any attachment may have another.
 */
interface AssociatedTables {
  readonly tables: ReadonlyMap<string, string>;
  readonly unknown: string | undefined;
}

function associatedTables(
  context: ModelContext,
  gateway: string,
  plans: readonly AttachmentDraft[],
): AssociatedTables {
  const tables = new Map<string, string>();
  let unknown = context.whyMoreMayExist(ASSOCIATION);
  for (const { address, values } of context.managed(ASSOCIATION)) {
    const table = resolveTable(context, values.transit_gateway_route_table_id, gateway);
    const attachment = resolveAttachment(context, plans, values.transit_gateway_attachment_id, gateway);
    if (table !== undefined && attachment !== undefined) tables.set(attachment.address, table);
    const named = values.transit_gateway_attachment_id;
    if (named instanceof Unknown) unknown ??= `${address}: ${named.why}`;
  }
  return { tables, unknown };
}

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html */
function addStatic(
  context: ModelContext,
  gateway: string,
  plans: readonly AttachmentDraft[],
  drafts: ReadonlyMap<string, TransitRouteTableDraft>,
): void {
  const makers = context.managed(
    "aws_ec2_transit_gateway_route",
    "aws_ec2_transit_gateway_prefix_list_reference",
  );
  for (const { address, values } of makers) {
    const draft = drafts.get(resolveTable(context, values.transit_gateway_route_table_id, gateway) ?? "");
    if (draft === undefined) continue;
    const isBlackhole = readFlag(values.blackhole, false) === true;
    const attachment = resolveAttachment(context, plans, values.transit_gateway_attachment_id, gateway);
    const list =
      values.prefix_list_id === undefined
        ? undefined
        : prefixListsOf(context).forValue(values.prefix_list_id);
    const block =
      list instanceof Unknown
        ? list
        : (list?.blocks ?? readCidrBlock(context, values.destination_cidr_block));
    if (block === undefined || block instanceof Unknown) {
      draft.unknown.push(`the destination of ${address} is unknown`);
    } else if (attachment === undefined && !isBlackhole) {
      draft.unknown.push(
        `the target of ${address}, ${describeValue(values.transit_gateway_attachment_id)}, is not in these files`,
      );
    } else {
      for (const { text, addresses, prefixLength } of "text" in block ? [block] : block) {
        draft.routes.push({
          destination: addresses,
          text,
          prefixLength,
          attachment: attachment?.address,
          origin: address,
          isPropagated: false,
        });
      }
    }
  }
  const missing = context.whyMoreMayExist(
    "aws_ec2_transit_gateway_route",
    "aws_ec2_transit_gateway_prefix_list_reference",
  );
  if (missing !== undefined) for (const draft of drafts.values()) draft.unknown.push(missing);
}

/** Adds the routes that attachments propagate, to the default table and to named tables. */
function addPropagated(
  context: ModelContext,
  gateway: string,
  plans: readonly AttachmentDraft[],
  drafts: ReadonlyMap<string, TransitRouteTableDraft>,
  defaultTable: string | undefined,
): void {
  const openPlan = plans.find(({ propagates }) => propagates instanceof Unknown);
  const missing = context.whyMoreMayExist("aws_ec2_transit_gateway_route_table_propagation");
  const open = openPlan && `it is unknown if ${openPlan.address} propagates its routes`;
  for (const why of [open, missing]) {
    if (why !== undefined) for (const draft of drafts.values()) draft.unknown.push(why);
  }
  const advertised = plans
    .filter(({ propagates }) => propagates === true)
    .map((plan) => ({ plan, table: defaultTable, origin: plan.address }));
  for (const { address, values } of context.managed("aws_ec2_transit_gateway_route_table_propagation")) {
    const plan = resolveAttachment(context, plans, values.transit_gateway_attachment_id, gateway);
    const table = resolveTable(context, values.transit_gateway_route_table_id, gateway);
    if (plan !== undefined) advertised.push({ plan, table, origin: address });
    else
      drafts.get(table ?? "")?.unknown.push(`the routes that ${address} propagates are not in these files`);
  }
  for (const { plan, table, origin } of advertised) {
    const draft = drafts.get(table ?? "");
    if (draft !== undefined) propagate(context, plan, draft, origin);
  }
}

/**
 * Propagates routes: a VPC's CIDR blocks; for a VPN with static routes, none; for BGP, the known
 * advertised prefixes, and unknown routes besides these.
 */
function propagate(
  context: ModelContext,
  { address, resource, ipv6 }: AttachmentDraft,
  draft: TransitRouteTableDraft,
  origin: string,
): void {
  if (resource.kind === "external-network") {
    const connection = readHybridConnections(context).find((one) => one.address === resource.externalNetwork);
    const isStatic = connection !== undefined && connection.unknown === undefined;
    if (isStatic) return;
    draft.unknown.push(connection?.unknown ?? `${resource.externalNetwork} advertises its routes over BGP`);
    for (const text of context.advertised.get(resource.externalNetwork) ?? []) {
      const destination = parseAddresses(text) ?? NO_ADDRESS;
      const prefixLength = Number(text.split("/")[1]);
      draft.routes.push({ destination, text, prefixLength, attachment: address, origin, isPropagated: true });
    }
    return;
  }
  const vpc = resource.kind === "vpc" ? readVpcs(context).get(resource.vpc) : undefined;
  if (vpc === undefined) {
    draft.unknown.push(`the routes that ${address} propagates are not in these files`);
    return;
  }
  for (const { text, addresses, prefixLength } of vpc.blockList) {
    if (text.includes(":") && !ipv6) continue;
    if (
      draft.routes.some((route) => route.isPropagated && route.text === text && route.attachment === address)
    )
      continue;
    draft.routes.push({
      destination: addresses,
      text,
      prefixLength,
      attachment: address,
      origin,
      isPropagated: true,
    });
  }
}
