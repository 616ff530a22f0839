import { type ResourceBody, refersToAny, typeOfAddress } from "./resource-address.ts";

/**
 * Lists that say who belongs to a resource, which in the up pass keep the deployed members. Other
 * lists say what a resource uses, and change to the wanted value at once: a load balancer leaves a
 * zone before its subnet goes.
 *
 * - `all`: a route table keeps its route to a gateway endpoint until nothing in its subnets needs
 *   it.
 * - `leftovers`: a subnet has one network ACL, so one that stays has the wanted one at once.
 * - `other-zones`: a transit gateway attachment has one subnet in a zone, and keeps the zones that
 *   it leaves until nothing in them needs it.
 */
const MEMBER_LISTS: Readonly<Record<string, readonly { readonly list: string; readonly keeps: Keeps }[]>> = {
  aws_ec2_transit_gateway_vpc_attachment: [{ list: "subnet_ids", keeps: "other-zones" }],
  aws_network_acl: [{ list: "subnet_ids", keeps: "leftovers" }],
  aws_vpc_endpoint: [{ list: "route_table_ids", keeps: "all" }],
};

type Keeps = "all" | "leftovers" | "other-zones";

/** The wanted arguments, with the deployed members that still belong to the resource. */
export function withDeployedMembers(
  address: string,
  wanted: ResourceBody,
  deployed: ResourceBody | undefined,
  leftovers: ReadonlySet<string>,
): ResourceBody {
  const lists = deployed === undefined ? [] : (MEMBER_LISTS[typeOfAddress(address)] ?? []);
  const joined = lists.flatMap(({ list, keeps }) => {
    const own = listOf(wanted[list]);
    const isKept = (member: unknown) =>
      keeps === "all" ||
      (keeps === "leftovers"
        ? refersToAny(member, leftovers)
        : !own.some((other) => isSameZone(member, other)));
    const kept = listOf(deployed?.[list]).filter((member) => !own.includes(member) && isKept(member));
    return kept.length === 0 ? [] : [[list, [...own, ...kept]]];
  });
  return joined.length === 0 ? wanted : { ...wanted, ...Object.fromEntries(joined) };
}

/**
 * Network ACLs without the subnets that leftover ones still have, as they are in the up pass: a
 * subnet changes its ACL in the turn, when the new one has all its rules.
 */
export function heldMembers(
  resources: ReadonlyMap<string, ResourceBody>,
  deployed: ReadonlyMap<string, ResourceBody>,
  leftovers: ReadonlySet<string>,
): ReadonlyMap<string, ResourceBody> {
  const isAcl = (address: string) => typeOfAddress(address) === "aws_network_acl";
  const held = new Set(
    [...leftovers].filter(isAcl).flatMap((address) => listOf(deployed.get(address)?.subnet_ids)),
  );
  const changed = new Map<string, ResourceBody>();
  for (const [address, body] of resources) {
    if (!isAcl(address) || leftovers.has(address)) continue;
    const own = listOf(body.subnet_ids);
    const free = own.filter((subnet) => !held.has(subnet));
    if (free.length < own.length) changed.set(address, { ...body, subnet_ids: free });
  }
  return changed;
}

/** An availability zone in a construct ID or in the key of an output: `us-east-1a`. */
const ZONE = /[a-z]{2}(?:-[a-z]+)+-\d+[a-z]/;

/** True if two references to subnets name the same zone, or if one names none. */
function isSameZone(one: unknown, other: unknown): boolean {
  const [zone, otherZone] = [ZONE.exec(String(one))?.[0], ZONE.exec(String(other))?.[0]];
  return zone === undefined || otherZone === undefined || zone === otherZone;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
