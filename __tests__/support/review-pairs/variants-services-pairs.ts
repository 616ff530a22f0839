import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PRIVATE_NETWORK, PRIVATE_SUBNETS } from "./base-network.ts";
import { drop, type PairGroup, patched, policy, type ResourcePatch, retag } from "./review-pair.ts";

const trust = (service: string) =>
  policy({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });

const allow = (action: string | readonly string[], resource = "*", more: JsonObject = {}): JsonObject => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});

const GITHUB = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const SUBJECT = "token.actions.githubusercontent.com:sub";

const deployTrust = (operator: string, subject: string) =>
  policy({
    Effect: "Allow",
    Principal: { Federated: GITHUB },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { [operator]: { [SUBJECT]: subject } },
  });

const containers = (environment: readonly JsonObject[], image = "web:1") =>
  JSON.stringify([{ name: "web", image, essential: true, environment, portMappings: [] }]);

const busPolicy = (principal: JsonObject | string) =>
  policy({
    Sid: "Put",
    Effect: "Allow",
    Principal: principal,
    Action: "events:PutEvents",
    Resource: "arn:aws:events:us-east-1:123456789012:event-bus/orders",
  });

const BASE: ResourcePatch = {
  ...PRIVATE_NETWORK,
  "aws_iam_role.app": {
    name: "app",
    assume_role_policy: trust("ec2.amazonaws.com"),
    inline_policy: [{ name: "reads", policy: policy(allow("s3:GetObject", "arn:aws:s3:::reports/*")) }],
    managed_policy_arns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
  },
  "aws_iam_role.deploy": {
    name: "deploy",
    assume_role_policy: deployTrust("StringEquals", "repo:example/app:environment:production"),
  },
  "aws_iam_role.viewer": { name: "viewer", assume_role_policy: trust("ec2.amazonaws.com") },
  "aws_iam_role_policy_attachment.viewer": {
    role: "${aws_iam_role.viewer.name}",
    policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
  },
  "aws_iam_instance_profile.app": { name: "app", role: "${aws_iam_role.app.name}" },
  "aws_iam_user.ann": { name: "ann" },
  "aws_iam_group.developers": { name: "developers" },
  "aws_iam_group_policy.developers": {
    group: "${aws_iam_group.developers.name}",
    name: "developers",
    policy: policy(allow("sqs:*")),
  },
  "aws_iam_group.readers": { name: "readers" },
  "aws_iam_user_group_membership.ann": { user: "ann", groups: ["${aws_iam_group.readers.name}"] },
  "aws_ecs_cluster.main": { name: "main" },
  "aws_iam_role.task": { name: "task", assume_role_policy: trust("ecs-tasks.amazonaws.com") },
  "aws_ecs_task_definition.web": {
    family: "web",
    network_mode: "awsvpc",
    requires_compatibilities: ["FARGATE"],
    cpu: "256",
    memory: "512",
    execution_role_arn: "${aws_iam_role.task.arn}",
    container_definitions: containers([{ name: "MODE", value: "one" }]),
  },
  "aws_ecs_service.web": {
    name: "web",
    cluster: "${aws_ecs_cluster.main.id}",
    task_definition: "${aws_ecs_task_definition.web.arn}",
    desired_count: 2,
    launch_type: "FARGATE",
    network_configuration: {
      subnets: PRIVATE_SUBNETS,
      security_groups: ["${aws_security_group.data.id}"],
      assign_public_ip: false,
    },
  },
  "aws_iam_role.jobs": { name: "jobs", assume_role_policy: trust("lambda.amazonaws.com") },
  "aws_iam_role.orders": { name: "orders", assume_role_policy: trust("states.amazonaws.com") },
  "aws_lambda_function.jobs": {
    function_name: "jobs",
    role: "${aws_iam_role.jobs.arn}",
    handler: "index.handler",
    runtime: "nodejs20.x",
    s3_bucket: "code",
    s3_key: "jobs.zip",
    environment: { variables: { MODE: "one" } },
  },
  "aws_apigatewayv2_api.main": { name: "main", protocol_type: "HTTP" },
  "aws_apigatewayv2_stage.main": {
    api_id: "${aws_apigatewayv2_api.main.id}",
    name: "$default",
    auto_deploy: true,
  },
  "aws_apigatewayv2_route.orders": {
    api_id: "${aws_apigatewayv2_api.main.id}",
    route_key: "GET /orders",
    authorization_type: "AWS_IAM",
  },
  "aws_cloudwatch_event_bus.orders": { name: "orders" },
  "aws_cloudwatch_event_bus_policy.orders": {
    event_bus_name: "${aws_cloudwatch_event_bus.orders.name}",
    policy: busPolicy({ AWS: "arn:aws:iam::123456789012:root" }),
  },
  "aws_cloudwatch_event_rule.nightly": { name: "nightly", schedule_expression: "rate(1 day)" },
  "aws_cloudwatch_event_target.nightly": {
    rule: "${aws_cloudwatch_event_rule.nightly.name}",
    arn: "${aws_lambda_function.jobs.arn}",
  },
  "aws_sfn_state_machine.orders": {
    name: "orders",
    role_arn: "${aws_iam_role.orders.arn}",
    definition: JSON.stringify({ StartAt: "a", States: { a: { Type: "Succeed" } } }),
  },
  "aws_ssm_parameter.key": { name: "/app/key", type: "SecureString", value: "initial-value-1" },
  "aws_cognito_user_pool.main": { name: "main", mfa_configuration: "OFF" },
  "aws_cognito_user_pool_client.web": { name: "web", user_pool_id: "${aws_cognito_user_pool.main.id}" },
  "aws_securityhub_account.main": {},
};

