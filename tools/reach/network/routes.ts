import { Unknown, type Value } from "../terraform/value.ts";
import type { Route, RouteTarget } from "./network-model.ts";
import type { PrefixLists } from "./prefix-lists.ts";
import type { CidrBlock, TopologyContext } from "./topology-context.ts";

/** A route's destinations, or why they are not known. */
export type RouteDestinations = readonly (CidrBlock & { readonly isList: boolean })[] | Unknown;

/** AWS's own lists hold more specific blocks than any route by hand that holds all of them. */
const SERVICE_PREFIX_LENGTH = 128;

/** Where a route is to: a block, or each block of a prefix list. */
export function routeDestinations(
  context: TopologyContext,
  lists: PrefixLists,
  route: Readonly<Record<string, Value>>,
): RouteDestinations {
  const listId = route.destination_prefix_list_id;
  if (listId !== undefined && listId !== null && listId !== "") {
    const list = lists.forValue(listId);
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
  ].map((value) => context.cidrBlock(value));
  const block = written.find((one) => one !== undefined);
  if (block === undefined) return new Unknown("its destination is not in these files");
  return block instanceof Unknown ? block : [{ ...block, isList: false }];
}

/** A static route to a block. */
export function staticRoute(block: CidrBlock, target: RouteTarget, origin: string): Route {
  const { text, addresses, prefixLength } = block;
  return { destination: addresses, text, prefixLength, target, origin, isPropagated: false };
}

/**
 * Routes in the order in which equal prefixes win: by hand, by prefix list, learnt; of two to one block, the
 * first. A route by hand to a VPC's own block takes the place of the local one.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function byPrecedence(groups: {
  readonly local: readonly Route[];
  readonly byHand: readonly Route[];
  readonly byList: readonly Route[];
  readonly learnt: readonly Route[];
}): readonly Route[] {
  const static_ = new Map<string, Route>();
  for (const route of groups.byHand) if (!static_.has(route.text)) static_.set(route.text, route);
  const local = groups.local.filter(({ text }) => !static_.has(text));
  return [...local, ...static_.values(), ...groups.byList, ...groups.learnt];
}
