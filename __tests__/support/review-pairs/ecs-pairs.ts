import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PRIVATE_NETWORK, PRIVATE_SUBNETS } from "./base-network.ts";
import { drop, type PairGroup, patched, policy, type ResourcePatch, retag } from "./review-pair.ts";

const TASK_TRUST = policy({
  Effect: "Allow",
  Principal: { Service: "ecs-tasks.amazonaws.com" },
  Action: "sts:AssumeRole",
});

const LOGS = {
  logDriver: "awslogs",
  options: { "awslogs-group": "web", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web" },
};

const containers = (settings: JsonObject): string =>
  JSON.stringify([
    {
      name: "web",
      image: "example/web:1",
      essential: true,
      portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: "tcp" }],
      logConfiguration: LOGS,
      ...settings,
    },
  ]);

const service = (settings: JsonObject): JsonObject => ({
  cluster: "${aws_ecs_cluster.main.arn}",
  task_definition: "${aws_ecs_task_definition.web.arn}",
  launch_type: "FARGATE",
  desired_count: 2,
  deployment_minimum_healthy_percent: 100,
  deployment_maximum_percent: 200,
  deployment_circuit_breaker: { enable: true, rollback: true },
  network_configuration: {
    subnets: PRIVATE_SUBNETS,
    security_groups: ["${aws_security_group.data.id}"],
  },
  ...settings,
});

const BASE: ResourcePatch = {
  ...PRIVATE_NETWORK,
  "aws_iam_role.task": { name: "task", assume_role_policy: TASK_TRUST },
  "aws_iam_role.administrator": { name: "administrator", assume_role_policy: TASK_TRUST },
  "aws_iam_role_policy_attachment.administrator": {
    role: "${aws_iam_role.administrator.name}",
    policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
  },
  "aws_ecs_cluster.main": { name: "main", setting: [{ name: "containerInsights", value: "enabled" }] },
  "aws_ecs_cluster.quiet": { name: "quiet", setting: [{ name: "containerInsights", value: "disabled" }] },
  "aws_ecs_task_definition.web": {
    family: "web",
    requires_compatibilities: ["FARGATE"],
    network_mode: "awsvpc",
    cpu: "512",
    memory: "1024",
    task_role_arn: "${aws_iam_role.task.arn}",
    execution_role_arn: "${aws_iam_role.task.arn}",
    container_definitions: containers({}),
  },
  "aws_lb_target_group.web": {
    name: "web",
    port: 8080,
    protocol: "HTTP",
    vpc_id: "${aws_vpc.main.id}",
    target_type: "ip",
  },
  "aws_ecs_service.web": service({ name: "web" }),
  "aws_ecs_service.single": service({
    name: "single",
    desired_count: 1,
    deployment_circuit_breaker: { enable: false, rollback: false },
  }),
  "aws_appautoscaling_target.web": {
    min_capacity: 2,
    max_capacity: 8,
    resource_id: "service/${aws_ecs_cluster.main.name}/${aws_ecs_service.web.name}",
    scalable_dimension: "ecs:service:DesiredCount",
    service_namespace: "ecs",
  },
};

const WEB = "aws_ecs_service.web";
const SINGLE = "aws_ecs_service.single";
const TASK = "aws_ecs_task_definition.web";
const TARGET = "aws_appautoscaling_target.web";

/** ECS services, tasks and their scaling. */
export const ECS_PAIRS: PairGroup = {
  name: "ecs",
  base: BASE,
  pairs: [
    {
      id: "ecs-service-name",
      expects: { class: "outage", level: "ask", address: SINGLE },
      dangerous: patched({ [SINGLE]: { name: "renamed" } }),
      harmless: retag(SINGLE),
    },
    {
      id: "ecs-service-deleted",
      expects: { class: "outage", level: "ask", address: SINGLE },
      dangerous: drop(SINGLE),
      harmless: patched({ [SINGLE]: { desired_count: 2 } }),
    },
    {
      id: "ecs-stops-before-it-starts",
      expects: { class: "outage", level: "ask", address: SINGLE },
      dangerous: patched({ [SINGLE]: { deployment_minimum_healthy_percent: 0 } }),
      harmless: patched({ [SINGLE]: { deployment_maximum_percent: 300 } }),
    },
    {
      id: "ecs-none",
      expects: { class: ["outage", "thinner"], level: "ask", address: WEB },
      dangerous: patched({ [WEB]: { desired_count: 0 } }),
      harmless: patched({ [WEB]: { desired_count: 4 } }),
    },
    {
      id: "ecs-fewer",
      expects: { class: "thinner", level: "note", address: WEB },
      dangerous: patched({ [WEB]: { desired_count: 1 } }),
      harmless: patched({ [WEB]: { desired_count: 3 } }),
    },
    {
      id: "ecs-circuit-breaker-off",
      expects: { class: "disarmed", level: "ask", address: WEB },
      dangerous: patched({ [WEB]: { deployment_circuit_breaker: { enable: false, rollback: false } } }),
      harmless: patched({ [SINGLE]: { deployment_circuit_breaker: { enable: true, rollback: true } } }),
    },
    {
      id: "ecs-task-role",
      expects: { class: "permission", level: "ask", address: TASK },
      dangerous: patched({ [TASK]: { task_role_arn: "${aws_iam_role.administrator.arn}" } }),
      harmless: patched({ [TASK]: { container_definitions: containers({ image: "example/web:2" }) } }),
    },
    {
      id: "ecs-task-without-logs",
      expects: { class: "blind", level: "note", address: TASK },
      dangerous: patched({ [TASK]: { container_definitions: containers({ logConfiguration: null }) } }),
      harmless: patched({
        [TASK]: {
          container_definitions: containers({
            logConfiguration: { ...LOGS, options: { ...LOGS.options, "awslogs-stream-prefix": "shop" } },
          }),
        },
      }),
    },
    {
      id: "ecs-task-with-less-memory",
      expects: { class: "thinner", level: "note", address: TASK },
      dangerous: patched({ [TASK]: { cpu: "256", memory: "512" } }),
      harmless: patched({ [TASK]: { cpu: "1024", memory: "2048" } }),
    },
    {
      id: "ecs-cluster-deleted",
      expects: { class: ["outage", "refused"], level: "ask", address: "aws_ecs_cluster.quiet" },
      dangerous: drop("aws_ecs_cluster.quiet"),
      harmless: retag("aws_ecs_cluster.quiet"),
    },
    {
      id: "ecs-insights-off",
      expects: { class: "blind", level: "note", address: "aws_ecs_cluster.main" },
      dangerous: patched({
        "aws_ecs_cluster.main": { setting: [{ name: "containerInsights", value: "disabled" }] },
      }),
      harmless: patched({
        "aws_ecs_cluster.quiet": { setting: [{ name: "containerInsights", value: "enabled" }] },
      }),
    },
    {
      id: "ecs-minimum-lower",
      expects: { class: "thinner", level: "note", address: TARGET },
      dangerous: patched({ [TARGET]: { min_capacity: 1 } }),
      harmless: patched({ [TARGET]: { min_capacity: 3 } }),
    },
    {
      id: "ecs-maximum-lower",
      expects: { class: "thinner", level: "note", address: TARGET },
      dangerous: patched({ [TARGET]: { max_capacity: 4 } }),
      harmless: patched({ [TARGET]: { max_capacity: 12 } }),
    },
  ],
};
