import type { Listener, LoadBalancerSettings } from "../../language/edge.ts";
import { healthCheckProtocol } from "../../language/target-attachments.ts";
import type { PublishSettings } from "../../language/workloads.ts";

/** How a load balancer speaks to its targets and finds them well: values as Terraform's arguments have them. */
export interface TargetGroupPlan {
  readonly protocol: "HTTP" | "HTTPS" | "TCP" | "UDP";
  readonly loadBalancingAlgorithmType?: "round_robin" | "least_outstanding_requests";
  readonly stickiness?: { readonly enabled: true; readonly type: "source_ip" };
  readonly preserveClientIp?: "false";
  readonly loadBalancingCrossZoneEnabled: string;
  /** In seconds. */
  readonly deregistrationDelay: string;
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

/** Plans the target group of a place on a load balancer of a kind, behind a listener of a protocol. */
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
 * A network load balancer shares out by a hash of addresses and ports; by the source's address alone where that
 * is asked for. A TLS listener ends TLS: its targets are sent what was inside.
 *
 * Targets see the load balancer's address, so that they need to let in nothing else; over UDP they always see
 * the client's, which cannot be turned off.
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
    // Over TCP a connection is the answer: AWS takes neither path nor matcher.
    ...(protocol === "TCP" ? {} : { path: healthCheck.path, matcher: "200-299" }),
    interval: healthCheck.intervalSeconds,
    timeout: healthCheck.timeoutSeconds,
    healthyThreshold: 2,
    unhealthyThreshold: healthCheck.retries,
  };
}
