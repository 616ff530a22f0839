/** A CloudWatch metric of one resource. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
}

/** A metric math expression; each metric has a name that the expression uses. */
export interface MetricMath {
  readonly metrics: Readonly<Record<string, Metric>>;
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
  readonly expression: string;
  /** The label in graphs. */
  readonly label: string;
}

/** An alarm. */
export interface AlarmPlan {
  /** The construct ID, and the name after the platform's prefix: `app-unhealthy-targets`. */
  readonly id: string;
  /** The alarm description: the problem and where to look. */
  readonly description: string;
  /** `critical`: visitors notice; `warning`: they soon will. */
  readonly severity: "critical" | "warning";
  readonly metric: Metric | MetricMath;
  readonly comparison: "above" | "at least" | "below";
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Consecutive breaching periods. */
  readonly periods: number;
  /** CloudWatch's treatment of missing data. */
  readonly treatMissingData: "notBreaching" | "breaching" | "ignore";
}

/** One minute, in seconds. */
export const MINUTE = 60;
/** Five minutes, in seconds. */
export const FIVE_MINUTES = 300;
/** One day, in seconds. */
export const DAY = 86_400;
