import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import type { DeployedResources } from "./deployed-plan.ts";
import { type AlarmPlan, FIVE_MINUTES, type Metric, MINUTE } from "./metric-plan.ts";

/**
 * A metric of a server, or the average of a fleet.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
 */
export function instanceMetric(
  { serverIds, fleetNames }: DeployedResources,
  name: string,
  metric: "CPUUtilization" | "StatusCheckFailed",
  statistic: Metric["statistic"],
): Metric {
  const group = fleetNames[name];
  const dimensions =
    group === undefined ? { InstanceId: required(serverIds, name) } : { AutoScalingGroupName: group };
  return { namespace: "AWS/EC2", name: metric, dimensions, statistic };
}

/** The servers and fleets, in the order of the spec. */
export function ec2Workloads(platform: Platform): string[] {
  return Object.keys(platform.workloads).filter(
    (name) => required(platform.workloads, name).kind !== "service",
  );
}

/**
 * Plans alarms for failing servers, fleets below their minimum, and CPU that scaling cannot reduce.
 */
export function planInstanceAlarms(platform: Platform, deployed: DeployedResources): AlarmPlan[] {
  return ec2Workloads(platform).flatMap((name) => {
    const workload = required(platform.workloads, name);
    const { cpuPercent } = platform.alarms;
    if (workload.kind !== "fleet") {
      const what = `The server ${name} has used over ${cpuPercent} % of its CPU for 15 minutes: a larger size, or a fleet.`;
      return [statusAlarm(deployed, name), cpuAlarm(deployed, name, cpuPercent, what)];
    }
    const what = `The servers of ${name} have used over ${cpuPercent} % of their CPU for 15 minutes: scaling has not caught up, or is at its maximum of ${workload.max}.`;
    const cpu = cpuAlarm(deployed, name, cpuPercent, what);
    return workload.min === 0 ? [cpu] : [capacityAlarm(deployed, name, workload.min), cpu];
  });
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html */
function statusAlarm(deployed: DeployedResources, name: string): AlarmPlan {
  return {
    id: `${name}-status`,
    description: `The server ${name} has failed its status checks for 3 minutes: EC2 moves it by itself when the host is at fault; otherwise stop and start it, or replace it.`,
    severity: "critical",
    metric: instanceMetric(deployed, name, "StatusCheckFailed", "Maximum"),
    comparison: "at least",
    threshold: 1,
    periodSeconds: MINUTE,
    periods: 3,
    // A stopped server reports no data.
    treatMissingData: "breaching",
  };
}

function cpuAlarm(
  deployed: DeployedResources,
  name: string,
  percent: number,
  description: string,
): AlarmPlan {
  return {
    id: `${name}-cpu`,
    description,
    severity: "warning",
    metric: instanceMetric(deployed, name, "CPUUtilization", "Average"),
    comparison: "above",
    threshold: percent,
    periodSeconds: FIVE_MINUTES,
    periods: 3,
    // Another alarm covers that nothing runs.
    treatMissingData: "notBreaching",
  };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html */
function capacityAlarm({ fleetNames }: DeployedResources, name: string, min: number): AlarmPlan {
  return {
    id: `${name}-capacity`,
    description: `The fleet ${name} has had fewer than ${min} servers in service for 15 minutes: the group's activity history says why none is launched, or why they do not stay.`,
    severity: "critical",
    metric: {
      namespace: "AWS/AutoScaling",
      name: "GroupInServiceInstances",
      dimensions: { AutoScalingGroupName: required(fleetNames, name) },
      statistic: "Minimum",
    },
    comparison: "below",
    threshold: min,
    periodSeconds: FIVE_MINUTES,
    periods: 3,
    // An existing group reports every minute.
    treatMissingData: "breaching",
  };
}
