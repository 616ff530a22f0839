import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, here, refuse } from "./support/rule.ts";

/** The attribute that AWS keeps unique, its call, and its refusal: `{}` stands for the name. */
type Row = readonly [attribute: string, operation: string, code: string, message: string];

const BALANCER: Row = [
  "name",
  "CreateLoadBalancer",
  "DuplicateLoadBalancerName",
  "A load balancer with the same name '{}' exists, but with different settings",
];
const TARGETS: Row = [
  "name",
  "CreateTargetGroup",
  "DuplicateTargetGroupName",
  "A target group with the same name '{}' exists, but with different settings",
];

const NAMES: Readonly<Record<string, Row>> = {
  aws_alb: BALANCER,
  aws_alb_target_group: TARGETS,
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
  aws_lb: BALANCER,
  aws_lb_target_group: TARGETS,
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

/** Names that AWS keeps unique in an account and region, or in the account for global services. */
export const uniqueName: Law = {
  name: "unique-name",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  types: Object.keys(NAMES),
  check(change, context) {
    const row = NAMES[change.type];
    if (!creates(change) || row === undefined) return [];
    const [attribute, operation, code, message] = row;
    const name = textOf(change.after, attribute);
    if (name === undefined || (change.type === "aws_ssm_parameter" && change.after.overwrite === true))
      return [];
    const scope = change.after.scope;
    const taken = here(context, change.type).some(
      ({ values }) => values[attribute] === name && values.scope === scope,
    );
    return refuse(taken, operation, code, message.replace("{}", name), attribute);
  },
};
