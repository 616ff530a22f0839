import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/** The unique attribute, the create operation, and AWS's error (`{}` stands for the name). */
type UniqueAttribute = readonly [attribute: string, operation: string, code: string, message: string];

const LOAD_BALANCER: UniqueAttribute = [
  "name",
  "CreateLoadBalancer",
  "DuplicateLoadBalancerName",
  "A load balancer with the same name '{}' exists, but with different settings",
];
const TARGET_GROUP: UniqueAttribute = [
  "name",
  "CreateTargetGroup",
  "DuplicateTargetGroupName",
  "A target group with the same name '{}' exists, but with different settings",
];

const UNIQUE_ATTRIBUTES: Readonly<Record<string, UniqueAttribute>> = {
  aws_alb: LOAD_BALANCER,
  aws_alb_target_group: TARGET_GROUP,
  aws_autoscaling_group: [
    "name",
    "CreateAutoScalingGroup",
    "AlreadyExists",
    "AutoScalingGroup by this name already exists - A group with the name {} already exists",
  ],
  aws_backup_vault: [
    "name",
    "CreateBackupVault",
    "AlreadyExistsException",
    "Backup vault with the same name already exists",
  ],
  aws_budgets_budget: [
    "name",
    "CreateBudget",
    "DuplicateRecordException",
    "Error creating budget: {} - the budget already exists.",
  ],
  aws_cloudfront_origin_access_control: [
    "name",
    "CreateOriginAccessControl",
    "OriginAccessControlAlreadyExists",
    "An origin access control with the same name already exists.",
  ],
  aws_cloudwatch_log_group: [
    "name",
    "CreateLogGroup",
    "ResourceAlreadyExistsException",
    "The specified log group already exists",
  ],
  aws_db_instance: [
    "identifier",
    "CreateDBInstance",
    "DBInstanceAlreadyExists",
    "DB instance already exists",
  ],
  aws_db_parameter_group: [
    "name",
    "CreateDBParameterGroup",
    "DBParameterGroupAlreadyExists",
    "Parameter group {} already exists",
  ],
  aws_db_subnet_group: [
    "name",
    "CreateDBSubnetGroup",
    "DBSubnetGroupAlreadyExists",
    "The DB subnet group '{}' already exists.",
  ],
  aws_dynamodb_table: ["name", "CreateTable", "ResourceInUseException", "Table already exists: {}"],
  aws_ecr_repository: [
    "name",
    "CreateRepository",
    "RepositoryAlreadyExistsException",
    "The repository with name '{}' already exists in the registry",
  ],
  aws_elasticache_parameter_group: [
    "name",
    "CreateCacheParameterGroup",
    "CacheParameterGroupAlreadyExists",
    "Cache parameter group {} already exists",
  ],
  aws_elasticache_replication_group: [
    "replication_group_id",
    "CreateReplicationGroup",
    "ReplicationGroupAlreadyExists",
    "Replication group {} already exists",
  ],
  aws_elasticache_subnet_group: [
    "name",
    "CreateCacheSubnetGroup",
    "CacheSubnetGroupAlreadyExists",
    "Cache subnet group {} already exists.",
  ],
  aws_codecommit_repository: [
    "repository_name",
    "CreateRepository",
    "RepositoryNameExistsException",
    "Repository named {} already exists",
  ],
  aws_cognito_user_pool_domain: [
    "domain",
    "CreateUserPoolDomain",
    "InvalidParameterException",
    "Domain already associated with another user pool.",
  ],
  aws_ecs_capacity_provider: [
    "name",
    "CreateCapacityProvider",
    "ClientException",
    "The specified capacity provider already exists: {}",
  ],
  aws_eks_cluster: [
    "name",
    "CreateCluster",
    "ResourceInUseException",
    "Cluster already exists with name: {}",
  ],
  aws_glue_catalog_database: ["name", "CreateDatabase", "AlreadyExistsException", "Database already exists."],
  aws_glue_job: ["name", "CreateJob", "AlreadyExistsException", "Job already exists."],
  aws_iam_group: ["name", "CreateGroup", "EntityAlreadyExists", "Group with name {} already exists."],
  aws_iam_instance_profile: [
    "name",
    "CreateInstanceProfile",
    "EntityAlreadyExists",
    "Instance Profile {} already exists.",
  ],
  aws_iam_policy: [
    "name",
    "CreatePolicy",
    "EntityAlreadyExists",
    "A policy called {} already exists. Duplicate names are not allowed.",
  ],
  aws_iam_role: ["name", "CreateRole", "EntityAlreadyExists", "Role with name {} already exists."],
  aws_iam_user: ["name", "CreateUser", "EntityAlreadyExists", "User with name {} already exists."],
  aws_key_pair: ["key_name", "ImportKeyPair", "InvalidKeyPair.Duplicate", "The keypair already exists"],
  aws_kinesis_firehose_delivery_stream: [
    "name",
    "CreateDeliveryStream",
    "ResourceInUseException",
    "Firehose {} already exists",
  ],
  aws_kinesis_stream: ["name", "CreateStream", "ResourceInUseException", "Stream {} already exists."],
  aws_kms_alias: [
    "name",
    "CreateAlias",
    "AlreadyExistsException",
    "An alias with the name {} already exists",
  ],
  aws_lambda_function: [
    "function_name",
    "CreateFunction",
    "ResourceConflictException",
    "Function already exist: {}",
  ],
  aws_launch_template: [
    "name",
    "CreateLaunchTemplate",
    "InvalidLaunchTemplateName.AlreadyExistsException",
    "Launch template name already in use.",
  ],
  aws_lb: LOAD_BALANCER,
  aws_lb_target_group: TARGET_GROUP,
  aws_opensearch_domain: [
    "domain_name",
    "CreateDomain",
    "ResourceAlreadyExistsException",
    "Domain {} already exists",
  ],
  aws_rds_cluster: [
    "cluster_identifier",
    "CreateDBCluster",
    "DBClusterAlreadyExistsFault",
    "DB Cluster already exists",
  ],
  aws_redshift_cluster: [
    "cluster_identifier",
    "CreateCluster",
    "ClusterAlreadyExists",
    "Cluster already exists",
  ],
  aws_secretsmanager_secret: [
    "name",
    "CreateSecret",
    "ResourceExistsException",
    "The operation failed because the secret {} already exists.",
  ],
  aws_sfn_state_machine: [
    "name",
    "CreateStateMachine",
    "StateMachineAlreadyExists",
    "State Machine Already Exists: '{}'",
  ],
  aws_ssm_document: [
    "name",
    "CreateDocument",
    "DocumentAlreadyExists",
    "Document with same name {} already exists",
  ],
  aws_ssm_parameter: [
    "name",
    "PutParameter",
    "ParameterAlreadyExists",
    "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
  ],
  aws_wafv2_ip_set: [
    "name",
    "CreateIPSet",
    "WAFDuplicateItemException",
    "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.",
  ],
  aws_wafv2_web_acl: [
    "name",
    "CreateWebACL",
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
    const [attribute, operation, code, message] = unique;
    const name = stringAttribute(change.after, attribute);
    if (name === undefined || (change.type === "aws_ssm_parameter" && change.after.overwrite === true))
      return [];
    const scope = change.after.scope;
    const isTaken = resourcesInRegion(context, change.type).some(
      ({ values }) => values[attribute] === name && values.scope === scope,
    );
    return apiErrorIf(isTaken, operation, code, message.replace("{}", name), attribute);
  },
};
