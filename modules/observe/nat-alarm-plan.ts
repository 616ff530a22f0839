import type { DeployedResources } from "./deployed-plan.ts";
import { type AlarmPlan, FIVE_MINUTES, type Metric, MINUTE } from "./metric-plan.ts";

/** Plans alarms for outbound traffic: NAT gateway ports and NAT instance status. */
export function planNatAlarms({ natGatewayIds, natInstanceIds }: DeployedResources): AlarmPlan[] {
  return [
    ...Object.entries(natGatewayIds).map(([key, id]) => portAlarm(key.replace("/", "-"), id)),
    ...Object.entries(natInstanceIds).flatMap(([network, id]) => [
      instanceAlarm(network, id),
      forwardingAlarm(network, id),
    ]),
  ];
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html */
function portAlarm(place: string, id: string): AlarmPlan {
  return {
    id: `${place}-nat-port-errors`,
    description: `The NAT gateway of ${place} found no source port for a connection: too many go to one destination.`,
    severity: "critical",
    metric: {
      namespace: "AWS/NATGateway",
      name: "ErrorPortAllocation",
      dimensions: { NatGatewayId: id },
      statistic: "Sum",
    },
    comparison: "above",
    threshold: 0,
    periodSeconds: FIVE_MINUTES,
    periods: 1,
    // An idle gateway reports no data.
    treatMissingData: "notBreaching",
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html */
function instanceAlarm(network: string, id: string): AlarmPlan {
  return {
    id: `${network}-nat-status`,
    description: `The NAT instance of ${network} has failed its status checks for 3 minutes: the private tiers have no way out.`,
    severity: "critical",
    metric: {
      namespace: "AWS/EC2",
      name: "StatusCheckFailed",
      dimensions: { InstanceId: id },
      statistic: "Maximum",
    },
    comparison: "at least",
    threshold: 1,
    periodSeconds: MINUTE,
    periods: 3,
    // A stopped instance reports no data.
    treatMissingData: "breaching",
  };
}

/** Packets in five minutes from which a NAT instance is in use: a few retries exceed it. */
const PACKETS_IN_USE = 20;

/**
 * Every packet that a NAT instance forwards, it also sends. One that receives many times more than
 * it sends drops them: it runs, and nothing passes.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
 */
function forwardingAlarm(network: string, id: string): AlarmPlan {
  const packets = (name: string): Metric => ({
    namespace: "AWS/EC2",
    name,
    dimensions: { InstanceId: id },
    statistic: "Sum",
  });
  return {
    id: `${network}-nat-forwarding`,
    description: `The NAT instance of ${network} has received packets for 15 minutes and sent less than a third of them: nothing passes.`,
    severity: "critical",
    metric: {
      metrics: { received: packets("NetworkPacketsIn"), sent: packets("NetworkPacketsOut") },
      expression: `IF(received > ${PACKETS_IN_USE}, sent / received, 1)`,
      label: "packets sent for each received",
    },
    comparison: "below",
    threshold: 0.3,
    periodSeconds: FIVE_MINUTES,
    periods: 3,
    // The status alarm covers a stopped instance.
    treatMissingData: "notBreaching",
  };
}
