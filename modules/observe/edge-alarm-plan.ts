import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import type { TargetAttachment } from "../../language/target-attachments.ts";
import type { DeployedResources } from "./deployed-plan.ts";
import {
  applicationLoadBalancers,
  errorPercent,
  networkLoadBalancerMetric,
  networkLoadBalancers,
  publishedTargets,
  REQUESTS_MIN,
  targetMetric,
} from "./edge-metrics-plan.ts";
import { type AlarmPlan, DAY, FIVE_MINUTES, MINUTE } from "./metric-plan.ts";

/** Plans alarms for what visitors notice: targets, response times, errors, the certificate. */
export function planEdgeAlarms(platform: Platform, deployed: DeployedResources): AlarmPlan[] {
  return [
    ...publishedTargets(platform).flatMap((attachment) => targetAlarms(platform, deployed, attachment)),
    ...applicationLoadBalancers(platform).map((name) => errorAlarm(platform, deployed, name)),
    ...networkLoadBalancers(platform).map((name) => portAlarm(deployed, name)),
    ...cdnAlarms(platform, deployed),
    ...certificateAlarms(platform, deployed),
  ];
}

function targetAlarms(
  platform: Platform,
  deployed: DeployedResources,
  attachment: TargetAttachment,
): AlarmPlan[] {
  const { endpoint: end, settings: place, targetGroup: targets } = attachment;
  const metric = (name: string, statistic: "Average" | "Maximum" | "Minimum") =>
    targetMetric(platform, deployed, attachment, name, statistic);
  const alarms: AlarmPlan[] = [
    {
      id: `${targets}-unhealthy-targets`,
      description: `At least one target of ${targets} has failed its health checks for 3 minutes.`,
      severity: "warning",
      metric: metric("UnHealthyHostCount", "Maximum"),
      comparison: "at least",
      threshold: 1,
      periodSeconds: MINUTE,
      periods: 3,
      // No targets, none unhealthy; another alarm covers that none is healthy.
      treatMissingData: "notBreaching",
    },
  ];
  if (mustRun(platform, end)) {
    alarms.push({
      id: `${targets}-no-healthy-target`,
      description: `No target of ${targets} has been healthy for 3 minutes: nothing answers.`,
      severity: "critical",
      metric: metric("HealthyHostCount", "Minimum"),
      comparison: "below",
      threshold: 1,
      periodSeconds: MINUTE,
      periods: 3,
      // A target group without targets reports no data.
      treatMissingData: "breaching",
    });
  }
  if (required(platform.edge.loadBalancers, place.loadBalancer).kind === "application") {
    const { responseTimeSeconds } = platform.alarms;
    alarms.push({
      id: `${targets}-response-time`,
      description: `Requests to ${targets} have taken over ${responseTimeSeconds} s on average for 3 minutes.`,
      severity: "warning",
      metric: metric("TargetResponseTime", "Average"),
      comparison: "above",
      threshold: responseTimeSeconds,
      periodSeconds: MINUTE,
      periods: 3,
      // No requests, no response time.
      treatMissingData: "notBreaching",
    });
  }
  return alarms;
}

/** True if a published workload never scales to zero. */
function mustRun(platform: Platform, name: string): boolean {
  const workload = platform.workloads[name];
  // An interface, attached to a server.
  if (workload === undefined) return true;
  if (workload.kind === "service") return (workload.scaling?.min ?? workload.desired) > 0;
  return workload.kind === "server" || workload.min > 0;
}

function errorAlarm(platform: Platform, deployed: DeployedResources, balancer: string): AlarmPlan {
  const percent = platform.alarms.errorPercent;
  return {
    id: `${balancer}-5xx`,
    description: `Over ${percent} % of the requests to ${balancer} failed with 5xx in 5 minutes. Of fewer than ${REQUESTS_MIN} requests in 5 minutes it says nothing.`,
    severity: "critical",
    metric: errorPercent(required(deployed.loadBalancerSuffixes, balancer)),
    comparison: "above",
    threshold: percent,
    periodSeconds: FIVE_MINUTES,
    periods: 1,
    // No requests, no errors.
    treatMissingData: "notBreaching",
  };
}

/**
 * A network load balancer has 55,000 source ports of its own per target.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-troubleshooting.html
 */
function portAlarm(deployed: DeployedResources, balancer: string): AlarmPlan {
  return {
    id: `${balancer}-ports`,
    description: `${balancer} has had no port left to call a target from: more targets, or fewer connections from each client.`,
    severity: "warning",
    metric: networkLoadBalancerMetric(
      required(deployed.loadBalancerSuffixes, balancer),
      "PortAllocationErrorCount",
      "Sum",
    ),
    comparison: "at least",
    threshold: 1,
    periodSeconds: FIVE_MINUTES,
    periods: 1,
    // No connections, no errors.
    treatMissingData: "notBreaching",
  };
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html */
function cdnAlarms(platform: Platform, { distributionId }: DeployedResources): AlarmPlan[] {
  if (distributionId === undefined) return [];
  const percent = platform.alarms.errorPercent;
  return [
    {
      id: "cdn-5xx",
      description: `Over ${percent} % of the requests to CloudFront failed with 5xx for 10 minutes.`,
      severity: "critical",
      metric: {
        namespace: "AWS/CloudFront",
        name: "5xxErrorRate",
        dimensions: { DistributionId: distributionId, Region: "Global" },
        statistic: "Average",
      },
      comparison: "above",
      threshold: percent,
      periodSeconds: FIVE_MINUTES,
      periods: 2,
      // No requests, no errors.
      treatMissingData: "notBreaching",
    },
  ];
}

/**
 * ACM renews 60 days before expiry, so a certificate closer to expiry has failed to renew.
 * https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
 */
function certificateAlarms(platform: Platform, { certificateArn }: DeployedResources): AlarmPlan[] {
  if (certificateArn === undefined) return [];
  const days = platform.alarms.certificateDays;
  return [
    {
      id: "certificate-days-to-expiry",
      description: `The certificate ends in less than ${days} days and was not renewed: are its validation records still in the zone, and does the registrar delegate to it?`,
      severity: "critical",
      metric: {
        namespace: "AWS/CertificateManager",
        name: "DaysToExpiry",
        dimensions: { CertificateArn: certificateArn },
        statistic: "Minimum",
      },
      comparison: "below",
      threshold: days,
      periodSeconds: DAY,
      periods: 1,
      // ACM reports twice a day and stops after expiry, so missing data keeps the last state.
      treatMissingData: "ignore",
    },
  ];
}
