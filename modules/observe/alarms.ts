import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { Construct } from "constructs";
import type { AlarmPlan, Metric, MetricMath } from "./metric-plan.ts";

/** Inputs of {@link CloudWatchAlarms}. */
export interface CloudWatchAlarmsProps {
  /** Prefix of the alarms' names. */
  readonly prefix: string;
  /** The alarms, with unique IDs. */
  readonly plans: readonly AlarmPlan[];
  /** ARN of the topic, notified on alarm and on recovery. */
  readonly topicArn: string;
}

const OPERATORS: Readonly<Record<AlarmPlan["comparison"], string>> = {
  above: "GreaterThanThreshold",
  "at least": "GreaterThanOrEqualToThreshold",
  below: "LessThanThreshold",
};

/** CloudWatch alarms: one for each plan. */
export class CloudWatchAlarms extends Construct {
  /** Their ARNs, in the order of the plans. */
  readonly arns: readonly string[];

  constructor(scope: Construct, id: string, { prefix, plans, topicArn }: CloudWatchAlarmsProps) {
    super(scope, id);
    this.arns = plans.map(
      (plan) =>
        new CloudwatchMetricAlarm(this, plan.id, {
          alarmName: `${prefix}-${plan.id}`,
          alarmDescription: plan.description,
          comparisonOperator: OPERATORS[plan.comparison],
          threshold: plan.threshold,
          evaluationPeriods: plan.periods,
          datapointsToAlarm: plan.periods,
          treatMissingData: plan.treatMissingData,
          alarmActions: [topicArn],
          okActions: [topicArn],
          tags: { Severity: plan.severity },
          ...alarmMetric(plan),
        }).arn,
    );
  }
}

function alarmMetric({ metric: watches, periodSeconds }: AlarmPlan): Partial<CloudwatchMetricAlarmConfig> {
  if ("expression" in watches) return { metricQuery: mathQueries(watches, periodSeconds) };
  return { ...metricSettings(watches), statistic: watches.statistic, period: periodSeconds };
}

function metricSettings({ namespace, name, dimensions }: Metric) {
  return { namespace, metricName: name, dimensions: { ...dimensions } };
}

function mathQueries({ metrics, expression, label }: MetricMath, period: number) {
  return [
    { id: "result", expression, label, returnData: true },
    ...Object.entries(metrics).map(([id, metric]) => ({
      id,
      metric: { ...metricSettings(metric), stat: metric.statistic, period },
    })),
  ];
}
