import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { lastSegment } from "../computed-values/value-context.ts";
import { operationName } from "../operation-name.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion, isCreate } from "./support/constraint-helpers.ts";

/**
 * Child types of one kind of resource: the attribute that references the parent, and AWS's error if
 * it does not exist (`{}` stands for its name).
 */
interface ParentReference {
  readonly childTypes: RegExp;
  readonly attribute: string;
  readonly parentTypes: readonly string[];
  readonly code: string;
  readonly message: string;
}

const parentReference = (
  childTypes: RegExp,
  attribute: string,
  parentTypes: string,
  code: string,
  message: string,
): ParentReference => ({ childTypes, attribute, parentTypes: parentTypes.split(" "), code, message });

/** Matches the given types of a service, by prefix and the rest of the name. */
const typePattern = (prefix: string, names: string) =>
  new RegExp(`^aws_${prefix}_(${names.replaceAll(" ", "|")})$`);

const PARENT_REFERENCES: readonly ParentReference[] = [
  parentReference(
    typePattern(
      "api_gateway",
      "authorizer deployment integration method model request_validator resource stage",
    ),
    "rest_api_id",
    "aws_api_gateway_rest_api",
    "NotFoundException",
    "Invalid API identifier specified",
  ),
  parentReference(
    typePattern("apigatewayv2", "api_mapping authorizer deployment integration model route stage"),
    "api_id",
    "aws_apigatewayv2_api",
    "NotFoundException",
    "Invalid API identifier specified {}",
  ),
  parentReference(
    typePattern("appsync", "api_key datasource function resolver type"),
    "api_id",
    "aws_appsync_graphql_api",
    "NotFoundException",
    "GraphQL API {} not found.",
  ),
  parentReference(
    typePattern("autoscaling", "attachment lifecycle_hook policy schedule"),
    "autoscaling_group_name",
    "aws_autoscaling_group",
    "ValidationError",
    "AutoScalingGroup name not found - {}",
  ),
  parentReference(
    typePattern(
      "cognito",
      "identity_provider resource_server user user_group user_pool_client user_pool_domain",
    ),
    "user_pool_id",
    "aws_cognito_user_pool",
    "ResourceNotFoundException",
    "User pool {} does not exist.",
  ),
  parentReference(
    typePattern("cloudwatch_log", "metric_filter stream subscription_filter"),
    "log_group_name",
    "aws_cloudwatch_log_group",
    "ResourceNotFoundException",
    "The specified log group does not exist.",
  ),
  parentReference(
    typePattern("dynamodb", "contributor_insights kinesis_streaming_destination table_item"),
    "table_name",
    "aws_dynamodb_table",
    "ResourceNotFoundException",
    "Requested resource not found: Table: {} not found",
  ),
  parentReference(
    typePattern("ecr", "lifecycle_policy repository_policy"),
    "repository",
    "aws_ecr_repository",
    "RepositoryNotFoundException",
    "The repository with name '{}' does not exist in the registry",
  ),
  parentReference(
    typePattern("efs", "access_point backup_policy file_system_policy mount_target"),
    "file_system_id",
    "aws_efs_file_system",
    "FileSystemNotFound",
    "File system '{}' does not exist.",
  ),
  parentReference(
    typePattern(
      "eks",
      "access_entry access_policy_association addon fargate_profile node_group pod_identity_association",
    ),
    "cluster_name",
    "aws_eks_cluster",
    "ResourceNotFoundException",
    "No cluster found for name: {}.",
  ),
  parentReference(
    typePattern("glue", "catalog_table crawler"),
    "database_name",
    "aws_glue_catalog_database aws_athena_database",
    "EntityNotFoundException",
    "Database {} not found.",
  ),
  parentReference(
    typePattern("iam", "group_policy group_policy_attachment group_membership"),
    "group",
    "aws_iam_group",
    "NoSuchEntity",
    "The group with name {} cannot be found.",
  ),
  parentReference(
    typePattern("iam", "role_policy role_policy_attachment"),
    "role",
    "aws_iam_role aws_iam_service_linked_role",
    "NoSuchEntity",
    "The role with name {} cannot be found.",
  ),
  parentReference(
    typePattern(
      "iam",
      "access_key user_group_membership user_login_profile user_policy user_policy_attachment",
    ),
    "user",
    "aws_iam_user",
    "NoSuchEntity",
    "The user with name {} cannot be found.",
  ),
  parentReference(
    typePattern("kms", "ciphertext grant key_policy"),
    "key_id",
    "aws_kms_key aws_kms_replica_key aws_kms_external_key aws_kms_alias",
    "NotFoundException",
    "Key '{}' does not exist",
  ),
  parentReference(
    typePattern("lambda", "alias event_source_mapping function_event_invoke_config function_url permission"),
    "function_name",
    "aws_lambda_function aws_lambda_alias",
    "ResourceNotFoundException",
    "Function not found: {}",
  ),
  parentReference(
    typePattern("route53", "record key_signing_key query_log hosted_zone_dnssec"),
    "zone_id",
    "aws_route53_zone",
    "NoSuchHostedZone",
    "No hosted zone found with ID: {}",
  ),
  parentReference(
    /^aws_sns_topic_subscription$/,
    "topic_arn",
    "aws_sns_topic",
    "NotFound",
    "Topic does not exist",
  ),
  parentReference(
    /^aws_sqs_queue_(policy|redrive_policy|redrive_allow_policy)$/,
    "queue_url",
    "aws_sqs_queue",
    "AWS.SimpleQueueService.NonExistentQueue",
    "The specified queue does not exist.",
  ),
];

/** True if the ARN belongs to another account or region, which the simulation does not know. */
function isElsewhere(candidate: string, { region, account }: CallContext): boolean {
  const [, , , arnRegion = "", arnAccount = ""] = candidate.startsWith("arn:") ? candidate.split(":") : [];
  return (
    (arnRegion !== "" && arnRegion !== region) || (arnAccount !== "" && arnAccount !== account.accountId)
  );
}

/** The parent's name without a Lambda version or alias. */
function withoutQualifier(candidate: string): string {
  return /(?:^|:function:)([\w-]+):[\w$-]+$/.exec(candidate)?.[1] ?? candidate;
}

/** A child resource, or a setting of another resource, needs its parent to exist. */
export const parentResourceExists: Constraint = {
  name: "parent-resource-exists",
  documentation: "https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html",
  types: "*",
  check(change, context) {
    if (!isCreate(change)) return [];
    const { type, after } = change;
    return PARENT_REFERENCES.filter(({ childTypes }) => childTypes.test(type)).flatMap((reference) => {
      const name = stringAttribute(after, reference.attribute);
      if (name === undefined || isElsewhere(name, context)) return [];
      const isMissing = [name, withoutQualifier(name), lastSegment(name)].every(
        (candidate) => findInRegion(context, candidate, ...reference.parentTypes) === undefined,
      );
      return apiErrorIf(
        isMissing,
        operationName(type, "create"),
        reference.code,
        reference.message.replace("{}", name),
        reference.attribute,
      );
    });
  },
};
