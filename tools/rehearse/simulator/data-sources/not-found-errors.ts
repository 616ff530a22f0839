import type { ApiError } from "../simulator-types.ts";

/** AWS's errors for missing resources. `{}` stands for the query. */
const NOT_FOUND_ERRORS: Readonly<
  Record<string, readonly [operation: string, code: string, message: string]>
> = {
  aws_ami: [
    "DescribeImages",
    "InvalidAMIID.NotFound",
    "Your query returned no results. Please change your search criteria and try again.",
  ],
  aws_cloudwatch_log_group: [
    "DescribeLogGroups",
    "ResourceNotFoundException",
    "The specified log group does not exist: {}",
  ],
  aws_db_instance: ["DescribeDBInstances", "DBInstanceNotFound", "DBInstance {} not found."],
  aws_db_subnet_group: [
    "DescribeDBSubnetGroups",
    "DBSubnetGroupNotFoundFault",
    "DB subnet group '{}' does not exist.",
  ],
  aws_dynamodb_table: [
    "DescribeTable",
    "ResourceNotFoundException",
    "Requested resource not found: Table: {} not found",
  ],
  aws_ecr_repository: [
    "DescribeRepositories",
    "RepositoryNotFoundException",
    "The repository with name '{}' does not exist in the registry",
  ],
  aws_ecs_cluster: ["DescribeClusters", "ClusterNotFoundException", "Cluster not found: {}"],
  aws_ecs_service: ["DescribeServices", "ServiceNotFoundException", "Service not found: {}"],
  aws_ecs_task_definition: [
    "DescribeTaskDefinition",
    "ClientException",
    "Unable to describe task definition.",
  ],
  aws_iam_instance_profile: ["GetInstanceProfile", "NoSuchEntity", "Instance Profile {} cannot be found."],
  aws_iam_policy: ["GetPolicy", "NoSuchEntity", "Policy {} was not found."],
  aws_iam_role: ["GetRole", "NoSuchEntity", "The role with name {} cannot be found."],
  aws_iam_user: ["GetUser", "NoSuchEntity", "The user with name {} cannot be found."],
  aws_internet_gateway: [
    "DescribeInternetGateways",
    "InvalidInternetGatewayID.NotFound",
    "The internetGateway ID '{}' does not exist",
  ],
  aws_kms_alias: ["ListAliases", "NotFoundException", "Alias {} is not found."],
  aws_kms_key: ["DescribeKey", "NotFoundException", "Key '{}' does not exist"],
  aws_lambda_function: ["GetFunction", "ResourceNotFoundException", "Function not found: {}"],
  aws_lb: ["DescribeLoadBalancers", "LoadBalancerNotFound", "Load balancers '[{}]' not found"],
  aws_lb_listener: ["DescribeListeners", "ListenerNotFound", "Listeners '[{}]' not found"],
  aws_lb_target_group: ["DescribeTargetGroups", "TargetGroupNotFound", "Target groups '[{}]' not found"],
  aws_route53_zone: ["ListHostedZones", "NoSuchHostedZone", "No hosted zone found with ID: {}"],
  aws_s3_bucket: ["HeadBucket", "NotFound", "The bucket {} does not exist"],
  aws_secretsmanager_secret: [
    "DescribeSecret",
    "ResourceNotFoundException",
    "Secrets Manager can't find the specified secret.",
  ],
  aws_security_group: [
    "DescribeSecurityGroups",
    "InvalidGroup.NotFound",
    "The security group '{}' does not exist",
  ],
  aws_sns_topic: ["ListTopics", "NotFound", "Topic {} does not exist"],
  aws_ssm_parameter: ["GetParameter", "ParameterNotFound", "Parameter {} not found."],
  aws_subnet: ["DescribeSubnets", "InvalidSubnetID.NotFound", "The subnet ID '{}' does not exist"],
  aws_vpc: ["DescribeVpcs", "InvalidVpcID.NotFound", "The vpc ID '{}' does not exist"],
};

const PLURAL_NOUN = /[^s]s$/;

/** The operation that describes a type: `DescribeNatGateways` for `aws_nat_gateway`. */
function describeOperation(type: string): string {
  const words = type.replace(/^aws_/, "").split("_");
  const noun = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return `Describe${noun}${PLURAL_NOUN.test(noun) ? "" : "s"}`;
}

/** AWS's error for a resource of this type that `query` does not find. */
export function notFoundError(type: string, query: string): { readonly apiError: ApiError } {
  const [operation, code, message] = NOT_FOUND_ERRORS[type] ?? [
    describeOperation(type),
    "ResourceNotFoundException",
    `no matching ${type.replace(/^aws_/, "").replaceAll("_", " ")} found: {}`,
  ];
  return { apiError: { code, operation, message: message.replace("{}", query) } };
}

/** The provider's error if a singular data source matches several resources. */
export function multipleResultsError(type: string, count: number): { readonly apiError: ApiError } {
  const message = `multiple results (${count}) matched; use additional constraints to reduce matches to a single ${type.replace(/^aws_/, "").replaceAll("_", " ")}`;
  return { apiError: { code: "MultipleResultsFound", operation: describeOperation(type), message } };
}
