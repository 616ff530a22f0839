import {
  ACCOUNT_ID,
  type ConstraintCase,
  ELB_ARN_PREFIX,
  exists,
} from "../../constraints/constraint-case.ts";

const LB = `${ELB_ARN_PREFIX}:loadbalancer/app/web/0`;
const TG = `${ELB_ARN_PREFIX}:targetgroup/web/0`;
const TASK = `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:task-definition/web:1`;
const listener = exists("aws_lb_listener", "l", {
  load_balancer_arn: LB,
  default_action: [{ type: "forward", target_group_arn: TG }],
});
const group = (target: string) => exists("aws_lb_target_group", TG, { arn: TG, target_type: target });
const task = exists("aws_ecs_task_definition", "web", {
  arn: TASK,
  network_mode: "awsvpc",
  container_definitions: '[{"name":"web"}]',
});
const service = {
  task_definition: TASK,
  load_balancer: [{ target_group_arn: TG, container_name: "web", container_port: 8000 }],
};
const cluster = exists("aws_ecs_cluster", `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:cluster/main`, {
  name: "main",
});
const providers = exists("aws_ecs_cluster_capacity_providers", "main", {
  cluster_name: "main",
  capacity_providers: ["FARGATE"],
});
const running = exists("aws_ecs_service", `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:service/main/web`, {
  name: "web",
  cluster: cluster.id,
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
      `CreateService InvalidParameterException: The target group with targetGroupArn ${TG} does not have an associated load balancer.`,
    ],
  },
  {
    constraint: "service-target-group",
    when: "the target group has instance targets",
    type: "aws_ecs_service",
    account: [listener, group("instance"), task],
    after: service,
    errors: [
      `CreateService InvalidParameterException: The provided target group ${TG} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
    ],
  },
  {
    constraint: "service-target-group",
    when: "the task definition lacks the container",
    type: "aws_ecs_service",
    account: [listener, group("ip"), task],
    after: { ...service, load_balancer: [{ target_group_arn: TG, container_name: "app" }] },
    errors: [
      "CreateService InvalidParameterException: The container app does not exist in the task definition.",
    ],
  },
  {
    constraint: "service-cluster",
    when: "the cluster has the capacity provider",
    type: "aws_ecs_service",
    account: [cluster, providers],
    after: {
      name: "web",
      cluster: cluster.id,
      capacity_provider_strategy: [{ capacity_provider: "FARGATE" }],
    },
  },
  {
    constraint: "service-cluster",
    when: "the cluster lacks the capacity provider",
    type: "aws_ecs_service",
    account: [cluster, providers],
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
    account: [cluster, running],
    after: { name: "web", cluster: cluster.id },
    errors: ["CreateService InvalidParameterException: Creation of service was not idempotent."],
  },
];
