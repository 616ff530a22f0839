import type { Platform } from "../../spec/platform.ts";
import type { Deployed } from "./deployed-plan.ts";
import type { Metric, MetricMath } from "./metric-plan.ts";

/** Fewer requests than this in a period say nothing about a share of failures. */
const REQUESTS_MIN = 20;

/** A metric of one application load balancer. */
export function balancerMetric(suffix: string, name: string, statistic: Metric["statistic"]): Metric {
  return { namespace: "AWS/ApplicationELB", name, dimensions: { LoadBalancer: suffix }, statistic };
}

/** A metric of one workload's target group. */
export function targetMetric(
  platform: Platform,
  deployed: Deployed,
  workload: string,
  name: string,
  statistic: Metric["statistic"],
): Metric {
  const balancer = platform.workloads[workload]!.publish!.loadBalancer;
  const { kind } = platform.edge.loadBalancers[balancer]!;
  return {
    namespace: kind === "application" ? "AWS/ApplicationELB" : "AWS/NetworkELB",
    name,
    dimensions: {
      LoadBalancer: deployed.loadBalancerSuffixes[balancer]!,
      TargetGroup: deployed.targetGroupSuffixes[workload]!,
    },
    statistic,
  };
}

/**
 * The share of a load balancer's requests that fail with 5xx, its targets' and its own: `requests` counts
 * only those that a target was found for, so that its own refusals are added.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function errorPercent(suffix: string): MetricMath {
  const total = "(FILL(requests, 0) + FILL(refused, 0))";
  return {
    metrics: {
      requests: balancerMetric(suffix, "RequestCount", "Sum"),
      failed: balancerMetric(suffix, "HTTPCode_Target_5XX_Count", "Sum"),
      refused: balancerMetric(suffix, "HTTPCode_ELB_5XX_Count", "Sum"),
    },
    expression: `IF(${total} >= ${REQUESTS_MIN}, 100 * (FILL(failed, 0) + FILL(refused, 0)) / ${total}, 0)`,
    label: "5xx (% of requests)",
  };
}

/** The workloads behind load balancers, in the order of the spec. */
export function publishedWorkloads(platform: Platform): string[] {
  return Object.keys(platform.workloads).filter((name) => platform.workloads[name]!.publish !== undefined);
}

/** The application load balancers, in the order of the spec. */
export function applicationBalancers(platform: Platform): string[] {
  const { loadBalancers } = platform.edge;
  return Object.keys(loadBalancers).filter((name) => loadBalancers[name]!.kind === "application");
}
