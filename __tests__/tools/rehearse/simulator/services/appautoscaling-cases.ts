import { ACCOUNT_ID, type ConstraintCase, exists } from "../constraints/constraint-case.ts";

const cluster = exists("aws_ecs_cluster", `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:cluster/main`, {
  name: "main",
});
const running = exists("aws_ecs_service", `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:service/main/web`, {
  name: "web",
  cluster: cluster.id,
});
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
    account: [running],
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
    account: [running],
    after: scaling,
    errors: [
      "PutScalingPolicy ObjectNotFoundException: No scalable target registered for service namespace: ecs, resource ID: service/main/web, scalable dimension: ecs:service:DesiredCount",
    ],
  },
];
