import {
  existingCluster,
  LOAD_BALANCER_ARN,
  runningService,
  TARGET_GROUP_ARN,
} from "../../constraints/case-resources.ts";
import { ACCOUNT_ID, type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const TASK = `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:task-definition/web:1`;
const listener = exists("aws_lb_listener", "l", {
  load_balancer_arn: LOAD_BALANCER_ARN,
  default_action: [{ type: "forward", target_group_arn: TARGET_GROUP_ARN }],
});
const group = (target: string) =>
  exists("aws_lb_target_group", TARGET_GROUP_ARN, { arn: TARGET_GROUP_ARN, target_type: target });
const task = exists("aws_ecs_task_definition", "web", {
  arn: TASK,
  network_mode: "awsvpc",
  container_definitions: '[{"name":"web"}]',
});
const service = {
  task_definition: TASK,
  load_balancer: [{ target_group_arn: TARGET_GROUP_ARN, container_name: "web", container_port: 8000 }],
};
const providers = exists("aws_ecs_cluster_capacity_providers", "main", {
  cluster_name: "main",
  capacity_providers: ["FARGATE"],
});

export const ecsServiceCases: readonly ConstraintCase[] = [
  {
    constraint: "service-target-group",
    when: "a listener forwards to the target group",
    type: "aws_ecs_service",
    account: [listener, group("ip"), task],
    after: service,
  },
  {
    constraint: "service-target-group",
    when: "no listener forwards to the target group",
    type: "aws_ecs_service",
    account: [group("ip"), task],
    after: service,
    errors: [
      `CreateService InvalidParameterException: The target group with targetGroupArn ${TARGET_GROUP_ARN} does not have an associated load balancer.`,
    ],
  },
  {
    constraint: "service-target-group",
    when: "the target group has instance targets",
    type: "aws_ecs_service",
    account: [listener, group("instance"), task],
    after: service,
    errors: [
      `CreateService InvalidParameterException: The provided target group ${TARGET_GROUP_ARN} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
    ],
  },
  {
    constraint: "service-target-group",
    when: "the task definition lacks the container",
    type: "aws_ecs_service",
    account: [listener, group("ip"), task],
    after: { ...service, load_balancer: [{ target_group_arn: TARGET_GROUP_ARN, container_name: "app" }] },
    errors: [
      "CreateService InvalidParameterException: The container app does not exist in the task definition.",
    ],
  },
  {
    constraint: "service-cluster",
    when: "the cluster has the capacity provider",
    type: "aws_ecs_service",
    account: [existingCluster, providers],
    after: {
      name: "web",
      cluster: existingCluster.id,
      capacity_provider_strategy: [{ capacity_provider: "FARGATE" }],
    },
  },
  {
    constraint: "service-cluster",
    when: "the cluster lacks the capacity provider",
    type: "aws_ecs_service",
    account: [existingCluster, providers],
    after: {
      name: "web",
      cluster: "main",
      capacity_provider_strategy: [{ capacity_provider: "FARGATE_SPOT" }],
    },
    errors: [
      "CreateService InvalidParameterException: The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.",
    ],
  },
  {
    constraint: "service-cluster",
    when: "the cluster does not exist",
    type: "aws_ecs_service",
    after: { name: "web", cluster: "main" },
    errors: ["CreateService ClusterNotFoundException: Cluster not found."],
  },
  {
    constraint: "service-cluster",
    when: "the service already exists",
    type: "aws_ecs_service",
    account: [existingCluster, runningService],
    after: { name: "web", cluster: existingCluster.id },
    errors: ["CreateService InvalidParameterException: Creation of service was not idempotent."],
  },
];
