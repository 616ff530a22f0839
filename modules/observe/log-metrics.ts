import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter/index.js";
import { Construct } from "constructs";
import { compact } from "../../language/compact.ts";
import type { LogMetricPlan } from "./log-metric-plan.ts";

/** Inputs of {@link LogMetrics}. */
export interface LogMetricsProps {
  /** Prefix of the filters' names: `cybershield-prod`. */
  readonly prefix: string;
  /** The log group that is read. */
  readonly logGroupName: string;
  /** The metrics, with unique IDs. */
  readonly plans: readonly LogMetricPlan[];
}

/** Metric filters of a log group: one for each plan. */
export class LogMetrics extends Construct {
  constructor(scope: Construct, id: string, { prefix, logGroupName, plans }: LogMetricsProps) {
    super(scope, id);
    for (const { id, pattern, value, defaultValue, unit, metric } of plans) {
      new CloudwatchLogMetricFilter(this, id, {
        name: `${prefix}-${id}`,
        logGroupName,
        pattern,
        metricTransformation: {
          namespace: metric.namespace,
          name: metric.name,
          value,
          unit,
          ...compact({ defaultValue }),
        },
      });
    }
  }
}
