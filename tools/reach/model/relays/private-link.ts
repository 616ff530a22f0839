import type { Resource } from "../../input/inventory.ts";
import { Services } from "../../packets/services.ts";
import { elementsOf, flagOf, isGiven, textOf, whyUnknown } from "../endpoints/values.ts";
import type { Relay } from "../fabric.ts";
import { type Place, relayOf } from "./place.ts";

const SERVICE = "aws_vpc_endpoint_service";
const BALANCERS = ["aws_lb", "aws_alb"];

/**
 * Interface endpoints of services of these files: what is sent to one comes to the targets of the service's
 * network load balancers, with the balancer's address.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
 */
export function privateLinkRelays(listeners: readonly Relay[], place: Place): readonly Relay[] {
  return place
    .managed("aws_vpc_endpoint")
    .filter(({ address }) => place.endpoints.has(address))
    .flatMap((endpoint) => {
      const service =
        place.site.resource(endpoint, endpoint.values.service_name, SERVICE) ?? named(endpoint, place);
      return service === undefined ? [] : relaysOf(endpoint, service, listeners, place);
    });
}

/** States name a service by its own name, `com.amazonaws.vpce.…`. */
function named(endpoint: Resource, place: Place): Resource | undefined {
  const name = textOf(endpoint.values.service_name);
  return place.managed(SERVICE).find(({ values }) => name !== undefined && values.service_name === name);
}

function relaysOf(
  endpoint: Resource,
  service: Resource,
  listeners: readonly Relay[],
  place: Place,
): readonly Relay[] {
  return elementsOf(service.values.network_load_balancer_arns).flatMap((value) => {
    const balancer = place.site.resource(service, value, ...BALANCERS);
    const why = balancer === undefined ? whyUnknown(value) : whyUnsure(endpoint, service, balancer, place);
    const common = { address: endpoint.address, at: endpoint.address, keepsClientAddress: false };
    if (balancer === undefined || why !== undefined) {
      const opensFrom = balancer?.address ?? endpoint.address;
      return [relayOf({ ...common, takes: Services.all, opensFrom, targets: [], unknown: why })];
    }
    return listenersOf(balancer, listeners).map((relay) => ({ ...relay, ...common }));
  });
}

/** What the listeners of a load balancer do. */
export function listenersOf(balancer: Resource, listeners: readonly Relay[]): readonly Relay[] {
  return listeners.filter(({ at }) => at === balancer.address);
}

/**
 * Why it is not known whether anything comes through: a service that asks for acceptance, and a load balancer
 * that filters what comes by PrivateLink by its own groups.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function whyUnsure(
  endpoint: Resource,
  service: Resource,
  balancer: Resource,
  place: Place,
): string | undefined {
  const asks = flagOf(service.values.acceptance_required, true) !== false;
  const accepters = place.managed("aws_vpc_endpoint_connection_accepter");
  const isAccepted =
    flagOf(endpoint.values.auto_accept, false) === true ||
    accepters.some(
      (link) => place.site.resource(link, link.values.vpc_endpoint_id, endpoint.type) === endpoint,
    );
  if (asks && !isAccepted) return `${service.address} asks for acceptance, which is not in these files`;
  const filters =
    textOf(balancer.values.enforce_security_group_inbound_rules_on_private_link_traffic) !== "off";
  return filters && isGiven(balancer.values.security_groups)
    ? `the security groups of ${balancer.address} also filter what comes by PrivateLink, which is not modelled`
    : undefined;
}
