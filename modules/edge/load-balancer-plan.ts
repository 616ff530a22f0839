import type { LoadBalancerSettings } from "../../language/edge.ts";
import { networkNameOf } from "../../language/endpoints.ts";
import type { Platform } from "../../language/platform.ts";
import { isBehindCdn } from "../network/hops.ts";

/** The listener's response to a request that matches no workload's rule. */
export function defaultResponse(platform: Platform, loadBalancer: string): { status: string; text: string } {
  return isBehindCdn(platform, loadBalancer)
    ? { status: "403", text: "Forbidden" }
    : { status: "404", text: "Not found" };
}

/** The network of a load balancer. @throws RangeError if the spec's checks were skipped. */
export function networkOfLoadBalancer(platform: Platform, balancer: LoadBalancerSettings): string {
  const network = networkNameOf(platform, balancer);
  if (network === undefined) throw new RangeError("a load balancer must say which network it is in");
  return network;
}

/** True if a load balancer is internet-facing. */
export function isPublicLoadBalancer(platform: Platform, balancer: LoadBalancerSettings): boolean {
  return (
    platform.networks[networkOfLoadBalancer(platform, balancer)]?.tiers[balancer.tier]?.access === "public"
  );
}

/** True if a load balancer writes access logs; network load balancers do for TLS listeners only. */
export function writesAccessLogs(balancer: LoadBalancerSettings): boolean {
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html
  return balancer.kind === "application" || balancer.listeners.some(({ protocol }) => protocol === "TLS");
}
