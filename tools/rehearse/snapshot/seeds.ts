import type { ObjectValue } from "../cloud/value.ts";

const OPERATING_REGIONS = { operating_regions: [{ region_name: "eu-west-1" }] };

/**
 * Types that ask for more than their schema says before they plan anything: the least that they take
 * besides. What stands here is not probed for a default.
 */
export const SEEDS: Readonly<Record<string, ObjectValue>> = {
  aws_cloudwatch_metric_alarm: { statistic: "Average" },
  aws_directory_service_trust: { trust_direction: "Two-Way" },
  aws_dynamodb_table: {
    hash_key: "a",
    read_capacity: 1,
    write_capacity: 1,
    attribute: [{ name: "a", type: "S" }],
  },
  aws_elasticache_cluster: {
    engine: "redis",
    engine_version: "7.0",
    node_type: "cache.t3.micro",
    num_cache_nodes: 1,
  },
  aws_fsx_openzfs_file_system: { throughput_capacity: 64 },
  aws_kinesis_firehose_delivery_stream: {
    destination: "extended_s3",
    extended_s3_configuration: [
      { role_arn: "arn:aws:iam::123456789012:role/a", bucket_arn: "arn:aws:s3:::a" },
    ],
  },
  aws_lightsail_instance: { availability_zone: "eu-west-1a" },
  aws_vpc_ipam: OPERATING_REGIONS,
  aws_vpc_ipam_resource_discovery: OPERATING_REGIONS,
  aws_workspaces_directory: { directory_id: "d-1234567890" },
};
