import type { LoadBalancer } from "../../spec/edge.ts";
import { networkOf } from "../../spec/endpoints.ts";
import type { Platform } from "../../spec/platform.ts";
import { isBehindCdn } from "../network/hops.ts";

/** What a listener answers to a request that no workload's rule takes. */
export function refusal(platform: Platform, loadBalancer: string): { status: string; text: string } {
  return isBehindCdn(platform, loadBalancer)
    ? { status: "403", text: "Forbidden" }
    : { status: "404", text: "Not found" };
}

/** The network a load balancer is in. @throws RangeError when the spec's checks were left out. */
export function balancerNetwork(platform: Platform, balancer: LoadBalancer): string {
  const network = networkOf(platform, balancer);
  if (network === undefined) throw new RangeError("a load balancer must say which network it is in");
  return network;
}

/** Whether a load balancer has public addresses. */
export function isPublic(platform: Platform, balancer: LoadBalancer): boolean {
  return platform.networks[balancerNetwork(platform, balancer)]?.tiers[balancer.tier]?.access === "public";
}

/** Whether a load balancer writes access logs: a network load balancer does for TLS listeners only. */
export function writesLogs(balancer: LoadBalancer): boolean {
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html
  return balancer.kind === "application" || balancer.listeners.some(({ protocol }) => protocol === "TLS");
}
