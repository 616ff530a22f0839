import type { Resource } from "../input/inventory.ts";
import { Unknown, type Value } from "../input/value.ts";
import { NO_ADDRESS, parseAddresses } from "../packets/addresses.ts";
import type { Attachment, TransitGateway, TransitRoute, TransitTable } from "./fabric.ts";
import type { PrefixLists } from "./prefix-lists.ts";
import { describe, type Survey } from "./survey.ts";
import { type AttachmentPlan, attachmentOf, readAttachments } from "./transit-attachments.ts";
import type { VpcPlan } from "./vpcs.ts";
import type { Line } from "./vpn.ts";

/** What transit gateways are read from. */
export interface TransitSources {
  readonly survey: Survey;
  readonly vpcs: ReadonlyMap<string, VpcPlan>;
  readonly lists: PrefixLists;
  readonly lines: readonly Line[];
  readonly told: ToldBlocks;
}

/** Blocks, as text, that networks outside are known to tell by BGP, by the resource that they are behind. */
export type ToldBlocks = ReadonlyMap<string, readonly string[]>;

const TABLE = "aws_ec2_transit_gateway_route_table";
const ASSOCIATION = "aws_ec2_transit_gateway_route_table_association";
const DEFAULT_TABLE = "#default-route-table";

/** A gateway's table while its routes are gathered. */
interface Draft {
  readonly address: string;
  readonly routes: TransitRoute[];
  readonly unknown: string[];
}

/** Transit gateways with what is attached to them and where their tables lead. */
export function readTransitGateways(sources: TransitSources): ReadonlyMap<string, TransitGateway> {
  const { survey, lines } = sources;
  const attachments = readAttachments(survey, lines);
  return new Map(
    survey.known("aws_ec2_transit_gateway").map((gateway) => {
      const own = attachments.filter((one) => one.gateway === gateway.address);
      return [gateway.address, readGateway(sources, gateway, own)];
    }),
  );
}

function readGateway(
  sources: TransitSources,
  gateway: Resource,
  plans: readonly AttachmentPlan[],
): TransitGateway {
  const { survey } = sources;
  const { address, region } = gateway;
  const drafts = new Map<string, Draft>();
  const defaults = defaultTables(survey, gateway);
  const own = survey
    .known(TABLE)
    .filter(({ values }) => survey.keys.resource(values.transit_gateway_id) === gateway);
  const names = [...own.map((table) => table.address), defaults.association, defaults.propagation];
  for (const name of names) {
    if (name !== undefined) drafts.set(name, { address: name, routes: [], unknown: [] });
  }
  addStatic(sources, address, plans, drafts);
  addPropagated(sources, address, plans, drafts, defaults.propagation);
  const tables = associatedTables(survey, address, plans);
  const attachments = plans.map((plan) => attachmentWith(plan, tables, defaults.association));
  return {
    address,
    region,
    attachments,
    tables: new Map([...drafts].map(([key, one]) => [key, finish(one)])),
  };
}

/** An attachment with its table; what cannot be told of that leaves it unknown as a whole. */
function attachmentWith(
  { address, end, associates, groupReferences }: AttachmentPlan,
  { tables, unknown }: AssociatedTables,
  defaultTable: string | undefined,
): Attachment {
  const own = tables.get(address);
  const table = own ?? (associates === true ? defaultTable : undefined);
  const doubt = unknown ?? (associates instanceof Unknown ? associates.why : undefined);
  if (own !== undefined || doubt === undefined) return { address, end, table, groupReferences };
  const why = `the route table of ${address} is not known: ${doubt}`;
  return { address, end: { kind: "unknown", why }, table: undefined, groupReferences };
}

function finish({ address, routes, unknown }: Draft): TransitTable {
  return { address, routes, ...(unknown.length > 0 && { unknown: unknown.join("; ") }) };
}

/**
 * The tables that attachments take and tell without a word: one of AWS's own, unless it is switched off or
 * another is named. https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
function defaultTables(
  survey: Survey,
  { address, values }: Resource,
): { association: string | undefined; propagation: string | undefined } {
  const named = (type: string, attribute: string) => {
    const choice = survey
      .managed(type)
      .find((one) => survey.keys.resource(one.values.transit_gateway_id)?.address === address);
    if (choice !== undefined) return tableOf(survey, choice.values.transit_gateway_route_table_id, address);
    return survey.flag(values[attribute], true) === true ? `${address}${DEFAULT_TABLE}` : undefined;
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

/** The table of a gateway that a value speaks of; undefined for another gateway's. */
function tableOf(survey: Survey, value: Value | undefined, gateway: string): string | undefined {
  const found = survey.keys.identity(value);
  if (found === undefined) return undefined;
  const { resource, attribute } = found;
  if (resource.type === TABLE) {
    const owner = survey.keys.resource(resource.values.transit_gateway_id);
    return owner?.address === gateway ? resource.address : undefined;
  }
  return resource.address === gateway && attribute.endsWith("_default_route_table_id")
    ? `${gateway}${DEFAULT_TABLE}`
    : undefined;
}

/** Tables that attachments are associated with by name, and why any may have another. */
interface AssociatedTables {
  readonly tables: ReadonlyMap<string, string>;
  readonly unknown: string | undefined;
}

