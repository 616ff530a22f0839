import { isDeepStrictEqual } from "node:util";
import { type ResourceBody, typeOfAddress } from "./resource-address.ts";

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

/** Without cdktf's metadata and Terraform's own arguments. */
function argumentsOf({ "//": _metadata, depends_on: _order, lifecycle: _lifecycle, ...rest }: ResourceBody) {
  return rest;
}
