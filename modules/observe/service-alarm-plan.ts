import type { Platform } from "../../language/platform.ts";
import { defined, required } from "../../language/required.ts";
import type { DeployedResources } from "./deployed-plan.ts";
import { type AlarmPlan, FIVE_MINUTES, type Metric } from "./metric-plan.ts";

/** The ECS services, in the order of the spec. */
export function fargateServices(platform: Platform): string[] {
  return Object.keys(platform.workloads).filter(
    (name) => required(platform.workloads, name).kind === "service",
  );
}

/**
 * A metric of an ECS service.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 */
export function serviceMetric(
  deployed: DeployedResources,
  service: string,
  name: "CPUUtilization" | "MemoryUtilization",
): Metric {
  const dimensions = {
    ClusterName: defined(deployed.clusterName, "the ECS cluster"),
    ServiceName: required(deployed.serviceNames, service),
  };
  return { namespace: "AWS/ECS", name, dimensions, statistic: "Average" };
}

/**
 * The number of a service's tasks, which Container Insights counts.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
 */
export function taskCountMetric(
  deployed: DeployedResources,
  service: string,
  name: "RunningTaskCount" | "DesiredTaskCount",
): Metric {
  const { dimensions } = serviceMetric(deployed, service, "CPUUtilization");
  return { namespace: "ECS/ContainerInsights", name, dimensions, statistic: "Average" };
}

/** Plans CPU and memory alarms of every service, for load that scaling cannot reduce. */
export function planServiceAlarms(platform: Platform, deployed: DeployedResources): AlarmPlan[] {
  const { cpuPercent, memoryPercent } = platform.alarms;
  const kinds = [
    { word: "cpu", what: "CPU", name: "CPUUtilization", percent: cpuPercent },
    { word: "memory", what: "memory", name: "MemoryUtilization", percent: memoryPercent },
  ] as const;
  return fargateServices(platform).flatMap((service) =>
    kinds.map(
      ({ word, what, name, percent }): AlarmPlan => ({
        id: `${service}-${word}`,
        description: `The tasks of ${service} have used over ${percent} % of their ${what} for 15 minutes: scaling has not caught up, or is at its maximum.`,
        severity: "warning",
        metric: serviceMetric(deployed, service, name),
        comparison: "above",
        threshold: percent,
        periodSeconds: FIVE_MINUTES,
        periods: 3,
        // Without tasks there is no usage; the target alarms cover that nothing runs.
        treatMissingData: "notBreaching",
      }),
    ),
  );
}
