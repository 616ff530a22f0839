import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy/index.js";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target/index.js";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { Construct } from "constructs";
import type { ServiceSettings } from "../../language/workloads.ts";
import { planScaling, type StepPlan, type TrackingPlan } from "./scaling-plan.ts";

/** Inputs of {@link ServiceScaling}. */
export interface ServiceScalingProps {
  /** Prefix of policy and alarm names: `cybershield-prod-app`. */
  readonly name: string;
  /** The ECS cluster of the service. */
  readonly clusterName: string;
  /** The ECS service's name, available once the service exists. */
  readonly serviceName: string;
  /** The limits, targets and steps in the spec. */
  readonly scaling: NonNullable<ServiceSettings["scaling"]>;
}

/** Cooldown in seconds, about the time for a new task to take its share of load. */
const COOLDOWN = { "step-out": 60, "step-in": 300 } as const;

/** Application Auto Scaling of an ECS service: target tracking, and step scaling with alarms. */
export class ServiceScaling extends Construct {
  readonly #props: ServiceScalingProps;
  readonly #target: AppautoscalingTarget;

  constructor(scope: Construct, id: string, props: ServiceScalingProps) {
    super(scope, id);
    this.#props = props;
    this.#target = new AppautoscalingTarget(this, "target", {
      serviceNamespace: "ecs",
      resourceId: `service/${props.clusterName}/${props.serviceName}`,
      scalableDimension: "ecs:service:DesiredCount",
      minCapacity: props.scaling.min,
      maxCapacity: props.scaling.max,
    });
    const plan = planScaling(props.scaling);
    for (const tracking of plan.tracking) this.#createTracking(tracking);
    for (const step of plan.steps) this.#createStep(step);
  }

  #createTracking(tracking: TrackingPlan): void {
    new AppautoscalingPolicy(this, tracking.id, {
      ...this.#policyOf(tracking.id),
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: tracking.metric },
        targetValue: tracking.percent,
        disableScaleIn: tracking.scaleInDisabled,
        scaleInCooldown: COOLDOWN["step-in"],
        scaleOutCooldown: COOLDOWN["step-out"],
      },
    });
  }

  #createStep(step: StepPlan): void {
    // A single step beyond the threshold, however large the breach.
    const bound = step.tasks > 0 ? { metricIntervalLowerBound: "0" } : { metricIntervalUpperBound: "0" };
    const policy = new AppautoscalingPolicy(this, step.id, {
      ...this.#policyOf(step.id),
      policyType: "StepScaling",
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        metricAggregationType: "Average",
        cooldown: COOLDOWN[step.id],
        stepAdjustment: [{ scalingAdjustment: step.tasks, ...bound }],
      },
    });
    const { name, clusterName, serviceName } = this.#props;
    new CloudwatchMetricAlarm(this, `${step.id}-alarm`, {
      alarmName: `${name}-${step.id}`,
      alarmDescription: `Scaling: average CPU of ${name} for ${step.minutes} min, threshold ${step.percent} %`,
      namespace: "AWS/ECS",
      metricName: "CPUUtilization",
      dimensions: { ClusterName: clusterName, ServiceName: serviceName },
      statistic: "Average",
      period: 60,
      evaluationPeriods: step.minutes,
      comparisonOperator: step.comparison,
      threshold: step.percent,
      // A service without tasks has no CPU metric, and nothing to scale by.
      treatMissingData: "missing",
      alarmActions: [policy.arn],
    });
  }

  #policyOf(id: string) {
    return {
      name: `${this.#props.name}-${id}`,
      serviceNamespace: this.#target.serviceNamespace,
      resourceId: this.#target.resourceId,
      scalableDimension: this.#target.scalableDimension,
    };
  }
}
