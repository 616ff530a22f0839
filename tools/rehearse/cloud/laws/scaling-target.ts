import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, here, refuse } from "./support/rule.ts";

/** A scaling target's service is there, and a scaling policy's target is registered. */
export const scalingTarget: Law = {
  name: "scaling-target",
  documentation:
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
  types: ["aws_appautoscaling_target", "aws_appautoscaling_policy", "aws_appautoscaling_scheduled_action"],
  check(change, context) {
    const resource = creates(change) ? textOf(change.after, "resource_id") : undefined;
    if (!creates(change) || resource === undefined) return [];
    const namespace = textOf(change.after, "service_namespace");
    if (change.type === "aws_appautoscaling_target") {
      const lost =
        namespace === "ecs" &&
        !here(context, "aws_ecs_service").some(({ id }) => id.endsWith(`:${resource}`));
      return refuse(
        lost,
        "RegisterScalableTarget",
        "ValidationException",
        `ECS service doesn't exist: ${resource}`,
        "resource_id",
      );
    }
    const dimension = textOf(change.after, "scalable_dimension");
    const registered = here(context, "aws_appautoscaling_target").some(
      ({ values }) => values.resource_id === resource && values.scalable_dimension === dimension,
    );
    const operation = change.type.endsWith("policy") ? "PutScalingPolicy" : "PutScheduledAction";
    return refuse(
      !registered,
      operation,
      "ObjectNotFoundException",
      `No scalable target registered for service namespace: ${namespace}, resource ID: ${resource}, scalable dimension: ${dimension}`,
      "resource_id",
    );
  },
};
