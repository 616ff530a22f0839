import type { TypeOperations } from "./type-operations.ts";

/** The API operations of EC2 Auto Scaling and Application Auto Scaling. */
export const scalingOperations: Readonly<Record<string, TypeOperations>> = {
  aws_autoscaling_group: [
    "CreateAutoScalingGroup",
    "DescribeAutoScalingGroups",
    "UpdateAutoScalingGroup",
    "DeleteAutoScalingGroup",
  ],
  aws_autoscaling_attachment: [
    "AttachLoadBalancerTargetGroups",
    "DescribeAutoScalingGroups",
    null,
    "DetachLoadBalancerTargetGroups",
  ],
  aws_autoscaling_lifecycle_hook: [
    "PutLifecycleHook",
    "DescribeLifecycleHooks",
    "PutLifecycleHook",
    "DeleteLifecycleHook",
  ],
  aws_autoscaling_policy: ["PutScalingPolicy", "DescribePolicies", "PutScalingPolicy", "DeletePolicy"],
  aws_autoscaling_schedule: [
    "PutScheduledUpdateGroupAction",
    "DescribeScheduledActions",
    "PutScheduledUpdateGroupAction",
    "DeleteScheduledAction",
  ],
  aws_launch_configuration: [
    "CreateLaunchConfiguration",
    "DescribeLaunchConfigurations",
    null,
    "DeleteLaunchConfiguration",
  ],
  aws_appautoscaling_target: [
    "RegisterScalableTarget",
    "DescribeScalableTargets",
    "RegisterScalableTarget",
    "DeregisterScalableTarget",
  ],
  aws_appautoscaling_policy: [
    "PutScalingPolicy",
    "DescribeScalingPolicies",
    "PutScalingPolicy",
    "DeleteScalingPolicy",
  ],
  aws_appautoscaling_scheduled_action: [
    "PutScheduledAction",
    "DescribeScheduledActions",
    "PutScheduledAction",
    "DeleteScheduledAction",
  ],
};
