import type { Platform } from "../../spec/platform.ts";
import { balancerOf, type Publication, publicationsOf } from "../../spec/publications.ts";
import type { Deployed } from "./deployed-plan.ts";
import type { Metric, MetricMath } from "./metric-plan.ts";

/** Fewer requests than this in a period say nothing about a share of failures. */
const REQUESTS_MIN = 20;

/** A metric of one application load balancer. */
export function balancerMetric(suffix: string, name: string, statistic: Metric["statistic"]): Metric {
  return { namespace: "AWS/ApplicationELB", name, dimensions: { LoadBalancer: suffix }, statistic };
}

/** A metric of the target group of one place. */
export function targetMetric(
  platform: Platform,
  deployed: Deployed,
  { place, targetGroup }: Publication,
  name: string,
  statistic: Metric["statistic"],
): Metric {
  const { kind } = balancerOf(platform, place)!;
  return {
    namespace: kind === "application" ? "AWS/ApplicationELB" : "AWS/NetworkELB",
    name,
    dimensions: {
      LoadBalancer: deployed.loadBalancerSuffixes[place.loadBalancer]!,
      TargetGroup: deployed.targetGroupSuffixes[targetGroup]!,
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

/** The workloads' places behind load balancers, in the order of the spec. */
export function publishedPlaces({ workloads }: Platform): Publication[] {
  return publicationsOf({ workloads, interfaces: {} });
}

/** The application load balancers, in the order of the spec. */
export function applicationBalancers(platform: Platform): string[] {
  const { loadBalancers } = platform.edge;
  return Object.keys(loadBalancers).filter((name) => loadBalancers[name]!.kind === "application");
}
