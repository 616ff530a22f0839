import type { Resource } from "../input/inventory.ts";
import type { Value } from "../input/value.ts";
import type { Peering } from "./fabric.ts";
import type { Survey } from "./survey.ts";

const REQUEST = "aws_vpc_peering_connection";
const ACCEPTER = "aws_vpc_peering_connection_accepter";

/**
 * Peering connections, by the resource that asks for one, else by the one that accepts what another set of
 * files asks for. https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export function readPeerings(survey: Survey): ReadonlyMap<string, Peering> {
  const accepters = survey.managed(ACCEPTER);
  const requests = survey.known(REQUEST).map((request) => {
    const accepter = accepters.find(
      ({ values }) => peeringOf(survey, values.vpc_peering_connection_id) === request.address,
    );
    return peering(survey, request, [request, ...(accepter ? [accepter] : [])]);
  });
  const accepted = accepters
    .filter((accepter) => peeringOf(survey, accepter.values.vpc_peering_connection_id) === undefined)
    .map((accepter) => peering(survey, accepter, [accepter]));
  return new Map([...requests, ...accepted].map((one) => [one.address, one]));
}

/** The key of the peering that a value speaks of: its request's address, else its accepter's. */
export function peeringOf(survey: Survey, value: Value | undefined): string | undefined {
  const found = survey.keys.resource(value, REQUEST, ACCEPTER);
  if (found === undefined || found.type === REQUEST) return found?.address;
  return survey.keys.resource(found.values.vpc_peering_connection_id, REQUEST)?.address ?? found.address;
}

function peering(
  survey: Survey,
  { address, values, type, mode }: Resource,
  makers: readonly Resource[],
): Peering {
  const isAccepted = makers.some(
    (maker) =>
      survey.flag(maker.values.auto_accept, false) === true ||
      survey.word(maker.values.accept_status ?? maker.values.status) === "active",
  );
  // What these files do not make on both sides may be accepted by other files.
  const isCounted = survey.uncounted(ACCEPTER) === undefined;
  const isOurs =
    isCounted && mode === "managed" && type === REQUEST && survey.keys.vpc(values.peer_vpc_id) !== undefined;
  const sides =
    type === REQUEST
      ? ([survey.keys.vpc(values.vpc_id), survey.keys.vpc(values.peer_vpc_id)] as const)
      : // An accepter's `vpc_id` is the accepting side's own.
        ([survey.keys.vpc(values.peer_vpc_id), survey.keys.vpc(values.vpc_id)] as const);
  return { address, sides, isAccepted: isAccepted || (isOurs ? false : "unknown") };
}
