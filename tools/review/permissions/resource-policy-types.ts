/** A resource type with a policy of a resource, in JSON. */
export interface ResourcePolicyType {
  /** The attribute with the policy. */
  readonly attribute: string;
  /** The attribute that names the resource. @default the resource has the policy itself */
  readonly owner?: string;
  /** The type of the resource that has the policy. */
  readonly ownerType: string;
  /** The resource in words, for messages. */
  readonly noun: string;
  /** True if a resource without a policy lets everything through. @default false */
  readonly isOpenWithout?: boolean;
}

/** The types with a policy of their own, and those that set another resource's. */
export const RESOURCE_POLICY_TYPES: Readonly<Record<string, ResourcePolicyType>> = {
  aws_s3_bucket: own("aws_s3_bucket", "bucket"),
  aws_s3_bucket_policy: of("aws_s3_bucket", "bucket", "bucket"),
  aws_s3_access_point: own("aws_s3_access_point", "access point"),
  aws_s3control_access_point_policy: of("aws_s3_access_point", "access point", "access_point_arn"),
  aws_kms_key: own("aws_kms_key", "key"),
  aws_kms_key_policy: of("aws_kms_key", "key", "key_id"),
  aws_sqs_queue: own("aws_sqs_queue", "queue"),
  aws_sqs_queue_policy: of("aws_sqs_queue", "queue", "queue_url"),
  aws_sns_topic: own("aws_sns_topic", "topic"),
  aws_sns_topic_policy: of("aws_sns_topic", "topic", "arn"),
  aws_ecr_repository_policy: of("aws_ecr_repository", "repository", "repository"),
  aws_ecr_registry_policy: own("aws_ecr_registry_policy", "registry"),
  aws_secretsmanager_secret: own("aws_secretsmanager_secret", "secret"),
  aws_secretsmanager_secret_policy: of("aws_secretsmanager_secret", "secret", "secret_arn"),
  aws_vpc_endpoint: { ...own("aws_vpc_endpoint", "endpoint"), isOpenWithout: true },
  aws_vpc_endpoint_policy: { ...of("aws_vpc_endpoint", "endpoint", "vpc_endpoint_id"), isOpenWithout: true },
  aws_backup_vault_policy: of("aws_backup_vault", "backup vault", "backup_vault_name"),
  aws_cloudwatch_event_bus_policy: of("aws_cloudwatch_event_bus", "event bus", "event_bus_name"),
  aws_cloudwatch_log_resource_policy: {
    ...own("aws_cloudwatch_log_resource_policy", "log resource policy"),
    attribute: "policy_document",
  },
  aws_cloudwatch_log_destination_policy: {
    ...of("aws_cloudwatch_log_destination", "log destination", "destination_name"),
    attribute: "access_policy",
  },
  aws_efs_file_system_policy: of("aws_efs_file_system", "file system", "file_system_id"),
  aws_dynamodb_resource_policy: of("aws_dynamodb_table", "table", "resource_arn"),
  aws_kinesis_resource_policy: of("aws_kinesis_stream", "stream", "resource_arn"),
  aws_opensearch_domain: {
    ...own("aws_opensearch_domain", "domain"),
    attribute: "access_policies",
  },
  aws_opensearch_domain_policy: {
    ...of("aws_opensearch_domain", "domain", "domain_name"),
    attribute: "access_policies",
  },
  aws_api_gateway_rest_api: own("aws_api_gateway_rest_api", "API"),
  aws_api_gateway_rest_api_policy: of("aws_api_gateway_rest_api", "API", "rest_api_id"),
};

function own(ownerType: string, noun: string): ResourcePolicyType {
  return { attribute: "policy", ownerType, noun };
}

function of(ownerType: string, noun: string, owner: string): ResourcePolicyType {
  return { attribute: "policy", ownerType, noun, owner };
}

/**
 * The attributes that identify a resource to others, by which a policy resource or an attachment
 * names it.
 */
export const IDENTITY_ATTRIBUTES = [
  "id",
  "arn",
  "name",
  "bucket",
  "url",
  "key_id",
  "function_name",
  "domain_name",
] as const;
