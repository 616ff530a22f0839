import { arn, type Facts, type Knowledge, lastPart, render, textFact } from "../facts.ts";
import { timestamp } from "../rules/attributes.ts";

/** `arn:…:service/cluster/name`: the cluster by its name, whether it is given by name or ARN. */
const ecsServiceArn = (facts: Facts) => {
  const cluster = lastPart(textFact(facts, "cluster") || "default");
  return render(`arn:{partition}:ecs:{region}:{account}:service/${cluster}/{name}`, facts);
};

/** One more than the family's newest revision in this region. */
function nextRevision(facts: Facts): number {
  const family = textFact(facts, "family");
  const revisions = facts.account
    .resources("aws_ecs_task_definition")
    .filter((definition) => definition.values.family === family && definition.region === facts.region)
    .map((definition) => Number(definition.values.revision ?? 0));
  return Math.max(0, ...revisions, Number(facts.before?.revision ?? 0)) + 1;
}

/** Whether the service runs on capacity providers: then AWS answers no launch type. */
function hasStrategy(facts: Facts): boolean {
  const strategy = facts.get("capacity_provider_strategy");
  return Array.isArray(strategy) && strategy.length > 0;
}

/** Containers, functions and their scaling. */
export const containers: Knowledge = {
  aws_ecs_cluster: {
    id: "{arn}",
    arn: arn("ecs:{region}:{account}:cluster/{name}"),
    setting: [{ name: "containerInsights", value: "disabled" }],
  },
  aws_ecs_cluster_capacity_providers: { id: "{cluster_name}" },
  aws_ecs_capacity_provider: { id: "{arn}", arn: arn("ecs:{region}:{account}:capacity-provider/{name}") },
  aws_ecs_service: {
    id: ecsServiceArn,
    arn: ecsServiceArn,
    cluster: "arn:{partition}:ecs:{region}:{account}:cluster/default",
    iam_role: arn("iam::{account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"),
    launch_type: (facts) => (hasStrategy(facts) ? "" : "EC2"),
    platform_version: (facts) => (textFact(facts, "launch_type") === "EC2" ? "" : "LATEST"),
    triggers: {},
  },
  aws_ecs_task_definition: {
    id: "{family}",
    revision: nextRevision,
    arn: arn("ecs:{region}:{account}:task-definition/{family}:{revision}"),
    arn_without_revision: arn("ecs:{region}:{account}:task-definition/{family}"),
    network_mode: "bridge",
    enable_fault_injection: false,
  },
  aws_appautoscaling_target: {
    id: "{resource_id}",
    arn: arn("application-autoscaling:{region}:{account}:scalable-target/{hex:4/service}{hex:28}"),
    role_arn: (facts) => {
      const dimension = textFact(facts, "service_namespace");
      const role =
        dimension === "ecs" ? "ECSService" : `${dimension.charAt(0).toUpperCase()}${dimension.slice(1)}Table`;
      return render(
        `arn:{partition}:iam::{account}:role/aws-service-role/${dimension}.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_${role}`,
        facts,
      );
    },
  },
  aws_appautoscaling_policy: {
    id: "{name}",
    arn: arn(
      "autoscaling:{region}:{account}:scalingPolicy:{uuid}:resource/{service_namespace}/{resource_id}:policyName/{name}",
    ),
    alarm_arns: (facts) => {
      if (textFact(facts, "policy_type") !== "TargetTrackingScaling") return [];
      return ["AlarmHigh", "AlarmLow"].map((kind) =>
        render(
          `arn:{partition}:cloudwatch:{region}:{account}:alarm:TargetTracking-{resource_id}-${kind}-{uuid:${kind}}`,
          facts,
        ),
      );
    },
  },
  aws_appautoscaling_scheduled_action: {
    id: "{name}-{service_namespace}-{resource_id}",
    arn: arn(
      "autoscaling:{region}:{account}:scheduledAction:{uuid}:resource/{service_namespace}/{resource_id}:scheduledActionName/{name}",
    ),
  },
  aws_ecr_repository: {
    id: "{name}",
    arn: arn("ecr:{region}:{account}:repository/{name}"),
    registry_id: "{account}",
    repository_url: "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
    "encryption_configuration.kms_key": (facts) =>
      facts.self.encryption_type === "KMS"
        ? render("arn:{partition}:kms:{region}:{account}:key/{uuid:ecr}", facts)
        : "",
  },
  aws_ecr_lifecycle_policy: { id: "{repository}", registry_id: "{account}" },
  aws_ecr_repository_policy: { id: "{repository}", registry_id: "{account}" },
  aws_ecr_registry_scanning_configuration: { id: "{account}" },
  aws_lambda_function: {
    id: "{function_name}",
    arn: arn("lambda:{region}:{account}:function:{function_name}"),
    invoke_arn: arn(
      "apigateway:{region}:lambda:path/2015-03-31/functions/arn:aws:lambda:{region}:{account}:function:{function_name}/invocations",
    ),
    qualified_arn: arn("lambda:{region}:{account}:function:{function_name}:{version}"),
    qualified_invoke_arn: arn(
      "apigateway:{region}:lambda:path/2015-03-31/functions/arn:aws:lambda:{region}:{account}:function:{function_name}:{version}/invocations",
    ),
    // Each publication is a version of its own.
    version: (facts) =>
      facts.get("publish") === true ? String((Number(facts.before?.version) || 0) + 1) : "$LATEST",
    source_code_size: 1024,
    code_sha256: (facts) => Buffer.from(render("{hex:64/code}", facts), "hex").toString("base64"),
    architectures: ["x86_64"],
    signing_job_arn: "",
    signing_profile_version_arn: "",
    last_modified: (facts) => timestamp(facts).replace("Z", ".000+0000"),
    ephemeral_storage: [{ size: 512 }],
    logging_config: (facts) => [
      {
        application_log_level: "",
        log_format: "Text",
        log_group: `/aws/lambda/${textFact(facts, "function_name")}`,
        system_log_level: "",
      },
    ],
    tracing_config: [{ mode: "PassThrough" }],
  },
  aws_lambda_alias: {
    id: "{arn}",
    arn: arn("lambda:{region}:{account}:function:{last function_name}:{name}"),
  },
  aws_lambda_permission: { id: "{statement_id}" },
  aws_lambda_event_source_mapping: { id: "{uuid}", uuid: "{uuid}", state: "Enabled" },
  aws_lambda_layer_version: {
    id: "{arn}",
    version: "1",
    layer_arn: arn("lambda:{region}:{account}:layer:{layer_name}"),
    arn: arn("lambda:{region}:{account}:layer:{layer_name}:1"),
  },
  aws_eks_cluster: {
    id: "{name}",
    arn: arn("eks:{region}:{account}:cluster/{name}"),
    endpoint: "https://{hex:32}.gr7.{region}.eks.amazonaws.com",
    platform_version: "eks.1",
    status: "ACTIVE",
    certificate_authority: (facts) => [
      { data: Buffer.from(render("{hex:32/ca}", facts)).toString("base64") },
    ],
    identity: (facts) => [
      { oidc: [{ issuer: render("https://oidc.eks.{region}.amazonaws.com/id/{upper:32/oidc}", facts) }] },
    ],
  },
  aws_eks_node_group: {
    id: "{cluster_name}:{node_group_name}",
    arn: arn("eks:{region}:{account}:nodegroup/{cluster_name}/{node_group_name}/{uuid}"),
  },
};
