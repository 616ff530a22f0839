import type { ServiceSettings } from "../../language/workloads.ts";

/** A target tracking policy. */
export interface TrackingPlan {
  /** The construct ID and the suffix of the policy's name. */
  readonly id: "track-cpu" | "track-memory";
  /**
   * The predefined metric.
   * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html
   */
  readonly metric: "ECSServiceAverageCPUUtilization" | "ECSServiceAverageMemoryUtilization";
  /** The average that scaling maintains, in percent of the tasks' CPU or memory. */
  readonly percent: number;
  /** Adds tasks only: another policy, or someone, removes them. */
  readonly scaleInDisabled: boolean;
}

/** A step scaling policy: adds or removes tasks while CPU is beyond a threshold. */
export interface StepPlan {
  /** The construct ID and the suffix of the policy's and alarm's names. */
  readonly id: "step-out" | "step-in";
  /** CloudWatch's comparison operator of the alarm that starts the step. */
  readonly comparison: "GreaterThanThreshold" | "LessThanThreshold";
  /** The alarm's threshold, in percent of the tasks' CPU. */
  readonly percent: number;
  /** Consecutive minutes. */
  readonly minutes: number;
  /** Tasks to add; negative to remove. */
  readonly tasks: number;
}

/** The scaling policies of a service. */
export interface ScalingPlan {
  /** At most one policy for CPU and one for memory. */
  readonly tracking: readonly TrackingPlan[];
  /** One step out and one step in, or none. */
  readonly steps: readonly StepPlan[];
}

/** Plans the scaling policies of a service. */
export function planScaling(scaling: NonNullable<ServiceSettings["scaling"]>): ScalingPlan {
  const { cpuPercent, memoryPercent, scaleInDisabled, steps } = scaling;
  const tracking: TrackingPlan[] = [];
  if (cpuPercent !== undefined) {
    const metric = "ECSServiceAverageCPUUtilization";
    tracking.push({ id: "track-cpu", metric, percent: cpuPercent, scaleInDisabled });
  }
  if (memoryPercent !== undefined) {
    const metric = "ECSServiceAverageMemoryUtilization";
    tracking.push({ id: "track-memory", metric, percent: memoryPercent, scaleInDisabled });
  }
  return { tracking, steps: steps === undefined ? [] : planSteps(steps) };
}

function planSteps(steps: NonNullable<NonNullable<ServiceSettings["scaling"]>["steps"]>): StepPlan[] {
  return [
    {
      id: "step-out",
      comparison: "GreaterThanThreshold",
      percent: steps.out.abovePercent,
      minutes: steps.out.minutes,
      tasks: steps.out.addTasks,
    },
    {
      id: "step-in",
      comparison: "LessThanThreshold",
      percent: steps.in.belowPercent,
      minutes: steps.in.minutes,
      tasks: -steps.in.removeTasks,
    },
  ];
}
