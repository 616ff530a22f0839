import { attributeText, readFlag } from "../terraform/attributes.ts";
import type { Resource } from "../terraform/inventory.ts";
import type { Value } from "../terraform/value.ts";
import type { Peering } from "./gateway-model.ts";
import type { ModelContext } from "./model-context.ts";

const REQUEST = "aws_vpc_peering_connection";
const ACCEPTER = "aws_vpc_peering_connection_accepter";

/**
 * Reads peering connections, by the requesting resource, or by the accepter if the request is in
 * other files.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export function readPeerings(context: ModelContext): ReadonlyMap<string, Peering> {
  const accepters = context.managed(ACCEPTER);
  const requests = context.existing(REQUEST).map((request) => {
    const accepter = accepters.find(
      ({ values }) => peeringOf(context, values.vpc_peering_connection_id) === request.address,
    );
    return peering(context, request, [request, ...(accepter ? [accepter] : [])]);
  });
  const accepted = accepters
    .filter((accepter) => peeringOf(context, accepter.values.vpc_peering_connection_id) === undefined)
    .map((accepter) => peering(context, accepter, [accepter]));
  return new Map([...requests, ...accepted].map((one) => [one.address, one]));
}

/**
 * Returns the key of the peering that a value references: its request's address, or its accepter's.
 */
export function peeringOf(context: ModelContext, value: Value | undefined): string | undefined {
  const found = context.resolver.resource(value, REQUEST, ACCEPTER);
  if (found === undefined || found.type === REQUEST) return found?.address;
  return context.resolver.resource(found.values.vpc_peering_connection_id, REQUEST)?.address ?? found.address;
}

function peering(
  context: ModelContext,
  { address, values, type, mode }: Resource,
  makers: readonly Resource[],
): Peering {
  const isAccepted = makers.some(
    (maker) =>
      readFlag(maker.values.auto_accept, false) === true ||
      attributeText(maker.values.accept_status ?? maker.values.status) === "active",
  );
  // A connection that these files do not define on both sides may be accepted in other files.
  const isCounted = context.whyMoreMayExist(ACCEPTER) === undefined;
  const isOurs =
    isCounted &&
    mode === "managed" &&
    type === REQUEST &&
    context.resolver.vpc(values.peer_vpc_id) !== undefined;
  const sides =
    type === REQUEST
      ? ([context.resolver.vpc(values.vpc_id), context.resolver.vpc(values.peer_vpc_id)] as const)
      : // An accepter's `vpc_id` is the VPC on the accepting side.
        ([context.resolver.vpc(values.peer_vpc_id), context.resolver.vpc(values.vpc_id)] as const);
  return { address, sides, isAccepted: isAccepted || (isOurs ? false : "unknown") };
}
