/** A CloudWatch metric of one resource. */
export interface Metric {
  /** The service's namespace: `AWS/RDS`. */
  readonly namespace: string;
  /** The metric's name in the namespace: `CPUUtilization`. */
  readonly name: string;
  /** Values by dimension: `{ DBInstanceIdentifier: "cybershield-postgres" }`. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** The statistic over each period. */
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
}

/** A metric math expression; each metric has a name that the expression uses. */
export interface MetricMath {
  /** The metrics by the names that the expression uses. */
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
  /** The measured value. */
  readonly metric: Metric | MetricMath;
  /** The relation to the threshold that breaches. */
  readonly comparison: "above" | "at least" | "below";
  /** The threshold, in the metric's unit. */
  readonly threshold: number;
  /** Seconds over which each value is aggregated: a multiple of 60. */
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
