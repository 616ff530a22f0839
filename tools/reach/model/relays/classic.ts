import type { Resource } from "../../input/inventory.ts";
import { Services } from "../../packets/services.ts";
import { classicListeners } from "../endpoints/listeners.ts";
import { blocksOf, elementsOf, isGiven, numberOf, textOf, whyUnknown } from "../endpoints/values.ts";
import type { Relay } from "../fabric.ts";
import { type Place, relayOf } from "./place.ts";

const SERVERS = ["aws_instance", "aws_spot_instance_request"];
const BALANCER = "aws_elb";

/** What stands behind a classic load balancer, and why there may be more. */
interface Backends {
  readonly endpoints: readonly string[];
  readonly unknown: string | undefined;
}

/**
 * Listeners of classic load balancers; their servers see the balancer's address.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html
 */
export function classicRelays(place: Place): readonly Relay[] {
  return place.managed(BALANCER).flatMap((balancer) => {
    const backends = backendsOf(balancer, place);
    return classicListeners(balancer).listeners.map((listener) => {
      const { port, takes, passes } = listener;
      const isKnown = takes !== undefined && passes !== undefined;
      const via = [`listener ${port}`];
      return relayOf({
        address: `${balancer.address}#listener-${port}`,
        at: balancer.address,
        takes: takes ?? Services.all,
        opensFrom: balancer.address,
        targets: isKnown
          ? backends.endpoints.map((endpoint) => ({
              endpoint,
              services: passes,
              healthCheck: healthCheckOf(balancer) ?? passes,
              via,
            }))
          : [],
        keepsClientAddress: false,
        unknown: isKnown ? backends.unknown : "its port or protocol is not known",
      });
    });
  });
}

/** `HTTP:8000/health`, `TCP:5000`: always over TCP. */
function healthCheckOf({ values }: Resource): Services | undefined {
  const target = textOf(blocksOf(values, "health_check").found[0]?.target);
  const port = numberOf(/^\w+:(\d+)/.exec(target ?? "")?.[1]);
  return port === undefined ? undefined : Services.named("tcp", port);
}

function backendsOf(balancer: Resource, place: Place): Backends {
  const own = elementsOf(balancer.values.instances).map((value) => ({ from: balancer, value }));
  const attached = place
    .naming(balancer, "aws_elb_attachment", "elb")
    .map((from) => ({ from, value: from.values.instance ?? null }));
  const servers = [...own, ...attached].map(({ from, value }) => ({
    value,
    endpoint: place.endpoint(from, value, ...SERVERS),
  }));
  const unread = servers.find(({ endpoint }) => endpoint === undefined);
  const fleets = place.naming(balancer, "aws_autoscaling_group", "load_balancers");
  const linked = place
    .naming(balancer, "aws_autoscaling_attachment", "elb")
    .map((from) =>
      place.endpoint(from, from.values.autoscaling_group_name, "aws_autoscaling_group", "aws_eks_node_group"),
    );
  const services = place
    .managed("aws_ecs_service")
    .filter((service) =>
      blocksOf(service.values, "load_balancer").found.some(
        ({ elb_name: name }) => isGiven(name) && place.site.resource(service, name, BALANCER) === balancer,
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
    unknown: unread === undefined ? none : `a target is not known: ${whyUnknown(unread.value)}`,
  };
}
