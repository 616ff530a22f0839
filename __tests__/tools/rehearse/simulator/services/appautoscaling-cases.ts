import { runningService } from "../constraints/case-resources.ts";
import type { ConstraintCase } from "../constraints/constraint-case.ts";

const scaling = {
  service_namespace: "ecs",
  resource_id: "service/main/web",
  scalable_dimension: "ecs:service:DesiredCount",
};

export const appautoscalingCases: readonly ConstraintCase[] = [
  {
    constraint: "scaling-target",
    when: "the service exists",
    type: "aws_appautoscaling_target",
    account: [runningService],
    after: scaling,
  },
  {
    constraint: "scaling-target",
    when: "the service does not exist",
    type: "aws_appautoscaling_target",
    after: scaling,
    errors: ["RegisterScalableTarget ValidationException: ECS service doesn't exist: service/main/web"],
  },
  {
    constraint: "scaling-target",
    when: "the target is not registered",
    type: "aws_appautoscaling_policy",
    account: [runningService],
    after: scaling,
    errors: [
      "PutScalingPolicy ObjectNotFoundException: No scalable target registered for service namespace: ecs, resource ID: service/main/web, scalable dimension: ecs:service:DesiredCount",
    ],
  },
];