function associatedTables(
  survey: Survey,
  gateway: string,
  plans: readonly AttachmentPlan[],
): AssociatedTables {
  const tables = new Map<string, string>();
  let unknown = survey.uncounted(ASSOCIATION);
  for (const { address, values } of survey.managed(ASSOCIATION)) {
    const table = tableOf(survey, values.transit_gateway_route_table_id, gateway);
    const attachment = attachmentOf(survey, plans, values.transit_gateway_attachment_id, gateway);
    if (table !== undefined && attachment !== undefined) tables.set(attachment.address, table);
    const named = values.transit_gateway_attachment_id;
    if (named instanceof Unknown) unknown ??= `${address}: ${named.why}`;
  }
  return { tables, unknown };
}

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html */
function addStatic(
  { survey, lists }: TransitSources,
  gateway: string,
  plans: readonly AttachmentPlan[],
  drafts: ReadonlyMap<string, Draft>,
): void {
  const makers = survey.managed(
    "aws_ec2_transit_gateway_route",
    "aws_ec2_transit_gateway_prefix_list_reference",
  );
  for (const { address, values } of makers) {
    const draft = drafts.get(tableOf(survey, values.transit_gateway_route_table_id, gateway) ?? "");
    if (draft === undefined) continue;
    const isBlackhole = survey.flag(values.blackhole, false) === true;
    const attachment = attachmentOf(survey, plans, values.transit_gateway_attachment_id, gateway);
    const list = values.prefix_list_id === undefined ? undefined : lists.of(values.prefix_list_id);
    const block =
      list instanceof Unknown ? list : (list?.blocks ?? survey.block(values.destination_cidr_block));
    if (block === undefined || block instanceof Unknown) {
      draft.unknown.push(`the destination of ${address} is not known`);
    } else if (attachment === undefined && !isBlackhole) {
      draft.unknown.push(
        `${address} leads to ${describe(values.transit_gateway_attachment_id)}, which is not in these files`,
      );
    } else {
      for (const { text, addresses, prefixLength } of "text" in block ? [block] : block) {
        draft.routes.push({
          destination: addresses,
          text,
          prefixLength,
          attachment: attachment?.address,
          origin: address,
          isLearnt: false,
        });
      }
    }
  }
  const missing = survey.uncounted(
    "aws_ec2_transit_gateway_route",
    "aws_ec2_transit_gateway_prefix_list_reference",
  );
  if (missing !== undefined) for (const draft of drafts.values()) draft.unknown.push(missing);
}

/** What attachments tell the default table, and the tables that are named. */
function addPropagated(
  sources: TransitSources,
  gateway: string,
  plans: readonly AttachmentPlan[],
  drafts: ReadonlyMap<string, Draft>,
  defaultTable: string | undefined,
): void {
  const { survey } = sources;
  const openPlan = plans.find(({ propagates }) => propagates instanceof Unknown);
  const missing = survey.uncounted("aws_ec2_transit_gateway_route_table_propagation");
  const open = openPlan && `whether ${openPlan.address} tells its routes is not known`;
  for (const why of [open, missing]) {
    if (why !== undefined) for (const draft of drafts.values()) draft.unknown.push(why);
  }
  const told = plans
    .filter(({ propagates }) => propagates === true)
    .map((plan) => ({ plan, table: defaultTable, origin: plan.address }));
  for (const { address, values } of survey.managed("aws_ec2_transit_gateway_route_table_propagation")) {
    const plan = attachmentOf(survey, plans, values.transit_gateway_attachment_id, gateway);
    const table = tableOf(survey, values.transit_gateway_route_table_id, gateway);
    if (plan !== undefined) told.push({ plan, table, origin: address });
    else drafts.get(table ?? "")?.unknown.push(`what ${address} tells is not in these files`);
  }
  for (const { plan, table, origin } of told) {
    const draft = drafts.get(table ?? "");
    if (draft !== undefined) propagate(sources, plan, draft, origin);
  }
}

/** A VPC tells its blocks; a VPN with static routes, nothing; what BGP tells besides what is known to be told, is not known. */
function propagate(
  { vpcs, lines, told }: TransitSources,
  { address, end, ipv6 }: AttachmentPlan,
  draft: Draft,
  origin: string,
): void {
  if (end.kind === "outside") {
    const line = lines.find((one) => one.address === end.outside);
    const isStatic = line !== undefined && line.unknown === undefined;
    if (isStatic) return;
    draft.unknown.push(line?.unknown ?? `${end.outside} tells its routes by BGP`);
    for (const text of told.get(end.outside) ?? []) {
      const destination = parseAddresses(text) ?? NO_ADDRESS;
      const prefixLength = Number(text.split("/")[1]);
      draft.routes.push({ destination, text, prefixLength, attachment: address, origin, isLearnt: true });
    }
    return;
  }
  const vpc = end.kind === "vpc" ? vpcs.get(end.vpc) : undefined;
  if (vpc === undefined) {
    draft.unknown.push(`what ${address} tells is not in these files`);
    return;
  }
  for (const { text, addresses, prefixLength } of vpc.blockList) {
    if (text.includes(":") && !ipv6) continue;
    if (draft.routes.some((route) => route.isLearnt && route.text === text && route.attachment === address))
      continue;
    draft.routes.push({
      destination: addresses,
      text,
      prefixLength,
      attachment: address,
      origin,
      isLearnt: true,
    });
  }
}
