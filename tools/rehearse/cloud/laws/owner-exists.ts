import { lastPart } from "../answers/facts.ts";
import { textOf } from "../answers/read.ts";
import type { CallContext, Law } from "../contracts.ts";
import { creates, named, refuse } from "./support/rule.ts";

/** Parts of one kind of thing, the attribute that names it, and AWS's refusal without it: `{}` stands for the name. */
interface Belonging {
  readonly parts: RegExp;
  readonly attribute: string;
  readonly owners: readonly string[];
  readonly code: string;
  readonly message: string;
}

const belonging = (
  parts: RegExp,
  attribute: string,
  owner: string,
  code: string,
  message: string,
): Belonging => ({ parts, attribute, owners: owner.split(" "), code, message });

/** The names of a service's types that follow its prefix. */
const of = (prefix: string, names: string) => new RegExp(`^aws_${prefix}_(${names.replaceAll(" ", "|")})$`);

const BELONGINGS: readonly Belonging[] = [
  belonging(
    of("api_gateway", "authorizer deployment integration method model request_validator resource stage"),
    "rest_api_id",
    "aws_api_gateway_rest_api",
    "NotFoundException",
    "Invalid API identifier specified",
  ),
  belonging(
    of("apigatewayv2", "api_mapping authorizer deployment integration model route stage"),
    "api_id",
    "aws_apigatewayv2_api",
    "NotFoundException",
    "Invalid API identifier specified {}",
  ),
  belonging(
    of("appsync", "api_key datasource function resolver type"),
    "api_id",
    "aws_appsync_graphql_api",
    "NotFoundException",
    "GraphQL API {} not found.",
  ),
  belonging(
    of("autoscaling", "attachment lifecycle_hook policy schedule"),
    "autoscaling_group_name",
    "aws_autoscaling_group",
    "ValidationError",
    "AutoScalingGroup name not found - {}",
  ),
  belonging(
    of("cognito", "identity_provider resource_server user user_group user_pool_client user_pool_domain"),
    "user_pool_id",
    "aws_cognito_user_pool",
    "ResourceNotFoundException",
    "User pool {} does not exist.",
  ),
  belonging(
    of("cloudwatch_log", "metric_filter stream subscription_filter"),
    "log_group_name",
    "aws_cloudwatch_log_group",
    "ResourceNotFoundException",
    "The specified log group does not exist.",
  ),
  belonging(
    of("dynamodb", "contributor_insights kinesis_streaming_destination table_item"),
    "table_name",
    "aws_dynamodb_table",
    "ResourceNotFoundException",
    "Requested resource not found: Table: {} not found",
  ),
  belonging(
    of("ecr", "lifecycle_policy repository_policy"),
    "repository",
    "aws_ecr_repository",
    "RepositoryNotFoundException",
    "The repository with name '{}' does not exist in the registry",
  ),
  belonging(
    of("efs", "access_point backup_policy file_system_policy mount_target"),
    "file_system_id",
    "aws_efs_file_system",
    "FileSystemNotFound",
    "File system '{}' does not exist.",
  ),
  belonging(
    of(
      "eks",
      "access_entry access_policy_association addon fargate_profile node_group pod_identity_association",
    ),
    "cluster_name",
    "aws_eks_cluster",
    "ResourceNotFoundException",
    "No cluster found for name: {}.",
  ),
  belonging(
    of("glue", "catalog_table crawler"),
    "database_name",
    "aws_glue_catalog_database aws_athena_database",
    "EntityNotFoundException",
    "Database {} not found.",
  ),
  belonging(
    of("iam", "group_policy group_policy_attachment group_membership"),
    "group",
    "aws_iam_group",
    "NoSuchEntity",
    "The group with name {} cannot be found.",
  ),
  belonging(
    of("iam", "role_policy role_policy_attachment"),
    "role",
    "aws_iam_role aws_iam_service_linked_role",
    "NoSuchEntity",
    "The role with name {} cannot be found.",
  ),
  belonging(
    of("iam", "access_key user_group_membership user_login_profile user_policy user_policy_attachment"),
    "user",
    "aws_iam_user",
    "NoSuchEntity",
    "The user with name {} cannot be found.",
  ),
  belonging(
    of("kms", "ciphertext grant key_policy"),
    "key_id",
    "aws_kms_key aws_kms_replica_key aws_kms_external_key aws_kms_alias",
    "NotFoundException",
    "Key '{}' does not exist",
  ),
  belonging(
    of("lambda", "alias event_source_mapping function_event_invoke_config function_url permission"),
    "function_name",
    "aws_lambda_function aws_lambda_alias",
    "ResourceNotFoundException",
    "Function not found: {}",
  ),
  belonging(
    of("route53", "record key_signing_key query_log hosted_zone_dnssec"),
    "zone_id",
    "aws_route53_zone",
    "NoSuchHostedZone",
    "No hosted zone found with ID: {}",
  ),
  belonging(/^aws_sns_topic_subscription$/, "topic_arn", "aws_sns_topic", "NotFound", "Topic does not exist"),
  belonging(
    /^aws_sqs_queue_(policy|redrive_policy|redrive_allow_policy)$/,
    "queue_url",
    "aws_sqs_queue",
    "AWS.SimpleQueueService.NonExistentQueue",
    "The specified queue does not exist.",
  ),
];

/** A thing that is asked for by the ARN of another account or region is not this one's to know. */
function isElsewhere(reference: string, { region, account }: CallContext): boolean {
  const [, , , itsRegion = "", itsAccount = ""] = reference.startsWith("arn:") ? reference.split(":") : [];
  return (
    (itsRegion !== "" && itsRegion !== region) || (itsAccount !== "" && itsAccount !== account.accountId)
  );
}

/** The owner as it is known: without a function's version or alias. */
function withoutQualifier(reference: string): string {
  return /(?:^|:function:)([\w-]+):[\w$-]+$/.exec(reference)?.[1] ?? reference;
}

/** What is a part of another thing, or a setting of it, needs that thing to be there. */
export const ownerExists: Law = {
  name: "owner-exists",
  documentation: "https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html",
  types: "*",
  check(change, context) {
    if (!creates(change)) return [];
    const { type, after } = change;
    return BELONGINGS.filter(({ parts }) => parts.test(type)).flatMap((row) => {
      const name = textOf(after, row.attribute);
      if (name === undefined || isElsewhere(name, context)) return [];
      const lost = [name, withoutQualifier(name), lastPart(name)].every(
        (reference) => named(context, reference, ...row.owners) === undefined,
      );
      const words = type
        .replace("aws_", "")
        .split("_")
        .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
      return refuse(
        lost,
        `Create${words.join("")}`,
        row.code,
        row.message.replace("{}", name),
        row.attribute,
      );
    });
  },
};
