import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import type { ServiceSettings } from "../../language/workloads.ts";
import { platformPrefix } from "../names.ts";
import { type AlarmPlan, FIVE_MINUTES, type Metric } from "./metric-plan.ts";

/** A metric that CloudWatch Logs reads from a service's structured log. */
export interface LogMetricPlan {
  /** The construct ID, and the filter's name after the platform's prefix: `app-log-errors`. */
  readonly id: string;
  /**
   * The events to read.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
   */
  readonly pattern: string;
  /** The value of each event: 1, or a field. */
  readonly value: string;
  /** The value of a minute with events that do not match. @default none */
  readonly defaultValue?: string;
  /** The unit of the value. */
  readonly unit: "Count" | "Milliseconds";
  /** The metric that it makes. */
  readonly metric: Metric;
}

/** Plans the metrics of a service's log; empty if the spec reads none. */
export function planLogMetrics(
  platform: Pick<Platform, "name" | "environment">,
  name: string,
  { logMetrics }: Pick<ServiceSettings, "logMetrics">,
): LogMetricPlan[] {
  if (logMetrics === undefined) return [];
  const { levelField, errorLevels, durationField } = logMetrics;
  const namespace = `Drydock/${platformPrefix(platform)}`;
  const errors: LogMetricPlan = {
    id: `${name}-log-errors`,
    pattern: `{ ${errorLevels.map((level) => `($.${levelField} = "${level}")`).join(" || ")} }`,
    value: "1",
    defaultValue: "0",
    unit: "Count",
    metric: { namespace, name: `${name}-errors`, dimensions: {}, statistic: "Sum" },
  };
  if (durationField === undefined) return [errors];
  const duration: LogMetricPlan = {
    id: `${name}-log-duration`,
    pattern: `{ $.${durationField} >= 0 }`,
    value: `$.${durationField}`,
    unit: "Milliseconds",
    metric: { namespace, name: `${name}-duration`, dimensions: {}, statistic: "Average" },
  };
  return [errors, duration];
}

const MILLISECONDS = 1000;

/** Plans the alarms of structured logs: errors, and the time that requests take. */
export function planLogAlarms(platform: Platform): AlarmPlan[] {
  const { errorsInLog, responseTimeSeconds } = platform.alarms;
  return Object.keys(platform.workloads).flatMap((name) => {
    const service = required(platform.workloads, name);
    if (service.kind !== "service") return [];
    const log = `log group /${platformPrefix(platform)}/${name}`;
    return planLogMetrics(platform, name, service).map(({ id, unit, metric }): AlarmPlan => {
      const common = {
        id,
        metric,
        comparison: "above",
        periodSeconds: FIVE_MINUTES,
        // A service without requests logs nothing.
        treatMissingData: "notBreaching",
      } as const;
      return unit === "Count"
        ? {
            ...common,
            description: `${name} has logged over ${errorsInLog} errors in 5 minutes: ${log}.`,
            severity: "critical",
            threshold: errorsInLog,
            periods: 1,
          }
        : {
            ...common,
            description: `${name} has logged over ${responseTimeSeconds} s a request on average for 15 minutes: ${log}.`,
            severity: "warning",
            threshold: responseTimeSeconds * MILLISECONDS,
            periods: 3,
          };
    });
  });
}
