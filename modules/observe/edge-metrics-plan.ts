import type { LoadBalancerSettings } from "../../language/edge.ts";
import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import { type TargetAttachment, targetAttachments } from "../../language/target-attachments.ts";
import type { DeployedResources } from "./deployed-plan.ts";
import type { Metric, MetricMath } from "./metric-plan.ts";

/** The minimum requests per period for an error rate; with fewer, the rate counts as 0. */
export const REQUESTS_MIN = 20;

/** A metric of an application load balancer. */
export function loadBalancerMetric(suffix: string, name: string, statistic: Metric["statistic"]): Metric {
  return { namespace: "AWS/ApplicationELB", name, dimensions: { LoadBalancer: suffix }, statistic };
}

/**
 * A metric of a network load balancer.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
 */
export function networkLoadBalancerMetric(
  suffix: string,
  name: string,
  statistic: Metric["statistic"],
): Metric {
  return { ...loadBalancerMetric(suffix, name, statistic), namespace: "AWS/NetworkELB" };
}

/** A metric of a target group. */
export function targetMetric(
  platform: Platform,
  deployed: DeployedResources,
  { settings: place, targetGroup }: TargetAttachment,
  name: string,
  statistic: Metric["statistic"],
): Metric {
  const { kind } = required(platform.edge.loadBalancers, place.loadBalancer);
  return {
    namespace: kind === "application" ? "AWS/ApplicationELB" : "AWS/NetworkELB",
    name,
    dimensions: {
      LoadBalancer: required(deployed.loadBalancerSuffixes, place.loadBalancer),
      TargetGroup: required(deployed.targetGroupSuffixes, targetGroup),
    },
    statistic,
  };
}

/**
 * The percentage of a load balancer's requests that fail with 5xx, from targets and itself.
 * `RequestCount` excludes requests without a target, so its own 5xx are added.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function errorPercent(suffix: string): MetricMath {
  const total = "(FILL(requests, 0) + FILL(refused, 0))";
  return {
    metrics: {
      requests: loadBalancerMetric(suffix, "RequestCount", "Sum"),
      failed: loadBalancerMetric(suffix, "HTTPCode_Target_5XX_Count", "Sum"),
      refused: loadBalancerMetric(suffix, "HTTPCode_ELB_5XX_Count", "Sum"),
    },
    expression: `IF(${total} >= ${REQUESTS_MIN}, 100 * (FILL(failed, 0) + FILL(refused, 0)) / ${total}, 0)`,
    label: "5xx (% of requests)",
  };
}

/** The target-group attachments in spec order, except those of detached interfaces. */
export function publishedTargets(platform: Platform): TargetAttachment[] {
  return targetAttachments(platform).filter(
    ({ endpoint: end }) =>
      !Object.hasOwn(platform.interfaces, end) || platform.interfaces[end]?.attachTo !== undefined,
  );
}

/** The application load balancers, in the order of the spec. */
export function applicationLoadBalancers(platform: Platform): string[] {
  return loadBalancersOfKind(platform, "application");
}

/** The network load balancers, in the order of the spec. */
export function networkLoadBalancers(platform: Platform): string[] {
  return loadBalancersOfKind(platform, "network");
}

function loadBalancersOfKind({ edge }: Platform, kind: LoadBalancerSettings["kind"]): string[] {
  return Object.keys(edge.loadBalancers).filter((name) => required(edge.loadBalancers, name).kind === kind);
}
