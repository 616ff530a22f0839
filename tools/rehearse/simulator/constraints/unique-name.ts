import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { operationName } from "../operation-name.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/** The unique attribute, and AWS's error (`{}` stands for the name). */
type UniqueAttribute = readonly [attribute: string, code: string, message: string];

const LOAD_BALANCER: UniqueAttribute = [
  "name",
  "DuplicateLoadBalancerName",
  "A load balancer with the same name '{}' exists, but with different settings",
];
const TARGET_GROUP: UniqueAttribute = [
  "name",
  "DuplicateTargetGroupName",
  "A target group with the same name '{}' exists, but with different settings",
];

const UNIQUE_ATTRIBUTES: Readonly<Record<string, UniqueAttribute>> = {
  aws_autoscaling_group: [
    "name",
    "AlreadyExists",
    "AutoScalingGroup by this name already exists - A group with the name {} already exists",
  ],
  aws_backup_vault: ["name", "AlreadyExistsException", "Backup vault with the same name already exists"],
  aws_budgets_budget: [
    "name",
    "DuplicateRecordException",
    "Error creating budget: {} - the budget already exists.",
  ],
  aws_cloudfront_origin_access_control: [
    "name",
    "OriginAccessControlAlreadyExists",
    "An origin access control with the same name already exists.",
  ],
  aws_cloudwatch_log_group: [
    "name",
    "ResourceAlreadyExistsException",
    "The specified log group already exists",
  ],
  aws_db_instance: ["identifier", "DBInstanceAlreadyExists", "DB instance already exists"],
  aws_db_parameter_group: ["name", "DBParameterGroupAlreadyExists", "Parameter group {} already exists"],
  aws_db_subnet_group: ["name", "DBSubnetGroupAlreadyExists", "The DB subnet group '{}' already exists."],
  aws_dynamodb_table: ["name", "ResourceInUseException", "Table already exists: {}"],
  aws_ecr_repository: [
    "name",
    "RepositoryAlreadyExistsException",
    "The repository with name '{}' already exists in the registry",
  ],
  aws_elasticache_parameter_group: [
    "name",
    "CacheParameterGroupAlreadyExists",
    "Cache parameter group {} already exists",
  ],
  aws_elasticache_replication_group: [
    "replication_group_id",
    "ReplicationGroupAlreadyExists",
    "Replication group {} already exists",
  ],
  aws_elasticache_subnet_group: [
    "name",
    "CacheSubnetGroupAlreadyExists",
    "Cache subnet group {} already exists.",
  ],
  aws_codecommit_repository: [
    "repository_name",
    "RepositoryNameExistsException",
    "Repository named {} already exists",
  ],
  aws_cognito_user_pool_domain: [
    "domain",
    "InvalidParameterException",
    "Domain already associated with another user pool.",
  ],
  aws_ecs_capacity_provider: [
    "name",
    "ClientException",
    "The specified capacity provider already exists: {}",
  ],
  aws_eks_cluster: ["name", "ResourceInUseException", "Cluster already exists with name: {}"],
  aws_glue_catalog_database: ["name", "AlreadyExistsException", "Database already exists."],
  aws_glue_job: ["name", "AlreadyExistsException", "Job already exists."],
  aws_iam_group: ["name", "EntityAlreadyExists", "Group with name {} already exists."],
  aws_iam_instance_profile: ["name", "EntityAlreadyExists", "Instance Profile {} already exists."],
  aws_iam_policy: [
    "name",
    "EntityAlreadyExists",
    "A policy called {} already exists. Duplicate names are not allowed.",
  ],
  aws_iam_role: ["name", "EntityAlreadyExists", "Role with name {} already exists."],
  aws_iam_user: ["name", "EntityAlreadyExists", "User with name {} already exists."],
  aws_key_pair: ["key_name", "InvalidKeyPair.Duplicate", "The keypair already exists"],
  aws_kinesis_firehose_delivery_stream: ["name", "ResourceInUseException", "Firehose {} already exists"],
  aws_kinesis_stream: ["name", "ResourceInUseException", "Stream {} already exists."],
  aws_kms_alias: ["name", "AlreadyExistsException", "An alias with the name {} already exists"],
  aws_lambda_function: ["function_name", "ResourceConflictException", "Function already exist: {}"],
  aws_launch_template: [
    "name",
    "InvalidLaunchTemplateName.AlreadyExistsException",
    "Launch template name already in use.",
  ],
  aws_lb: LOAD_BALANCER,
  aws_lb_target_group: TARGET_GROUP,
  aws_opensearch_domain: ["domain_name", "ResourceAlreadyExistsException", "Domain {} already exists"],
  aws_rds_cluster: ["cluster_identifier", "DBClusterAlreadyExistsFault", "DB Cluster already exists"],
  aws_redshift_cluster: ["cluster_identifier", "ClusterAlreadyExists", "Cluster already exists"],
  aws_secretsmanager_secret: [
    "name",
    "ResourceExistsException",
    "The operation failed because the secret {} already exists.",
  ],
  aws_sfn_state_machine: ["name", "StateMachineAlreadyExists", "State Machine Already Exists: '{}'"],
  aws_ssm_document: ["name", "DocumentAlreadyExists", "Document with same name {} already exists"],
  aws_ssm_parameter: [
    "name",
    "ParameterAlreadyExists",
    "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
  ],
  aws_wafv2_ip_set: [
    "name",
    "WAFDuplicateItemException",
    "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.",
  ],
  aws_wafv2_web_acl: [
    "name",
    "WAFDuplicateItemException",
    "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.",
  ],
};

/**
 * Names that AWS requires to be unique per account and region, or per account for global services.
 */
export const uniqueName: Constraint = {
  name: "unique-name",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  types: Object.keys(UNIQUE_ATTRIBUTES),
  check(change, context) {
    const unique = UNIQUE_ATTRIBUTES[change.type];
    if (!isCreate(change) || unique === undefined) return [];
    const [attribute, code, message] = unique;
    const name = stringAttribute(change.after, attribute);
    if (name === undefined || (change.type === "aws_ssm_parameter" && change.after.overwrite === true))
      return [];
    const scope = change.after.scope;
    const isTaken = resourcesInRegion(context, change.type).some(
      ({ values }) => values[attribute] === name && values.scope === scope,
    );
    return apiErrorIf(
      isTaken,
      operationName(change.type, "create"),
      code,
      message.replace("{}", name),
      attribute,
    );
  },
};
