import type { Attributes } from "../terraform/attributes.ts";
import { Unknown } from "../terraform/value.ts";
import { type CidrBlock, readCidrBlock } from "./cidr-blocks.ts";
import type { ModelContext } from "./model-context.ts";
import type { Route, RouteTarget } from "./network-model.ts";
import { prefixListsOf } from "./prefix-lists.ts";

/** A route's destinations, or why they are unknown. */
export type RouteDestinations = readonly (CidrBlock & { readonly isList: boolean })[] | Unknown;

/**
 * The length at which AWS's prefix lists win: their blocks are more specific than any configured
 * route around them.
 */
const SERVICE_PREFIX_LENGTH = 128;

/** Reads the destinations of a route: a CIDR block, or each block of a prefix list. */
export function routeDestinations(context: ModelContext, route: Attributes): RouteDestinations {
  const listId = route.destination_prefix_list_id;
  if (listId !== undefined && listId !== null && listId !== "") {
    const list = prefixListsOf(context).forValue(listId);
    if (list instanceof Unknown) return list;
    return list.blocks.map((block) =>
      list.isService
        ? { ...block, text: list.name, prefixLength: SERVICE_PREFIX_LENGTH, isList: true }
        : { ...block, text: `${block.text} (${list.name})`, isList: true },
    );
  }
  const written = [
    route.destination_cidr_block,
    route.cidr_block,
    route.destination_ipv6_cidr_block,
    route.ipv6_cidr_block,
  ].map((value) => readCidrBlock(context, value));
  const block = written.find((one) => one !== undefined);
  if (block === undefined) return new Unknown("its destination is not in these files");
  return block instanceof Unknown ? block : [{ ...block, isList: false }];
}

/** Returns a static route to a CIDR block. */
export function staticRoute(block: CidrBlock, target: RouteTarget, origin: string): Route {
  const { text, addresses, prefixLength } = block;
  return { destination: addresses, text, prefixLength, target, origin, isPropagated: false };
}

/**
 * Orders routes so that, of equal prefixes, the winner comes first: static, prefix list,
 * propagated. Of two routes to one block, the first wins. A configured route to the VPC's block
 * replaces the local route.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function orderByPrecedence(groups: {
  readonly localRoutes: readonly Route[];
  readonly staticRoutes: readonly Route[];
  readonly prefixListRoutes: readonly Route[];
  readonly propagatedRoutes: readonly Route[];
}): readonly Route[] {
  const configured = new Map<string, Route>();
  for (const route of groups.staticRoutes) if (!configured.has(route.text)) configured.set(route.text, route);
  const local = groups.localRoutes.filter(({ text }) => !configured.has(text));
  return [...local, ...configured.values(), ...groups.prefixListRoutes, ...groups.propagatedRoutes];
}
