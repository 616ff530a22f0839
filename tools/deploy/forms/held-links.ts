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

/**
 * DNS records of something that leaves, as they are in the up pass: as deployed. They change to
 * what takes over when traffic does.
 */
export function heldRecords(
  resources: ReadonlyMap<string, ResourceBody>,
  deployed: ReadonlyMap<string, ResourceBody>,
  leftovers: ReadonlySet<string>,
): ReadonlyMap<string, ResourceBody> {
  const held = new Map<string, ResourceBody>();
  for (const [address, body] of resources) {
    const before = deployed.get(address);
    if (before === undefined || typeOfAddress(address) !== "aws_route53_record") continue;
    if (refersToAny(before, leftovers) && !leftovers.has(address))
      held.set(address, withTarget(body, before));
  }
  return held;
}

/** The arguments of a record that say where it leads. */
const TARGET_ARGUMENTS = ["alias", "records", "ttl"];

function withTarget(body: ResourceBody, before: ResourceBody): ResourceBody {
  const rest = Object.entries(body).filter(([name]) => !TARGET_ARGUMENTS.includes(name));
  const target = TARGET_ARGUMENTS.flatMap((name) => (name in before ? [[name, before[name]]] : []));
  return Object.fromEntries([...rest, ...target]);
}

/** Without cdktf's metadata and Terraform's own arguments. */
function argumentsOf({ "//": _metadata, depends_on: _order, lifecycle: _lifecycle, ...rest }: ResourceBody) {
  return rest;
}
