import { formatTimestamp } from "../attribute-rules/attributes.ts";
import {
  arnTemplate,
  lastSegment,
  type ResourceDefinitions,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../value-context.ts";

/** Returns `arn:…:service/cluster/name`, for a cluster given by name or ARN. */
const ecsServiceArn = (context: ValueContext) => {
  const cluster = lastSegment(resolveString(context, "cluster") || "default");
  return renderTemplate(`arn:{partition}:ecs:{region}:{account}:service/${cluster}/{name}`, context);
};

/** The family's newest revision in this region, plus one. */
function nextRevision(context: ValueContext): number {
  const family = resolveString(context, "family");
  const revisions = context.account
    .resources("aws_ecs_task_definition")
    .filter((definition) => definition.values.family === family && definition.region === context.region)
    .map((definition) => Number(definition.values.revision ?? 0));
  return Math.max(0, ...revisions, Number(context.before?.revision ?? 0)) + 1;
}

/** True if the service uses capacity providers: AWS then returns no launch type. */
function hasCapacityProviderStrategy(context: ValueContext): boolean {
  const strategy = context.resolve("capacity_provider_strategy");
  return Array.isArray(strategy) && strategy.length > 0;
}

/** Containers, functions and their scaling. */
export const containerResources: ResourceDefinitions = {
  aws_ecs_cluster: {
    id: "{arn}",
    arn: arnTemplate("ecs:{region}:{account}:cluster/{name}"),
    setting: [{ name: "containerInsights", value: "disabled" }],
  },
  aws_ecs_cluster_capacity_providers: { id: "{cluster_name}" },
  aws_ecs_capacity_provider: {
    id: "{arn}",
    arn: arnTemplate("ecs:{region}:{account}:capacity-provider/{name}"),
  },
  aws_ecs_service: {
    id: ecsServiceArn,
    arn: ecsServiceArn,
    cluster: "arn:{partition}:ecs:{region}:{account}:cluster/default",
    iam_role: arnTemplate("iam::{account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"),
    launch_type: (context) => (hasCapacityProviderStrategy(context) ? "" : "EC2"),
    platform_version: (context) => (resolveString(context, "launch_type") === "EC2" ? "" : "LATEST"),
    triggers: {},
  },
  aws_ecs_task_definition: {
    id: "{family}",
    revision: nextRevision,
    arn: arnTemplate("ecs:{region}:{account}:task-definition/{family}:{revision}"),
    arn_without_revision: arnTemplate("ecs:{region}:{account}:task-definition/{family}"),
    network_mode: "bridge",
    enable_fault_injection: false,
  },
  aws_appautoscaling_target: {
    id: "{resource_id}",
    arn: arnTemplate("application-autoscaling:{region}:{account}:scalable-target/{hex:4/service}{hex:28}"),
    role_arn: (context) => {
      const dimension = resolveString(context, "service_namespace");
      const role =
        dimension === "ecs" ? "ECSService" : `${dimension.charAt(0).toUpperCase()}${dimension.slice(1)}Table`;
      return renderTemplate(
        `arn:{partition}:iam::{account}:role/aws-service-role/${dimension}.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_${role}`,
        context,
      );
    },
  },
  aws_appautoscaling_policy: {
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
  aws_appautoscaling_scheduled_action: {
    id: "{name}-{service_namespace}-{resource_id}",
    arn: arnTemplate(
      "autoscaling:{region}:{account}:scheduledAction:{uuid}:resource/{service_namespace}/{resource_id}:scheduledActionName/{name}",
    ),
  },
  aws_ecr_repository: {
    id: "{name}",
    arn: arnTemplate("ecr:{region}:{account}:repository/{name}"),
    registry_id: "{account}",
    repository_url: "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
    "encryption_configuration.kms_key": (context) =>
      context.self.encryption_type === "KMS"
        ? renderTemplate("arn:{partition}:kms:{region}:{account}:key/{uuid:ecr}", context)
        : "",
  },
  aws_ecr_lifecycle_policy: { id: "{repository}", registry_id: "{account}" },
  aws_ecr_repository_policy: { id: "{repository}", registry_id: "{account}" },
  aws_ecr_registry_scanning_configuration: { id: "{account}" },
  aws_lambda_function: {
    id: "{function_name}",
    arn: arnTemplate("lambda:{region}:{account}:function:{function_name}"),
    invoke_arn: arnTemplate(
      "apigateway:{region}:lambda:path/2015-03-31/functions/arn:aws:lambda:{region}:{account}:function:{function_name}/invocations",
    ),
    qualified_arn: arnTemplate("lambda:{region}:{account}:function:{function_name}:{version}"),
    qualified_invoke_arn: arnTemplate(
      "apigateway:{region}:lambda:path/2015-03-31/functions/arn:aws:lambda:{region}:{account}:function:{function_name}:{version}/invocations",
    ),
    // Each publication creates a new version.
    version: (context) =>
      context.resolve("publish") === true ? String((Number(context.before?.version) || 0) + 1) : "$LATEST",
    source_code_size: 1024,
    code_sha256: (context) => Buffer.from(renderTemplate("{hex:64/code}", context), "hex").toString("base64"),
    architectures: ["x86_64"],
    signing_job_arn: "",
    signing_profile_version_arn: "",
    last_modified: (context) => formatTimestamp(context).replace("Z", ".000+0000"),
    ephemeral_storage: [{ size: 512 }],
    logging_config: (context) => [
      {
        application_log_level: "",
        log_format: "Text",
        log_group: `/aws/lambda/${resolveString(context, "function_name")}`,
        system_log_level: "",
      },
    ],
    tracing_config: [{ mode: "PassThrough" }],
  },
  aws_lambda_alias: {
    id: "{arn}",
    arn: arnTemplate("lambda:{region}:{account}:function:{last function_name}:{name}"),
  },
  aws_lambda_permission: { id: "{statement_id}" },
  aws_lambda_event_source_mapping: { id: "{uuid}", uuid: "{uuid}", state: "Enabled" },
  aws_lambda_layer_version: {
    id: "{arn}",
    version: "1",
    layer_arn: arnTemplate("lambda:{region}:{account}:layer:{layer_name}"),
    arn: arnTemplate("lambda:{region}:{account}:layer:{layer_name}:1"),
  },
  aws_eks_cluster: {
    id: "{name}",
    arn: arnTemplate("eks:{region}:{account}:cluster/{name}"),
    endpoint: "https://{hex:32}.gr7.{region}.eks.amazonaws.com",
    platform_version: "eks.1",
    status: "ACTIVE",
    certificate_authority: (context) => [
      { data: Buffer.from(renderTemplate("{hex:32/ca}", context)).toString("base64") },
    ],
    identity: (context) => [
      {
        oidc: [
          { issuer: renderTemplate("https://oidc.eks.{region}.amazonaws.com/id/{upper:32/oidc}", context) },
        ],
      },
    ],
  },
  aws_eks_node_group: {
    id: "{cluster_name}:{node_group_name}",
    arn: arnTemplate("eks:{region}:{account}:nodegroup/{cluster_name}/{node_group_name}/{uuid}"),
  },
};