const role = (edit: JsonObject) => patched({ "aws_iam_role.app": edit });
const inline = (...statements: readonly JsonObject[]) =>
  role({ inline_policy: [{ name: "reads", policy: policy(...statements) }] });

/** Permissions and workloads in other forms: blocks of roles, groups, services, APIs, events. */
export const VARIANTS_SERVICES_PAIRS: PairGroup = {
  name: "variants-services",
  base: BASE,
  pairs: [
    {
      id: "variant-inline-policy-block",
      expects: { class: "permission", level: "ask", address: "aws_iam_role.app" },
      dangerous: inline(allow(["s3:GetObject", "s3:DeleteObject"], "arn:aws:s3:::reports/*")),
      harmless: inline(
        allow("s3:GetObject", "arn:aws:s3:::reports/*", {
          Condition: { Bool: { "aws:SecureTransport": "true" } },
        }),
      ),
    },
    {
      id: "variant-managed-policies-of-a-role",
      expects: { class: "permission", level: "block", address: "aws_iam_role.app" },
      dangerous: role({ managed_policy_arns: ["arn:aws:iam::aws:policy/IAMFullAccess"] }),
      harmless: role({ managed_policy_arns: [] }),
    },
    {
      id: "variant-administrator-made-reader",
      expects: { class: "permission", level: "ask", address: "aws_iam_role_policy_attachment.new" },
      dangerous: patched({
        "aws_iam_role_policy_attachment.new": {
          role: "${aws_iam_role.app.name}",
          policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
        },
      }),
      harmless: patched({
        "aws_iam_role_policy_attachment.viewer": { policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      }),
    },
    {
      id: "variant-user-joins-a-group",
      expects: { class: "permission", level: "ask", address: "aws_iam_user_group_membership.ann" },
      dangerous: patched({
        "aws_iam_user_group_membership.ann": {
          groups: ["${aws_iam_group.readers.name}", "${aws_iam_group.developers.name}"],
        },
      }),
      harmless: drop("aws_iam_user_group_membership.ann"),
    },
    {
      id: "variant-subject-with-a-wildcard",
      expects: { class: "permission", level: "ask", address: "aws_iam_role.deploy" },
      dangerous: patched({
        "aws_iam_role.deploy": { assume_role_policy: deployTrust("StringLike", "repo:example/*") },
      }),
      harmless: patched({
        "aws_iam_role.deploy": {
          assume_role_policy: deployTrust("StringLike", "repo:example/app:environment:production"),
        },
      }),
    },
    {
      id: "variant-profile-of-another-role",
      expects: { class: ["permission", "outage"], level: "ask", address: "aws_iam_instance_profile.app" },
      dangerous: patched({ "aws_iam_instance_profile.app": { role: "${aws_iam_role.viewer.name}" } }),
      harmless: retag("aws_iam_instance_profile.app"),
    },
    {
      id: "variant-access-key",
      expects: { class: ["permission", "cost"], level: "note", address: "aws_iam_access_key.ann" },
      dangerous: patched({ "aws_iam_access_key.ann": { user: "${aws_iam_user.ann.name}" } }),
      harmless: retag("aws_iam_user.ann"),
    },
    {
      id: "variant-service-with-public-addresses",
      expects: { class: "exposure", level: "note", address: "aws_ecs_service.web" },
      dangerous: patched({ "aws_ecs_service.web": { network_configuration: { assign_public_ip: true } } }),
      harmless: patched({ "aws_ecs_service.web": { desired_count: 3 } }),
    },
    {
      id: "variant-service-launch-type",
      expects: { class: "outage", level: "ask", address: "aws_ecs_service.web" },
      dangerous: patched({ "aws_ecs_service.web": { launch_type: "EC2" } }),
      harmless: patched({
        "aws_ecs_task_definition.web": {
          container_definitions: containers([{ name: "MODE", value: "one" }], "web:2"),
        },
      }),
    },
    {
      id: "variant-function-runtime",
      expects: { class: ["outage", "later"], level: "note", address: "aws_lambda_function.jobs" },
      dangerous: patched({ "aws_lambda_function.jobs": { handler: "other.handler" } }),
      harmless: retag("aws_lambda_function.jobs"),
    },
    {
      id: "variant-api-deleted",
      expects: { class: ["outage", "name"], level: "ask", address: "aws_apigatewayv2_api.main" },
      dangerous: drop(
        "aws_apigatewayv2_api.main",
        "aws_apigatewayv2_stage.main",
        "aws_apigatewayv2_route.orders",
      ),
      harmless: retag("aws_apigatewayv2_api.main"),
    },
    {
      id: "variant-route-without-sign-in",
      expects: {
        class: ["public", "exposure", "permission"],
        level: "ask",
        address: "aws_apigatewayv2_route.orders",
      },
      dangerous: patched({ "aws_apigatewayv2_route.orders": { authorization_type: "NONE" } }),
      harmless: patched({ "aws_apigatewayv2_route.orders": { operation_name: "ListOrders" } }),
    },
    {
      id: "variant-bus-of-everybody",
      expects: {
        class: ["public", "permission"],
        level: "block",
        address: "aws_cloudwatch_event_bus_policy.orders",
      },
      dangerous: patched({ "aws_cloudwatch_event_bus_policy.orders": { policy: busPolicy("*") } }),
      harmless: patched({
        "aws_cloudwatch_event_bus_policy.orders": {
          policy: busPolicy({ AWS: "arn:aws:iam::123456789012:role/app" }),
        },
      }),
    },
    {
      id: "variant-event-target-deleted",
      expects: {
        class: ["outage", "cut", "blind"],
        level: "ask",
        address: "aws_cloudwatch_event_target.nightly",
      },
      dangerous: drop("aws_cloudwatch_event_target.nightly"),
      harmless: patched({ "aws_cloudwatch_event_rule.nightly": { description: "Each night." } }),
    },
    {
      id: "variant-schedule-less-often",
      expects: {
        class: ["blind", "outage", "later"],
        level: "note",
        address: "aws_cloudwatch_event_rule.nightly",
      },
      dangerous: patched({ "aws_cloudwatch_event_rule.nightly": { state: "DISABLED" } }),
      harmless: retag("aws_cloudwatch_event_rule.nightly"),
    },
    {
      id: "variant-state-machine-deleted",
      expects: { class: ["outage", "loss", "name"], level: "ask", address: "aws_sfn_state_machine.orders" },
      dangerous: drop("aws_sfn_state_machine.orders"),
      harmless: retag("aws_sfn_state_machine.orders"),
    },
    {
      id: "variant-parameter-value",
      expects: { class: ["outage", "later"], level: "note", address: "aws_ssm_parameter.key" },
      dangerous: patched({ "aws_ssm_parameter.key": { value: "another-value-2" } }),
      harmless: retag("aws_ssm_parameter.key"),
    },
    {
      id: "variant-client-deleted",
      expects: { class: ["outage", "name"], level: "ask", address: "aws_cognito_user_pool_client.web" },
      dangerous: drop("aws_cognito_user_pool_client.web"),
      harmless: patched({
        "aws_cognito_user_pool.main": { mfa_configuration: "OFF", tags: { team: "web" } },
      }),
    },
    {
      id: "variant-security-hub-off",
      expects: { class: "blind", level: "ask", address: "aws_securityhub_account.main" },
      dangerous: drop("aws_securityhub_account.main"),
      harmless: retag("aws_ecs_cluster.main"),
    },
  ],
};
