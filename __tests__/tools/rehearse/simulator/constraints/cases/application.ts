import { ACCOUNT_ID, type ConstraintCase, ELB_ARN_PREFIX, exists } from "../constraint-case.ts";

const LB = `${ELB_ARN_PREFIX}:loadbalancer/app/web/0`;
const TG = `${ELB_ARN_PREFIX}:targetgroup/web/0`;
const TASK = `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:task-definition/web:1`;
const ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/task`;
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
const fargate = (cpu: string, memory: string, values = {}) => ({
  requires_compatibilities: ["FARGATE"],
  cpu,
  memory,
  ...values,
});
const trust = (who: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service: who }, Action: "sts:AssumeRole" }] });
const role = (who: string) =>
  exists("aws_iam_role", "task", { name: "task", arn: ROLE, assume_role_policy: trust(who) });
const scaling = {
  service_namespace: "ecs",
  resource_id: "service/main/web",
  scalable_dimension: "ecs:service:DesiredCount",
};
const allow = (values = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...values }],
  });
const malformed = (operation: string, message: string) => [
  `${operation} MalformedPolicyDocument: ${message}`,
];
const attachment = (n: number) =>
  exists("aws_iam_role_policy_attachment", `task-${n}`, { role: "task", policy_arn: `p${n}` });
const spaced = `${allow()}${" ".repeat(7000)}`;

export const applicationCases: readonly ConstraintCase[] = [
  {
    constraint: "parent-resource-exists",
    when: "the function is given by its alias's ARN",
    type: "aws_lambda_permission",
    account: [exists("aws_lambda_function", "api", { function_name: "api" })],
    after: { function_name: "arn:aws:lambda:us-east-1:123456789012:function:api:live" },
  },
  {
    constraint: "parent-resource-exists",
    when: "the function belongs to another account",
    type: "aws_lambda_permission",
    after: { function_name: "arn:aws:lambda:us-east-1:999999999999:function:api" },
  },
  {
    constraint: "parent-resource-exists",
    when: "the function does not exist",
    type: "aws_lambda_alias",
    account: [exists("aws_lambda_function", "api", { function_name: "api" })],
    after: { function_name: "other" },
    errors: ["CreateAlias ResourceNotFoundException: Function not found: other"],
  },
  {
    constraint: "parent-resource-exists",
    when: "the queue is in the region of its URL",
    type: "aws_sqs_queue_policy",
    account: [exists("aws_sqs_queue", "https://sqs.us-east-1.amazonaws.com/123456789012/jobs")],
    after: { queue_url: "https://sqs.us-east-1.amazonaws.com/123456789012/jobs" },
  },
  {
    constraint: "parent-resource-exists",
    when: "the role does not exist",
    type: "aws_iam_role_policy",
    after: { role: "app" },
    errors: ["PutRolePolicy NoSuchEntity: The role with name app cannot be found."],
  },
  {
    constraint: "unique-name",
    when: "the stream's name is taken",
    type: "aws_kinesis_stream",
    account: [exists("aws_kinesis_stream", "arn:clicks", { name: "clicks" })],
    after: { name: "clicks" },
    errors: ["CreateStream ResourceInUseException: Stream clicks already exists."],
  },
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
    after: fargate("256", "512", { execution_role_arn: ROLE, container_definitions: '[{"secrets":[{}]}]' }),
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
    account: [role("ecs-tasks.amazonaws.com")],
    after: { task_role_arn: ROLE },
  },
  {
    constraint: "role-trusted-by-service",
    when: "the role trusts another service",
    type: "aws_ecs_task_definition",
    account: [role("ecs.amazonaws.com")],
    after: { execution_role_arn: ROLE },
    errors: [
      `RegisterTaskDefinition ClientException: ECS was unable to assume the role '${ROLE}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`,
    ],
  },
  {
    constraint: "role-trusted-by-service",
    when: "the monitoring role does not exist",
    type: "aws_db_instance",
    after: { monitoring_role_arn: ROLE },
    errors: [
      "CreateDBInstance InvalidParameterValue: IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING",
    ],
  },
  {
    constraint: "role-trusted-by-service",
    when: "the role does not trust flow logs",
    type: "aws_flow_log",
    account: [role("ec2.amazonaws.com")],
    after: { iam_role_arn: ROLE },
    errors: ["CreateFlowLogs InvalidParameter: Unable to assume given IAM role."],
  },
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
  {
    constraint: "cluster-in-use",
    when: "the cluster has no service",
    type: "aws_ecs_cluster",
    before: { name: "other" },
    account: [running],
  },
  {
    constraint: "cluster-in-use",
    when: "the cluster has a service",
    type: "aws_ecs_cluster",
    before: { name: "main" },
    account: [running],
    errors: [
      "DeleteCluster ClusterContainsServicesException: The Cluster cannot be deleted while Services are active.",
    ],
  },
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
  {
    constraint: "policy-document",
    when: "the document is complete",
    type: "aws_iam_policy",
    after: { policy: allow() },
  },
  {
    constraint: "policy-document",
    when: "the document is not JSON",
    type: "aws_iam_policy",
    after: { policy: "{" },
    errors: malformed("CreatePolicy", "Syntax errors in policy."),
  },
  {
    constraint: "policy-document",
    when: "a statement has no resource",
    type: "aws_iam_role_policy",
    after: { policy: allow({ Resource: undefined }) },
    errors: malformed("PutRolePolicy", "Policy statement must contain resources."),
  },
  {
    constraint: "policy-document",
    when: "a statement has no action",
    type: "aws_iam_policy",
    after: { policy: allow({ Action: undefined }) },
    errors: malformed("CreatePolicy", "Policy statement must contain actions."),
  },
  {
    constraint: "policy-document",
    when: "an identity policy has a principal",
    type: "aws_iam_policy",
    after: { policy: allow({ Principal: "*" }) },
    errors: malformed("CreatePolicy", "Policy document should not specify a principal."),
  },
  {
    constraint: "policy-document",
    when: "a trust policy has a resource",
    type: "aws_iam_role",
    after: { assume_role_policy: allow({ Principal: "*" }) },
    errors: malformed("CreateRole", "Has prohibited field Resource"),
  },
  {
    constraint: "policy-document",
    when: "a trust policy has no principal",
    type: "aws_iam_role",
    after: { assume_role_policy: allow({ Resource: undefined }) },
    errors: malformed("CreateRole", "Missing required field Principal"),
  },
  {
    constraint: "policy-size",
    when: "only white space exceeds the limit",
    type: "aws_iam_policy",
    after: { policy: spaced },
  },
  {
    constraint: "policy-size",
    when: "a managed policy is too long",
    type: "aws_iam_policy",
    after: { policy: allow({ Sid: "x".repeat(6144) }) },
    errors: ["CreatePolicy LimitExceeded: Cannot exceed quota for PolicySize: 6144"],
  },
  {
    constraint: "policy-size",
    when: "a role's inline policies are too long together",
    type: "aws_iam_role_policy",
    account: [
      exists("aws_iam_role_policy", "task:a", { role: "task", policy: allow({ Sid: "x".repeat(6000) }) }),
    ],
    after: { role: "task", policy: allow({ Sid: "x".repeat(6000) }) },
    errors: ["PutRolePolicy LimitExceeded: Maximum policy size of 10240 bytes exceeded for role task"],
  },
  {
    constraint: "policy-size",
    when: "a trust policy is too long",
    type: "aws_iam_role",
    after: { assume_role_policy: allow({ Sid: "x".repeat(2048) }) },
    errors: ["CreateRole LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048"],
  },
  {
    constraint: "policies-per-role",
    when: "it is the tenth policy",
    type: "aws_iam_role_policy_attachment",
    account: [1, 2, 3, 4, 5, 6, 7, 8, 9].map(attachment),
    after: { role: "task" },
  },
  {
    constraint: "policies-per-role",
    when: "it is the eleventh policy",
    type: "aws_iam_role_policy_attachment",
    account: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(attachment),
    after: { role: "task" },
    errors: ["AttachRolePolicy LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10"],
  },
  {
    constraint: "identity-in-use",
    when: "the role has no policies",
    type: "aws_iam_role",
    before: { name: "task" },
  },
  {
    constraint: "identity-in-use",
    when: "a policy is attached to the role",
    type: "aws_iam_role",
    before: { name: "task" },
    account: [attachment(1)],
    errors: ["DeleteRole DeleteConflict: Cannot delete entity, must detach all policies first."],
  },
  {
    constraint: "identity-in-use",
    when: "the policy is attached",
    type: "aws_iam_policy",
    before: { arn: "p1" },
    account: [attachment(1)],
    errors: ["DeletePolicy DeleteConflict: Cannot delete a policy attached to entities."],
  },
  {
    constraint: "unique-name",
    when: "the name is free",
    type: "aws_ecr_repository",
    account: [exists("aws_ecr_repository", "a", { name: "a" })],
    after: { name: "b" },
  },
  {
    constraint: "unique-name",
    when: "the name is taken in another region",
    type: "aws_ecr_repository",
    account: [exists("aws_ecr_repository", "a", { name: "a" }, "eu-west-1")],
    after: { name: "a" },
  },
  {
    constraint: "unique-name",
    when: "the repository already exists",
    type: "aws_ecr_repository",
    account: [exists("aws_ecr_repository", "a", { name: "a" })],
    after: { name: "a" },
    errors: [
      "CreateRepository RepositoryAlreadyExistsException: The repository with name 'a' already exists in the registry",
    ],
  },
  {
    constraint: "unique-name",
    when: "the role already exists, created from another region",
    type: "aws_iam_role",
    region: "eu-west-1",
    account: [exists("aws_iam_role", "a", { name: "a" })],
    after: { name: "a" },
    errors: ["CreateRole EntityAlreadyExists: Role with name a already exists."],
  },
  {
    constraint: "unique-name",
    when: "the load balancer already exists",
    type: "aws_lb",
    account: [exists("aws_lb", "a", { name: "a" })],
    after: { name: "a" },
    errors: [
      "CreateLoadBalancer DuplicateLoadBalancerName: A load balancer with the same name 'a' exists, but with different settings",
    ],
  },
];
