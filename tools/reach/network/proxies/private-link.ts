import { TransportSet } from "../../packets/transport-set.ts";
import type { Resource } from "../../terraform/inventory.ts";
import {
  attributeElements,
  attributeFlag,
  attributeText,
  isGiven,
  whyUnknown,
} from "../endpoints/attributes.ts";
import type { NetworkProxy } from "../network-model.ts";
import { buildProxy, type ProxyContext } from "./proxy-context.ts";

const SERVICE = "aws_vpc_endpoint_service";
const BALANCERS = ["aws_lb", "aws_alb"];

/**
 * Interface endpoints of services of these files: what is sent to one comes to the targets of the service's
 * network load balancers, with the balancer's address.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
 */
export function privateLinkProxies(
  listeners: readonly NetworkProxy[],
  context: ProxyContext,
): readonly NetworkProxy[] {
  return context
    .managed("aws_vpc_endpoint")
    .filter(({ address }) => context.endpoints.has(address))
    .flatMap((endpoint) => {
      const service =
        context.endpoints_.resource(endpoint, endpoint.values.service_name, SERVICE) ??
        named(endpoint, context);
      return service === undefined ? [] : proxiesOf(endpoint, service, listeners, context);
    });
}

/** States name a service by its own name, `com.amazonaws.vpce.…`. */
function named(endpoint: Resource, context: ProxyContext): Resource | undefined {
  const name = attributeText(endpoint.values.service_name);
  return context.managed(SERVICE).find(({ values }) => name !== undefined && values.service_name === name);
}

function proxiesOf(
  endpoint: Resource,
  service: Resource,
  listeners: readonly NetworkProxy[],
  context: ProxyContext,
): readonly NetworkProxy[] {
  return attributeElements(service.values.network_load_balancer_arns).flatMap((value) => {
    const balancer = context.endpoints_.resource(service, value, ...BALANCERS);
    const why = balancer === undefined ? whyUnknown(value) : whyUnsure(endpoint, service, context);
    const common = { address: endpoint.address, servedBy: endpoint.address, keepsClientAddress: false };
    if (balancer === undefined || why !== undefined) {
      const opensFrom = balancer?.address ?? endpoint.address;
      return [
        buildProxy({
          ...common,
          frontend: TransportSet.all,
          backendSource: opensFrom,
          targets: [],
          unknown: why,
        }),
      ];
    }
    const result = filtersClients(balancer) ? { alsoFilteredAt: balancer.address } : {};
    return listenersOfLoadBalancer(balancer, listeners).map((proxy) => ({ ...proxy, ...common, ...result }));
  });
}

/** What the listeners of a load balancer do. */
export function listenersOfLoadBalancer(
  balancer: Resource,
  listeners: readonly NetworkProxy[],
): readonly NetworkProxy[] {
  return listeners.filter(({ servedBy: at }) => at === balancer.address);
}

/** Why it is not known whether anything comes through: the service asks for acceptance. */
function whyUnsure(endpoint: Resource, service: Resource, context: ProxyContext): string | undefined {
  const asks = attributeFlag(service.values.acceptance_required, true) !== false;
  const accepters = context.managed("aws_vpc_endpoint_connection_accepter");
  const isAccepted =
    attributeFlag(endpoint.values.auto_accept, false) === true ||
    accepters.some(
      (link) => context.endpoints_.resource(link, link.values.vpc_endpoint_id, endpoint.type) === endpoint,
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
  const enforced =
    attributeText(values.enforce_security_group_inbound_rules_on_private_link_traffic) !== "off";
  return enforced && isGiven(values.security_groups);
}
