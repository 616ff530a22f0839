import { roleTrusting, TASK_ROLE_ARN } from "../../constraints/case-resources.ts";
import type { ConstraintCase } from "../../constraints/constraint-case.ts";

const fargate = (cpu: string, memory: string, values = {}) => ({
  requires_compatibilities: ["FARGATE"],
  cpu,
  memory,
  ...values,
});

export const ecsTaskDefinitionCases: readonly ConstraintCase[] = [
  {
    constraint: "fargate-size",
    when: "1 vCPU has 2 GB",
    type: "aws_ecs_task_definition",
    after: fargate("1024", "2048"),
  },
  {
    constraint: "fargate-size",
    when: "the size is written with units",
    type: "aws_ecs_task_definition",
    after: fargate("1 vCPU", "2 GB"),
  },
  {
    constraint: "fargate-size",
    when: "the task is not for Fargate",
    type: "aws_ecs_task_definition",
    after: { requires_compatibilities: ["EC2"], cpu: "100", memory: "100" },
  },
  {
    constraint: "fargate-size",
    when: "half a vCPU has 8 GB",
    type: "aws_ecs_task_definition",
    after: fargate("512", "8192"),
    errors: [
      "RegisterTaskDefinition ClientException: No Fargate configuration exists for given values: 512 CPU, 8192 memory. See the Amazon ECS documentation for the valid values.",
    ],
  },
  {
    constraint: "fargate-size",
    when: "a quarter vCPU has 1.5 GB",
    type: "aws_ecs_task_definition",
    after: fargate("256", "1536"),
    errors: [
      "RegisterTaskDefinition ClientException: No Fargate configuration exists for given values: 256 CPU, 1536 memory. See the Amazon ECS documentation for the valid values.",
    ],
  },
  {
    constraint: "task-execution-role",
    when: "the task has an execution role",
    type: "aws_ecs_task_definition",
    after: fargate("256", "512", {
      execution_role_arn: TASK_ROLE_ARN,
      container_definitions: '[{"secrets":[{}]}]',
    }),
  },
  {
    constraint: "task-execution-role",
    when: "no feature requires the role",
    type: "aws_ecs_task_definition",
    after: fargate("256", "512", { execution_role_arn: null, container_definitions: '[{"image":"nginx"}]' }),
  },
  {
    constraint: "task-execution-role",
    when: "the image is in ECR",
    type: "aws_ecs_task_definition",
    after: fargate("256", "512", {
      execution_role_arn: null,
      container_definitions: '[{"image":"1.dkr.ecr.us-east-1.amazonaws.com/a:1"}]',
    }),
    errors: [
      "RegisterTaskDefinition ClientException: Fargate requires task definition to have execution role ARN to support ECR images.",
    ],
  },
  {
    constraint: "task-execution-role",
    when: "the logs are sent to CloudWatch",
    type: "aws_ecs_task_definition",
    after: fargate("256", "512", {
      execution_role_arn: null,
      container_definitions: '[{"logConfiguration":{"logDriver":"awslogs"}}]',
    }),
    errors: [
      "RegisterTaskDefinition ClientException: Fargate requires task definition to have execution role ARN to support log driver awslogs.",
    ],
  },
  {
    constraint: "role-trusted-by-service",
    when: "the role trusts ECS tasks",
    type: "aws_ecs_task_definition",
    account: [roleTrusting("ecs-tasks.amazonaws.com")],
    after: { task_role_arn: TASK_ROLE_ARN },
  },
  {
    constraint: "role-trusted-by-service",
    when: "the role trusts another service",
    type: "aws_ecs_task_definition",
    account: [roleTrusting("ecs.amazonaws.com")],
    after: { execution_role_arn: TASK_ROLE_ARN },
    errors: [
      `RegisterTaskDefinition ClientException: ECS was unable to assume the role '${TASK_ROLE_ARN}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`,
    ],
  },
];
