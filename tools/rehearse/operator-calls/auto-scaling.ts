import { deterministicUuid } from "../simulator/computed-values/deterministic-values.ts";
import {
  changeResource,
  type JsonOperation,
  numberParameter,
  type QueryOperation,
  rejectedCall,
  resourcesOfCall,
} from "./api-call.ts";

/**
 * Replaces the servers of an Auto Scaling group, at once: no refresh is in progress afterwards.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StartInstanceRefresh.html
 */
const startInstanceRefresh: QueryOperation = (call) => {
  const name = call.parameters.get("AutoScalingGroupName");
  const group = resourcesOfCall(call, "aws_autoscaling_group").find(({ values }) => values.name === name);
  if (group === undefined) {
    throw rejectedCall(
      "ValidationError",
      `AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`,
    );
  }
  return { InstanceRefreshId: deterministicUuid(`${group.id}/refresh`) };
};

/** The operations of EC2 Auto Scaling that renew a fleet. */
export const AUTO_SCALING_OPERATIONS: Readonly<Record<string, QueryOperation>> = {
  StartInstanceRefresh: startInstanceRefresh,
};

/**
 * Changes the limits of a registered scalable target.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
 */
const registerScalableTarget: JsonOperation = (call) => {
  const { ResourceId: id, ScalableDimension: dimension } = call.parameters;
  const target = resourcesOfCall(call, "aws_appautoscaling_target").find(
    ({ values }) => values.resource_id === id && values.scalable_dimension === dimension,
  );
  if (target === undefined) throw rejectedCall("ValidationException", `No scalable target found for ${id}`);
  const min = numberParameter(call.parameters, "MinCapacity") ?? Number(target.values.min_capacity);
  const max = numberParameter(call.parameters, "MaxCapacity") ?? Number(target.values.max_capacity);
  if (min > max) {
    throw rejectedCall("ValidationException", "Maximum capacity cannot be less than minimum capacity");
  }
  changeResource(call, target, { min_capacity: min, max_capacity: max });
  return { ScalableTargetARN: target.values.arn };
};

/** The operations of Application Auto Scaling that let a service stop. */
export const APPLICATION_AUTO_SCALING_OPERATIONS: Readonly<Record<string, JsonOperation>> = {
  RegisterScalableTarget: registerScalableTarget,
};
