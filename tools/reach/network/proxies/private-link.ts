import { TransportSet } from "../../packets/transport-set.ts";
import {
  attributeElements,
  attributeFlag,
  attributeText,
  isGiven,
  whyUnknown,
} from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { NetworkProxy } from "../endpoint-model.ts";
import { buildEndpoints } from "../endpoints/endpoints.ts";
import type { ModelContext } from "../model-context.ts";
import { buildProxy } from "./proxy-parts.ts";

const SERVICE = "aws_vpc_endpoint_service";
const BALANCERS = ["aws_lb"];

/**
 * Reads interface endpoints of endpoint services in these files. Traffic to one reaches the targets
 * of the service's Network Load Balancers, with the load balancer's address.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html
 */
export function privateLinkProxies(
  listeners: readonly NetworkProxy[],
  context: ModelContext,
): readonly NetworkProxy[] {
  return context
    .managed("aws_vpc_endpoint")
    .filter(({ address }) => buildEndpoints(context).has(address))
    .flatMap((endpoint) => {
      const service =
        context.resolver.namedResource(endpoint, endpoint.values.service_name, SERVICE) ??
        named(endpoint, context);
      return service === undefined ? [] : proxiesOf(endpoint, service, listeners, context);
    });
}

/** The endpoint service; states name it as `com.amazonaws.vpce.…`. */
function named(endpoint: Resource, context: ModelContext): Resource | undefined {
  const name = attributeText(endpoint.values.service_name);
  return context.managed(SERVICE).find(({ values }) => name !== undefined && values.service_name === name);
}

function proxiesOf(
  endpoint: Resource,
  service: Resource,
  listeners: readonly NetworkProxy[],
  context: ModelContext,
): readonly NetworkProxy[] {
  return attributeElements(service.values.network_load_balancer_arns).flatMap((value) => {
    const balancer = context.resolver.namedResource(service, value, ...BALANCERS);
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

/** Returns the proxies of a load balancer's listeners. */
export function listenersOfLoadBalancer(
  balancer: Resource,
  listeners: readonly NetworkProxy[],
): readonly NetworkProxy[] {
  return listeners.filter(({ servedBy: at }) => at === balancer.address);
}

/** Why traffic may not pass: the service requires acceptance. */
function whyUnsure(endpoint: Resource, service: Resource, context: ModelContext): string | undefined {
  const asks = attributeFlag(service.values.acceptance_required, true) !== false;
  const accepters = context.managed("aws_vpc_endpoint_connection_accepter");
  const isAccepted =
    attributeFlag(endpoint.values.auto_accept, false) === true ||
    accepters.some(
      (link) => context.resolver.namedResource(link, link.values.vpc_endpoint_id, endpoint.type) === endpoint,
    );
  return asks && !isAccepted
    ? `${service.address} requires acceptance, which is not in these files`
    : undefined;
}

/**
 * True if a load balancer's security groups filter PrivateLink traffic by the client's address,
 * which is the default.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function filtersClients({ values }: Resource): boolean {
  const enforced =
    attributeText(values.enforce_security_group_inbound_rules_on_private_link_traffic) !== "off";
  return enforced && isGiven(values.security_groups);
}
