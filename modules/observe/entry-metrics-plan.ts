import type { LoadBalancer } from "../../spec/edge.ts";
import type { Platform } from "../../spec/platform.ts";
import { balancerOf, type Publication, publicationsOf } from "../../spec/publications.ts";
import type { Deployed } from "./deployed-plan.ts";
import type { Metric, MetricMath } from "./metric-plan.ts";

/** Fewer requests than this in a period say nothing about a share of failures: of them, however many fail, it is 0. */
export const REQUESTS_MIN = 20;

/** A metric of one application load balancer. */
export function balancerMetric(suffix: string, name: string, statistic: Metric["statistic"]): Metric {
  return { namespace: "AWS/ApplicationELB", name, dimensions: { LoadBalancer: suffix }, statistic };
}

/** A metric of one network load balancer. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html */
export function networkBalancerMetric(suffix: string, name: string, statistic: Metric["statistic"]): Metric {
  return { ...balancerMetric(suffix, name, statistic), namespace: "AWS/NetworkELB" };
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

/** The places behind load balancers, in the order of the spec; but of interfaces that wait for a server. */
export function publishedPlaces(platform: Platform): Publication[] {
  return publicationsOf(platform).filter(
    ({ end }) => !Object.hasOwn(platform.interfaces, end) || platform.interfaces[end]?.attachTo !== undefined,
  );
}

/** The application load balancers, in the order of the spec. */
export function applicationBalancers(platform: Platform): string[] {
  return balancersOfKind(platform, "application");
}

/** The network load balancers, in the order of the spec. */
export function networkBalancers(platform: Platform): string[] {
  return balancersOfKind(platform, "network");
}

function balancersOfKind({ edge }: Platform, kind: LoadBalancer["kind"]): string[] {
  return Object.keys(edge.loadBalancers).filter((name) => edge.loadBalancers[name]!.kind === kind);
}
