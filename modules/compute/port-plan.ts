import type { Platform } from "../../spec/platform.ts";
import { balancerOf, checkProtocolOf, listenerOf, publicationsOf } from "../../spec/publications.ts";
import type { HealthCheck } from "../../spec/workloads.ts";

/** A port of a service's containers. */
export interface PortPlan {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
}

/**
 * The ports that a service's containers listen on: its own, and those that load balancers send to.
 *
 * Law: each port once. Its protocol is that of the listeners that lead to it, else TCP.
 */
export function planPorts(
  platform: Pick<Platform, "workloads" | "interfaces" | "edge">,
  service: string,
): PortPlan[] {
  const own = platform.workloads[service]?.port;
  const places = publicationsOf(platform).filter(({ end }) => end === service);
  const ports = new Map<number, PortPlan>();
  if (own !== undefined) ports.set(own, { port: own, protocol: "tcp" });
  for (const { place, port } of places) {
    const balancer = balancerOf(platform, place);
    if (balancer === undefined || port === undefined) continue;
    const isUdp = listenerOf(balancer, place)?.protocol === "UDP";
    ports.set(port, { port, protocol: isUdp ? "udp" : "tcp" });
  }
  return [...ports.values()];
}

/** How the load balancer of a service's first place asks its containers. */
export interface AskedPlan {
  readonly port: number;
  /** Undefined where it only connects, and asks for nothing. */
  readonly path: string | undefined;
  readonly check: HealthCheck;
}

/** What a service's first load balancer asks its containers; undefined without one. */
export function planAsked(
  platform: Pick<Platform, "workloads" | "interfaces" | "edge">,
  service: string,
): AskedPlan | undefined {
  const first = publicationsOf(platform).find(({ end }) => end === service);
  const balancer = first === undefined ? undefined : balancerOf(platform, first.place);
  if (first?.port === undefined || balancer === undefined) return undefined;
  const { healthCheck } = first.place;
  const asks = checkProtocolOf(balancer, first.place) !== "TCP";
  return { port: first.port, path: asks ? healthCheck.path : undefined, check: healthCheck };
}
