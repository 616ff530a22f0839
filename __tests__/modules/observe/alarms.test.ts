import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { CloudWatchAlarms } from "../../../modules/observe/alarms.ts";
import type { AlarmPlan } from "../../../modules/observe/metric-plan.ts";
import { synthesizeConstruct } from "../../support/construct.ts";

const PLAN: AlarmPlan = {
  id: "cpu",
  description: "Too much.",
  severity: "warning",
  metric: { namespace: "AWS/ECS", name: "CPUUtilization", dimensions: { A: "1" }, statistic: "Average" },
  comparison: "above",
  threshold: 85,
  periodSeconds: 300,
  periods: 3,
  treatMissingData: "ignore",
};

describe("alarms", () => {
  it.each([
    ["above", "GreaterThanThreshold"],
    ["at least", "GreaterThanOrEqualToThreshold"],
    ["below", "LessThanThreshold"],
  ] as const)("with comparison %s use CloudWatch's %s", (comparison, operator) => {
    const { text } = synthesizeConstruct((stack) => {
      new CloudWatchAlarms(stack, "alarms", {
        prefix: "shop",
        plans: [{ ...PLAN, comparison }],
        topicArn: "arn:topic",
      });
    });
    expect(text).toHaveResourceWithProperties(CloudwatchMetricAlarm, {
      alarm_name: "shop-cpu",
      alarm_description: "Too much.",
      comparison_operator: operator,
      threshold: 85,
      evaluation_periods: 3,
      datapoints_to_alarm: 3,
      treat_missing_data: "ignore",
      tags: { Severity: "warning" },
    });
  });
});
