import type { ObjectValue } from "../simulator/terraform-value.ts";

const SAMPLE_ARN = "arn:aws:iam::123456789012:role/a";

const OPERATING_REGIONS: readonly ObjectValue[] = [{ operating_regions: [{ region_name: "eu-west-1" }] }];

/** Each load balancer action requires its own block, and no other. */
const LOAD_BALANCER_ACTIONS: readonly ObjectValue[] = [
  { type: "forward", target_group_arn: SAMPLE_ARN },
  {
    type: "forward",
    forward: [
      { target_group: [{ arn: SAMPLE_ARN }, { arn: `${SAMPLE_ARN}b` }], stickiness: [{ duration: 60 }] },
    ],
  },
  { type: "redirect", redirect: [{ status_code: "HTTP_301" }] },
  { type: "fixed-response", fixed_response: [{ content_type: "text/plain" }] },
  {
    type: "authenticate-cognito",
    authenticate_cognito: [{ user_pool_arn: SAMPLE_ARN, user_pool_client_id: "a", user_pool_domain: "a" }],
  },
  {
    type: "authenticate-oidc",
    authenticate_oidc: [
      {
        authorization_endpoint: "https://a.example.com",
        client_id: "a",
        client_secret: "a",
        issuer: "https://a.example.com",
        token_endpoint: "https://a.example.com",
        user_info_endpoint: "https://a.example.com",
      },
    ],
  },
];

const LISTENER = LOAD_BALANCER_ACTIONS.map((action) => ({ default_action: [action] }));
const LISTENER_RULE = LOAD_BALANCER_ACTIONS.map((action) => ({ action: [action] }));
const TARGET_GROUP: readonly ObjectValue[] = [
  { port: 80, protocol: "HTTP", vpc_id: "vpc-1234567890abcdef0" },
];

/**
 * Values for types that require more than their schema says before they can be planned. The first
 * preset is the resource used for probing; the others show values in further nested blocks. Values
 * set here are not probed for defaults.
 */
export const PRESETS: Readonly<Record<string, readonly ObjectValue[]>> = {
  aws_alb_listener: LISTENER,
  aws_alb_listener_rule: LISTENER_RULE,
  aws_alb_target_group: TARGET_GROUP,
  aws_api_gateway_authorizer: [{ authorizer_uri: "a" }],
  aws_cloudwatch_metric_alarm: [
    { statistic: "Average" },
    { metric_query: [{ id: "a", metric: [{ metric_name: "a", period: 60, stat: "Sum" }] }] },
  ],
  aws_directory_service_trust: [{ trust_direction: "Two-Way" }],
  aws_dynamodb_table: [
    { hash_key: "a", read_capacity: 1, write_capacity: 1, attribute: [{ name: "a", type: "S" }] },
  ],
  aws_elasticache_cluster: [
    { engine: "redis", engine_version: "7.0", node_type: "cache.t3.micro", num_cache_nodes: 1 },
  ],
  aws_fsx_openzfs_file_system: [{ throughput_capacity: 64 }],
  aws_iot_authorizer: [{ signing_disabled: true }],
  aws_iot_ca_certificate: [{ certificate_mode: "SNI_ONLY" }],
  aws_kinesis_firehose_delivery_stream: [
    {
      destination: "extended_s3",
      extended_s3_configuration: [{ role_arn: SAMPLE_ARN, bucket_arn: "arn:aws:s3:::a" }],
    },
  ],
  aws_kinesis_stream: [{ shard_count: 1 }],
  aws_lambda_function: [{ handler: "a", runtime: "nodejs20.x" }],
  aws_lb_listener: LISTENER,
  aws_lb_listener_rule: LISTENER_RULE,
  aws_lb_target_group: TARGET_GROUP,
  aws_lightsail_instance: [{ availability_zone: "eu-west-1a" }],
  aws_vpc_ipam: OPERATING_REGIONS,
  aws_vpc_ipam_resource_discovery: OPERATING_REGIONS,
  aws_workspaces_directory: [{ directory_id: "d-1234567890" }],
};
