import { isDeepStrictEqual } from "node:util";
import { type ResourceBody, refersToAny, typeOfAddress } from "./resource-address.ts";

/**
 * Types that link two things, one of which has only one such link. A link to something else
 * replaces the resource, and cuts the linked thing off for that time.
 */
const LINK_TYPES: ReadonlySet<string> = new Set([
  "aws_eip_association",
  "aws_network_interface_attachment",
  "aws_volume_attachment",
]);

/**
 * Links that the wanted form has to something else, as they are in the up pass: as deployed, since
 * what takes over is only starting.
 */
export function heldLinks(
  resources: ReadonlyMap<string, ResourceBody>,
  deployed: ReadonlyMap<string, ResourceBody>,
): ReadonlyMap<string, ResourceBody> {
  const held = new Map<string, ResourceBody>();
  for (const [address, body] of resources) {
    const before = deployed.get(address);
    if (before === undefined || !LINK_TYPES.has(typeOfAddress(address))) continue;
    if (!isDeepStrictEqual(argumentsOf(before), argumentsOf(body))) held.set(address, before);
  }
  return held;
}

/** Types that lead somewhere, and their arguments that say where. */
const TARGET_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_route: [
    "carrier_gateway_id",
    "core_network_arn",
    "egress_only_gateway_id",
    "gateway_id",
    "local_gateway_id",
    "nat_gateway_id",
    "network_interface_id",
    "transit_gateway_id",
    "vpc_endpoint_id",
    "vpc_peering_connection_id",
  ],
  aws_route53_record: ["alias", "records", "ttl"],
  aws_route_table_association: ["route_table_id"],
};

/**
 * Routes, DNS records and subnets' route tables that lead to something that leaves, as they are in
 * the up pass: as deployed. They lead to what takes over from the turn on.
 */
export function heldTargets(
  resources: ReadonlyMap<string, ResourceBody>,
  deployed: ReadonlyMap<string, ResourceBody>,
  leftovers: ReadonlySet<string>,
): ReadonlyMap<string, ResourceBody> {
  const held = new Map<string, ResourceBody>();
  for (const [address, body] of resources) {
    const before = deployed.get(address);
    const names = TARGET_ARGUMENTS[typeOfAddress(address)];
    if (before === undefined || names === undefined || leftovers.has(address)) continue;
    const target = pick(before, names);
    if (refersToAny(target, leftovers)) held.set(address, { ...omit(body, names), ...target });
  }
  return held;
}

function pick(body: ResourceBody, names: readonly string[]): ResourceBody {
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}

function omit(body: ResourceBody, names: readonly string[]): ResourceBody {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}

/** Without cdktf's metadata and Terraform's own arguments. */
function argumentsOf({ "//": _metadata, depends_on: _order, lifecycle: _lifecycle, ...rest }: ResourceBody) {
  return rest;
}
