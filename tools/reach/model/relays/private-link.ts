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
    const why = balancer === undefined ? whyUnknown(value) : whyUnsure(endpoint, service, place);
    const common = { address: endpoint.address, at: endpoint.address, keepsClientAddress: false };
    if (balancer === undefined || why !== undefined) {
      const opensFrom = balancer?.address ?? endpoint.address;
      return [relayOf({ ...common, takes: Services.all, opensFrom, targets: [], unknown: why })];
    }
    const judged = filtersClients(balancer) ? { alsoJudgedAt: balancer.address } : {};
    return listenersOf(balancer, listeners).map((relay) => ({ ...relay, ...common, ...judged }));
  });
}

/** What the listeners of a load balancer do. */
export function listenersOf(balancer: Resource, listeners: readonly Relay[]): readonly Relay[] {
  return listeners.filter(({ at }) => at === balancer.address);
}

/** Why it is not known whether anything comes through: the service asks for acceptance. */
function whyUnsure(endpoint: Resource, service: Resource, place: Place): string | undefined {
  const asks = flagOf(service.values.acceptance_required, true) !== false;
  const accepters = place.managed("aws_vpc_endpoint_connection_accepter");
  const isAccepted =
    flagOf(endpoint.values.auto_accept, false) === true ||
    accepters.some(
      (link) => place.site.resource(link, link.values.vpc_endpoint_id, endpoint.type) === endpoint,
    );
  return asks && !isAccepted
    ? `${service.address} asks for acceptance, which is not in these files`
    : undefined;
}

/**
 * Whether a load balancer's security groups judge what comes by PrivateLink, by the client's own address: unless told
 * otherwise. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function filtersClients({ values }: Resource): boolean {
  const enforced = textOf(values.enforce_security_group_inbound_rules_on_private_link_traffic) !== "off";
  return enforced && isGiven(values.security_groups);
}
