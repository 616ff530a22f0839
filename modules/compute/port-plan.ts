import type { Platform } from "../../language/platform.ts";
import {
  healthCheckProtocol,
  listenerOfAttachment,
  loadBalancerOfAttachment,
  targetAttachments,
} from "../../language/target-attachments.ts";
import type { HealthCheck } from "../../language/workloads.ts";

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
  const places = targetAttachments(platform).filter(({ endpoint: end }) => end === service);
  const ports = new Map<number, PortPlan>();
  if (own !== undefined) ports.set(own, { port: own, protocol: "tcp" });
  for (const { settings: place, port } of places) {
    const balancer = loadBalancerOfAttachment(platform, place);
    if (balancer === undefined || port === undefined) continue;
    const isUdp = listenerOfAttachment(balancer, place)?.protocol === "UDP";
    ports.set(port, { port, protocol: isUdp ? "udp" : "tcp" });
  }
  return [...ports.values()];
}

/** How the load balancer of a service's first place asks its containers. */
export interface HealthCheckTarget {
  readonly port: number;
  /** Undefined where it only connects, and asks for nothing. */
  readonly path: string | undefined;
  readonly check: HealthCheck;
}

/** What a service's first load balancer asks its containers; undefined without one. */
export function planHealthCheckTarget(
  platform: Pick<Platform, "workloads" | "interfaces" | "edge">,
  service: string,
): HealthCheckTarget | undefined {
  const first = targetAttachments(platform).find(({ endpoint: end }) => end === service);
  const balancer = first === undefined ? undefined : loadBalancerOfAttachment(platform, first.settings);
  if (first?.port === undefined || balancer === undefined) return undefined;
  const { healthCheck } = first.settings;
  const asks = healthCheckProtocol(balancer, first.settings) !== "TCP";
  return { port: first.port, path: asks ? healthCheck.path : undefined, check: healthCheck };
}
