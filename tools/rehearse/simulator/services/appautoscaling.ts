import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { arnTemplate, renderTemplate, resolveString } from "../computed-values/value-context.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "../constraints/support/constraint-helpers.ts";
import { operationName } from "../operation-name.ts";
import type { Constraint } from "../simulator-types.ts";
import type { ServiceResources } from "./service-resources.ts";

/** A scalable target needs an existing service, a scaling policy a registered scalable target. */
const scalingTarget: Constraint = {
  name: "scaling-target",
  documentation:
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
  errorCodes: ["ValidationException", "ObjectNotFoundException"],
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
        operationName("aws_appautoscaling_target", "create"),
        "ValidationException",
        `ECS service doesn't exist: ${resourceId}`,
        "resource_id",
      );
    }
    const dimension = stringAttribute(change.after, "scalable_dimension");
    const isRegistered = resourcesInRegion(context, "aws_appautoscaling_target").some(
      ({ values }) => values.resource_id === resourceId && values.scalable_dimension === dimension,
    );
    const operation = operationName(change.type, "create");
    return apiErrorIf(
      !isRegistered,
      operation,
      "ObjectNotFoundException",
      `No scalable target registered for service namespace: ${namespace}, resource ID: ${resourceId}, scalable dimension: ${dimension}`,
      "resource_id",
    );
  },
};

/** Application Auto Scaling. */
export const appautoscalingResources: ServiceResources = {
  types: {
    aws_appautoscaling_target: {
      identity: ["arn"],
      values: {
        id: "{resource_id}",
        arn: arnTemplate(
          "application-autoscaling:{region}:{account}:scalable-target/{hex:4/service}{hex:28}",
        ),
        role_arn: (context) => {
          const dimension = resolveString(context, "service_namespace");
          const role =
            dimension === "ecs"
              ? "ECSService"
              : `${dimension.charAt(0).toUpperCase()}${dimension.slice(1)}Table`;
          return renderTemplate(
            `arn:{partition}:iam::{account}:role/aws-service-role/${dimension}.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_${role}`,
            context,
          );
        },
      },
    },
    aws_appautoscaling_policy: {
      identity: ["arn"],
      values: {
        id: "{name}",
        arn: arnTemplate(
          "autoscaling:{region}:{account}:scalingPolicy:{uuid}:resource/{service_namespace}/{resource_id}:policyName/{name}",
        ),
        alarm_arns: (context) => {
          if (resolveString(context, "policy_type") !== "TargetTrackingScaling") return [];
          return ["AlarmHigh", "AlarmLow"].map((kind) =>
            renderTemplate(
              `arn:{partition}:cloudwatch:{region}:{account}:alarm:TargetTracking-{resource_id}-${kind}-{uuid:${kind}}`,
              context,
            ),
          );
        },
      },
    },
    aws_appautoscaling_scheduled_action: {
      values: {
        id: "{name}-{service_namespace}-{resource_id}",
        arn: arnTemplate(
          "autoscaling:{region}:{account}:scheduledAction:{uuid}:resource/{service_namespace}/{resource_id}:scheduledActionName/{name}",
        ),
      },
    },
  },
  constraints: [scalingTarget],
};
