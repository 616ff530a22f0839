import type { Platform } from "../../../language/platform.ts";
import { planLogAlarms, planLogMetrics } from "../../../modules/observe/log-metric-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";
import { parseStackJson, resourcesOfType, synthesize } from "../../support/synth.ts";

const prod = cybershieldIn("prod");
const metric = { namespace: "Drydock/cybershield-prod", dimensions: {} };

describe("CyberShield: logs: metrics of structured log lines", () => {
  it("are errors by level, and the duration of requests", () => {
    const app = prod.workloads.app!;
    if (app.kind !== "service") expect.unreachable("app is a service");
    expect(planLogMetrics(prod, "app", app)).toEqual([
      {
        id: "app-log-errors",
        pattern: '{ ($.level = "error") || ($.level = "fatal") || ($.level = "critical") }',
        value: "1",
        defaultValue: "0",
        unit: "Count",
        metric: { ...metric, name: "app-errors", statistic: "Sum" },
      },
      {
        id: "app-log-duration",
        pattern: "{ $.duration_ms >= 0 }",
        value: "$.duration_ms",
        unit: "Milliseconds",
        metric: { ...metric, name: "app-duration", statistic: "Average" },
      },
    ]);
    expect(planLogMetrics(prod, "app", { logMetrics: undefined })).toEqual([]);
  });

  it("have alarms at the spec's thresholds, and none without the setting", () => {
    expect(
      planLogAlarms(prod).map(({ id, description, threshold, periods }) => [
        id,
        description,
        threshold,
        periods,
      ]),
    ).toEqual([
      [
        "app-log-errors",
        "app has logged over 10 errors in 5 minutes: log group /cybershield-prod/app.",
        10,
        1,
      ],
      [
        "app-log-duration",
        "app has logged over 5 s a request on average for 15 minutes: log group /cybershield-prod/app.",
        5000,
        3,
      ],
    ]);
    const silent = { ...prod.workloads.app, logMetrics: undefined } as Platform["workloads"][string];
    expect(planLogAlarms({ ...prod, workloads: { app: silent } })).toEqual([]);
  });

  it("are read by filters of the service's log group, into the metric that the alarm watches", () => {
    const stacks = synthesize(prod);
    const filters = resourcesOfType(
      parseStackJson(stacks, "cybershield-prod-compute"),
      "aws_cloudwatch_log_metric_filter",
    );
    const group = expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.app-log_group_\w+\.name\}$/);
    expect(filters).toEqual([
      expect.objectContaining({
        name: "cybershield-prod-app-log-duration",
        log_group_name: group,
        metric_transformation: {
          namespace: metric.namespace,
          name: "app-duration",
          value: "$.duration_ms",
          unit: "Milliseconds",
        },
      }),
      expect.objectContaining({
        name: "cybershield-prod-app-log-errors",
        log_group_name: group,
        metric_transformation: {
          namespace: metric.namespace,
          name: "app-errors",
          value: "1",
          unit: "Count",
          default_value: "0",
        },
      }),
    ]);
    const alarms = resourcesOfType(
      parseStackJson(stacks, "cybershield-prod-observe"),
      "aws_cloudwatch_metric_alarm",
    ).filter(({ namespace }) => namespace === metric.namespace);
    expect(alarms.map(({ metric_name, statistic }) => [metric_name, statistic])).toEqual([
      ["app-duration", "Average"],
      ["app-errors", "Sum"],
    ]);
  });
});
