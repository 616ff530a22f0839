import { TransportSet } from "../../packets/transport-set.ts";
import {
  attributeBlocks,
  attributeElements,
  attributeNumber,
  attributeText,
  isGiven,
  whyUnknown,
} from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { NetworkProxy } from "../endpoint-model.ts";
import { classicListeners } from "../endpoints/listeners.ts";
import type { ModelContext } from "../model-context.ts";
import { buildProxy, endpointNamed, resourcesNaming } from "./proxy-parts.ts";

const SERVERS = ["aws_instance", "aws_spot_instance_request"];
const BALANCER = "aws_elb";

/** The targets of a classic load balancer, and why there may be more. */
interface Backends {
  readonly endpoints: readonly string[];
  readonly unknown: string | undefined;
}

/**
 * Reads listeners of classic load balancers, whose servers see the load balancer's address.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html
 */
export function classicLoadBalancerProxies(context: ModelContext): readonly NetworkProxy[] {
  return context.managed(BALANCER).flatMap((balancer) => {
    const backends = backendsOf(balancer, context);
    return classicListeners(balancer).listeners.map((listener) => {
      const { port, frontend, allowed: forwards } = listener;
      const isKnown = frontend !== undefined && forwards !== undefined;
      const via = [`listener ${port}`];
      return buildProxy({
        address: `${balancer.address}#listener-${port}`,
        servedBy: balancer.address,
        frontend: frontend ?? TransportSet.all,
        backendSource: balancer.address,
        targets: isKnown
          ? backends.endpoints.map((endpoint) => ({
              endpoint,
              transport: forwards,
              healthCheck: healthCheckOf(balancer) ?? forwards,
              via,
            }))
          : [],
        keepsClientAddress: false,
        unknown: isKnown ? backends.unknown : "its port or protocol is unknown",
      });
    });
  });
}

/** The health check port, as in `HTTP:8000/health` or `TCP:5000`; always TCP. */
function healthCheckOf({ values }: Resource): TransportSet | undefined {
  const target = attributeText(attributeBlocks(values, "health_check").items[0]?.target);
  const port = attributeNumber(/^\w+:(\d+)/.exec(target ?? "")?.[1]);
  return port === undefined ? undefined : TransportSet.named("tcp", port);
}

function backendsOf(balancer: Resource, context: ModelContext): Backends {
  const own = attributeElements(balancer.values.instances).map((value) => ({ from: balancer, value }));
  const attached = resourcesNaming(context, balancer, "aws_elb_attachment", "elb").map((from) => ({
    from,
    value: from.values.instance ?? null,
  }));
  const servers = [...own, ...attached].map(({ from, value }) => ({
    value,
    endpoint: endpointNamed(context, from, value, ...SERVERS),
  }));
  const unread = servers.find(({ endpoint }) => endpoint === undefined);
  const fleets = resourcesNaming(context, balancer, "aws_autoscaling_group", "load_balancers");
  const linked = resourcesNaming(context, balancer, "aws_autoscaling_attachment", "elb").map((from) =>
    endpointNamed(
      context,
      from,
      from.values.autoscaling_group_name,
      "aws_autoscaling_group",
      "aws_eks_node_group",
    ),
  );
  const services = context
    .managed("aws_ecs_service")
    .filter((service) =>
      attributeBlocks(service.values, "load_balancer").items.some(
        ({ elb_name: name }) =>
          isGiven(name) && context.resolver.namedResource(service, name, BALANCER) === balancer,
      ),
    );
  const all = [
    ...servers.map(({ endpoint }) => endpoint),
    ...fleets.map(({ address }) => address),
    ...linked,
    ...services.map(({ address }) => address),
  ];
  const endpoints = [...new Set(all.filter((endpoint) => endpoint !== undefined))];
  const none = all.length === 0 ? `nothing in these files is registered with ${balancer.address}` : undefined;
  return {
    endpoints,
    unknown: unread === undefined ? none : `a target is unknown: ${whyUnknown(unread.value)}`,
  };
}
