import { operationName } from "../operation-name.ts";
import type { ApiError } from "../simulator-types.ts";

/**
 * AWS's errors for missing resources, and the operation if it does not read the resource by ID.
 * `{}` stands for the query.
 */
const NOT_FOUND_ERRORS: Readonly<
  Record<string, readonly [code: string, message: string, operation?: string]>
> = {
  aws_ami: [
    "InvalidAMIID.NotFound",
    "Your query returned no results. Please change your search criteria and try again.",
  ],
  aws_cloudwatch_log_group: ["ResourceNotFoundException", "The specified log group does not exist: {}"],
  aws_db_instance: ["DBInstanceNotFound", "DBInstance {} not found."],
  aws_db_subnet_group: ["DBSubnetGroupNotFoundFault", "DB subnet group '{}' does not exist."],
  aws_dynamodb_table: ["ResourceNotFoundException", "Requested resource not found: Table: {} not found"],
  aws_ecr_repository: [
    "RepositoryNotFoundException",
    "The repository with name '{}' does not exist in the registry",
  ],
  aws_ecs_cluster: ["ClusterNotFoundException", "Cluster not found: {}"],
  aws_ecs_service: ["ServiceNotFoundException", "Service not found: {}"],
  aws_ecs_task_definition: ["ClientException", "Unable to describe task definition."],
  aws_iam_instance_profile: ["NoSuchEntity", "Instance Profile {} cannot be found."],
  aws_iam_policy: ["NoSuchEntity", "Policy {} was not found."],
  aws_iam_role: ["NoSuchEntity", "The role with name {} cannot be found."],
  aws_iam_user: ["NoSuchEntity", "The user with name {} cannot be found."],
  aws_internet_gateway: ["InvalidInternetGatewayID.NotFound", "The internetGateway ID '{}' does not exist"],
  aws_kms_alias: ["NotFoundException", "Alias {} is not found."],
  aws_kms_key: ["NotFoundException", "Key '{}' does not exist"],
  aws_lambda_function: ["ResourceNotFoundException", "Function not found: {}"],
  aws_lb: ["LoadBalancerNotFound", "Load balancers '[{}]' not found"],
  aws_lb_listener: ["ListenerNotFound", "Listeners '[{}]' not found"],
  aws_lb_target_group: ["TargetGroupNotFound", "Target groups '[{}]' not found"],
  aws_route53_zone: ["NoSuchHostedZone", "No hosted zone found with ID: {}", "ListHostedZones"],
  aws_s3_bucket: ["NotFound", "The bucket {} does not exist"],
  aws_secretsmanager_secret: [
    "ResourceNotFoundException",
    "Secrets Manager can't find the specified secret.",
  ],
  aws_security_group: ["InvalidGroup.NotFound", "The security group '{}' does not exist"],
  aws_sns_topic: ["NotFound", "Topic {} does not exist", "ListTopics"],
  aws_ssm_parameter: ["ParameterNotFound", "Parameter {} not found."],
  aws_subnet: ["InvalidSubnetID.NotFound", "The subnet ID '{}' does not exist"],
  aws_vpc: ["InvalidVpcID.NotFound", "The vpc ID '{}' does not exist"],
};

/** AWS's error for a resource of this type that `query` does not find. */
export function notFoundError(type: string, query: string): { readonly apiError: ApiError } {
  const [code, message, operation = operationName(type, "read")] = NOT_FOUND_ERRORS[type] ?? [
    "ResourceNotFoundException",
    `no matching ${type.replace(/^aws_/, "").replaceAll("_", " ")} found: {}`,
  ];
  return { apiError: { code, operation, message: message.replace("{}", query) } };
}

/** The provider's error if a singular data source matches several resources. */
export function multipleResultsError(type: string, count: number): { readonly apiError: ApiError } {
  const message = `multiple results (${count}) matched; use additional constraints to reduce matches to a single ${type.replace(/^aws_/, "").replaceAll("_", " ")}`;
  return { apiError: { code: "MultipleResultsFound", operation: operationName(type, "read"), message } };
}
