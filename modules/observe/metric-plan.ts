/** One CloudWatch metric of one thing. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
}

/** A value computed from metrics: each has a name that the expression uses. */
export interface MetricMath {
  readonly metrics: Readonly<Record<string, Metric>>;
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
  readonly expression: string;
  /** What the value is, for graphs. */
  readonly label: string;
}

/** One alarm. */
export interface AlarmPlan {
  /** The construct id, and the name after the platform's prefix: `app-unhealthy-targets`. */
  readonly id: string;
  /** What is wrong when it goes off, and what to look at. */
  readonly description: string;
  /** `critical`: visitors notice; `warning`: they soon will. */
  readonly severity: "critical" | "warning";
  readonly metric: Metric | MetricMath;
  readonly comparison: "above" | "at least" | "below";
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Periods in a row that must be bad. */
  readonly periods: number;
  /** What silence means: nothing bad, something bad, or no news. */
  readonly treatMissingData: "notBreaching" | "breaching" | "ignore";
}

/** One minute, in seconds. */
export const MINUTE = 60;
/** Five minutes, in seconds. */
export const FIVE_MINUTES = 300;
/** One day, in seconds. */
export const DAY = 86_400;
