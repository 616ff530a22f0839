import type { Listener, LoadBalancerSettings } from "../../language/edge.ts";
import type { PublishSettings } from "../../language/publishing.ts";
import { healthCheckProtocol } from "../../language/target-attachments.ts";

/** The settings of a target group, as values of Terraform's arguments. */
export interface TargetGroupPlan {
  /** The protocol between load balancer and targets. */
  readonly protocol: "HTTP" | "HTTPS" | "TCP" | "UDP";
  /**
   * The routing algorithm of an application load balancer. @default none: a network load balancer
   * hashes flows
   */
  readonly loadBalancingAlgorithmType?: "round_robin" | "least_outstanding_requests";
  /** Routes each client address to one target, behind a network load balancer. @default none */
  readonly stickiness?: { readonly enabled: true; readonly type: "source_ip" };
  /**
   * Hides the client's address from TCP targets. @default none: not an argument of HTTP, always
   * preserved over UDP
   */
  readonly preserveClientIp?: "false";
  /** Balancing across zones: `true` or `false`. */
  readonly loadBalancingCrossZoneEnabled: string;
  /** In seconds. */
  readonly deregistrationDelay: string;
  /** The checks that decide which targets receive traffic. */
  readonly healthCheck: TargetHealthCheckPlan;
}

interface TargetHealthCheckPlan {
  readonly enabled: true;
  readonly protocol: "HTTP" | "HTTPS" | "TCP";
  readonly port: "traffic-port";
  readonly path?: string;
  readonly matcher?: string;
  /** In seconds. */
  readonly interval: number;
  /** In seconds. */
  readonly timeout: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

type ProtocolPlan = Omit<
  TargetGroupPlan,
  "loadBalancingCrossZoneEnabled" | "deregistrationDelay" | "healthCheck"
>;

/** Plans a target group for a kind of load balancer and a listener's protocol. */
export function planTargetGroup(
  publish: PublishSettings,
  kind: LoadBalancerSettings["kind"],
  listener: Listener["protocol"],
): TargetGroupPlan {
  return {
    ...(kind === "network" ? networkSettings(publish, listener) : applicationSettings(publish)),
    loadBalancingCrossZoneEnabled: String(publish.crossZone),
    deregistrationDelay: String(publish.deregistrationDelaySeconds),
    healthCheck: healthCheckSettings(publish, kind),
  };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html */
function applicationSettings({ algorithm, targetProtocol }: PublishSettings): ProtocolPlan {
  const counts = algorithm === "least-outstanding-requests";
  return {
    protocol: targetProtocol,
    loadBalancingAlgorithmType: counts ? "least_outstanding_requests" : "round_robin",
  };
}

/**
 * A network load balancer distributes by a hash of addresses and ports, or by source address alone
 * if requested. A TLS listener terminates TLS and forwards plain TCP.
 *
 * Targets see the load balancer's address, so they need to admit nothing else; over UDP they always
 * see the client's, which cannot be turned off.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
function networkSettings({ algorithm }: PublishSettings, listener: Listener["protocol"]): ProtocolPlan {
  return {
    ...(listener === "UDP" ? { protocol: "UDP" } : { protocol: "TCP", preserveClientIp: "false" }),
    ...(algorithm === "source-ip-hash" ? { stickiness: { enabled: true, type: "source_ip" } } : {}),
  };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html */
function healthCheckSettings(
  publish: PublishSettings,
  kind: LoadBalancerSettings["kind"],
): TargetHealthCheckPlan {
  const { healthCheck } = publish;
  const protocol = healthCheckProtocol({ kind }, publish);
  return {
    enabled: true,
    protocol,
    port: "traffic-port",
    // A TCP check only connects: AWS accepts neither path nor matcher.
    ...(protocol === "TCP" ? {} : { path: healthCheck.path, matcher: "200-299" }),
    interval: healthCheck.intervalSeconds,
    timeout: healthCheck.timeoutSeconds,
    healthyThreshold: 2,
    unhealthyThreshold: healthCheck.retries,
  };
}
