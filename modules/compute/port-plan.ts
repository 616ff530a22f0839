import type { Platform } from "../../language/platform.ts";
import type { HealthCheck } from "../../language/publishing.ts";
import {
  healthCheckProtocol,
  listenerOfAttachment,
  loadBalancerOfAttachment,
  targetAttachments,
} from "../../language/target-attachments.ts";

/** A container port of a service. */
export interface PortPlan {
  /** The container's port, 1 to 65,535. */
  readonly port: number;
  /** UDP behind a UDP listener, else TCP. */
  readonly protocol: "tcp" | "udp";
}

/**
 * Plans a service's container ports: its own, and the target ports of load balancers.
 *
 * Invariant: each port once, with the protocol of the listeners that forward to it, else TCP.
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

/** The health check target of a service's first load balancer. */
export interface HealthCheckTarget {
  /** The target port, 1 to 65,535. */
  readonly port: number;
  /** True if the load balancer speaks TLS to the target. */
  readonly isTls: boolean;
  /** Undefined if the check only opens a connection. */
  readonly path: string | undefined;
  /** Interval, timeout and retries of the load balancer's health check. */
  readonly check: HealthCheck;
}

/** Plans the health check target of a service's first load balancer; undefined without one. */
export function planHealthCheckTarget(
  platform: Pick<Platform, "workloads" | "interfaces" | "edge">,
  service: string,
): HealthCheckTarget | undefined {
  const first = targetAttachments(platform).find(({ endpoint: end }) => end === service);
  const balancer = first === undefined ? undefined : loadBalancerOfAttachment(platform, first.settings);
  if (first?.port === undefined || balancer === undefined) return undefined;
  const { healthCheck } = first.settings;
  const protocol = healthCheckProtocol(balancer, first.settings);
  return {
    port: first.port,
    isTls: protocol === "HTTPS",
    path: protocol === "TCP" ? undefined : healthCheck.path,
    check: healthCheck,
  };
}
