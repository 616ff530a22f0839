import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/** A scalable target needs an existing service, a scaling policy a registered scalable target. */
export const scalingTarget: Constraint = {
  name: "scaling-target",
  documentation:
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
  types: ["aws_appautoscaling_target", "aws_appautoscaling_policy", "aws_appautoscaling_scheduled_action"],
  check(change, context) {
    const resourceId = isCreate(change) ? stringAttribute(change.after, "resource_id") : undefined;
    if (!isCreate(change) || resourceId === undefined) return [];
    const namespace = stringAttribute(change.after, "service_namespace");
    if (change.type === "aws_appautoscaling_target") {
      const isMissing =
        namespace === "ecs" &&
        !resourcesInRegion(context, "aws_ecs_service").some(({ id }) => id.endsWith(`:${resourceId}`));
      return apiErrorIf(
        isMissing,
        "RegisterScalableTarget",
        "ValidationException",
        `ECS service doesn't exist: ${resourceId}`,
        "resource_id",
      );
    }
    const dimension = stringAttribute(change.after, "scalable_dimension");
    const isRegistered = resourcesInRegion(context, "aws_appautoscaling_target").some(
      ({ values }) => values.resource_id === resourceId && values.scalable_dimension === dimension,
    );
    const operation = change.type.endsWith("policy") ? "PutScalingPolicy" : "PutScheduledAction";
    return apiErrorIf(
      !isRegistered,
      operation,
      "ObjectNotFoundException",
      `No scalable target registered for service namespace: ${namespace}, resource ID: ${resourceId}, scalable dimension: ${dimension}`,
      "resource_id",
    );
  },
};
