import type { Risk } from "../finding.ts";
import { isSameMeaning, type PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { riskOf } from "./builders.ts";

/**
 * The attributes that AWS tells objects of a type apart by, where it refuses a second object that
 * has the same values: DuplicateLoadBalancerName, EntityAlreadyExists, InvalidSubnet.Conflict.
 */
const REFUSED_TWICE: Readonly<Record<string, readonly string[]>> = {
  aws_autoscaling_group: ["name"],
  aws_backup_vault: ["name"],
  aws_batch_compute_environment: ["compute_environment_name"],
  aws_cloudfront_cache_policy: ["name"],
  aws_cloudfront_function: ["name"],
  aws_cloudfront_origin_access_control: ["name"],
  aws_cloudfront_origin_request_policy: ["name"],
  aws_cloudfront_response_headers_policy: ["name"],
  aws_cloudtrail: ["name"],
  aws_cloudwatch_log_group: ["name"],
  aws_config_configuration_recorder: ["name"],
  aws_db_instance: ["identifier"],
  aws_db_parameter_group: ["name"],
  aws_db_subnet_group: ["name"],
  aws_docdb_cluster: ["cluster_identifier"],
  aws_dynamodb_table: ["name"],
  aws_ecr_repository: ["name"],
  aws_ecs_service: ["name", "cluster"],
  aws_efs_file_system: ["creation_token"],
  aws_eks_cluster: ["name"],
  aws_eks_node_group: ["node_group_name", "cluster_name"],
  aws_elasticache_cluster: ["cluster_id"],
  aws_elasticache_parameter_group: ["name"],
  aws_elasticache_replication_group: ["replication_group_id"],
  aws_elasticache_subnet_group: ["name"],
  aws_elb: ["name"],
  aws_iam_group: ["name"],
  aws_iam_instance_profile: ["name"],
  aws_iam_policy: ["name", "path"],
  aws_iam_role: ["name"],
  aws_iam_user: ["name"],
  aws_internet_gateway: ["vpc_id"],
  aws_kinesis_stream: ["name"],
  aws_kms_alias: ["name"],
  aws_lambda_alias: ["name", "function_name"],
  aws_lambda_function: ["function_name"],
  aws_lambda_permission: ["statement_id", "function_name", "qualifier"],
  aws_launch_configuration: ["name"],
  aws_launch_template: ["name"],
  aws_lb: ["name"],
  aws_lb_listener: ["load_balancer_arn", "port"],
  aws_lb_listener_rule: ["listener_arn", "priority"],
  aws_lb_target_group: ["name"],
  aws_network_acl_rule: ["network_acl_id", "rule_number", "egress"],
  aws_opensearch_domain: ["domain_name"],
  aws_rds_cluster: ["cluster_identifier"],
  aws_rds_cluster_instance: ["identifier"],
  aws_rds_cluster_parameter_group: ["name"],
  aws_redshift_cluster: ["cluster_identifier"],
  aws_route: [
    "route_table_id",
    "destination_cidr_block",
    "destination_ipv6_cidr_block",
    "destination_prefix_list_id",
  ],
  aws_route53_record: ["zone_id", "name", "type", "set_identifier"],
  aws_scheduler_schedule: ["name", "group_name"],
  aws_secretsmanager_secret: ["name"],
  aws_security_group: ["name", "vpc_id"],
  aws_service_discovery_service: ["name", "namespace_id"],
  aws_sfn_state_machine: ["name"],
  aws_ssm_parameter: ["name"],
  aws_subnet: ["vpc_id", "cidr_block"],
  aws_vpc_security_group_egress_rule: [
    "security_group_id",
    "cidr_ipv4",
    "cidr_ipv6",
    "prefix_list_id",
    "referenced_security_group_id",
    "ip_protocol",
    "from_port",
    "to_port",
  ],
  aws_vpc_security_group_ingress_rule: [
    "security_group_id",
    "cidr_ipv4",
    "cidr_ipv6",
    "prefix_list_id",
    "referenced_security_group_id",
    "ip_protocol",
    "from_port",
    "to_port",
  ],
  aws_wafv2_ip_set: ["name", "scope"],
  aws_wafv2_rule_group: ["name", "scope"],
  aws_wafv2_web_acl: ["name", "scope"],
};

/**
 * The same of types whose API creates over an object that is there, such as PutMetricAlarm,
 * CreateCluster, CreateTopic, AssociateWebACL: the deletion of the old one then takes the new one.
 */
const OVERWRITTEN: Readonly<Record<string, readonly string[]>> = {
  aws_appautoscaling_policy: ["name", "resource_id", "scalable_dimension", "service_namespace"],
  aws_appautoscaling_scheduled_action: ["name", "resource_id", "scalable_dimension", "service_namespace"],
  aws_appautoscaling_target: ["resource_id", "scalable_dimension", "service_namespace"],
  aws_autoscaling_policy: ["name", "autoscaling_group_name"],
  aws_cloudwatch_composite_alarm: ["alarm_name"],
  aws_cloudwatch_dashboard: ["dashboard_name"],
  aws_cloudwatch_event_rule: ["name", "event_bus_name"],
  aws_cloudwatch_event_target: ["rule", "target_id", "event_bus_name"],
  aws_cloudwatch_log_metric_filter: ["name", "log_group_name"],
  aws_cloudwatch_log_subscription_filter: ["name", "log_group_name"],
  aws_cloudwatch_metric_alarm: ["alarm_name"],
  aws_config_config_rule: ["name"],
  aws_ecs_cluster: ["name"],
  aws_iam_role_policy: ["name", "role"],
  aws_iam_role_policy_attachment: ["role", "policy_arn"],
  aws_iam_user_policy: ["name", "user"],
  aws_s3_bucket_policy: ["bucket"],
  aws_sns_topic: ["name"],
  aws_sqs_queue: ["name"],
  aws_vpc_dhcp_options_association: ["vpc_id"],
  aws_wafv2_web_acl_association: ["resource_arn"],
  aws_wafv2_web_acl_logging_configuration: ["resource_arn"],
};

/** Judges a replacement that creates first while the old object still has the same name. */
export function nameCollisionRisks(change: PlannedResourceChange): readonly Risk[] {
  if (change.action !== "replace-create-first") return [];
  const refused = REFUSED_TWICE[change.type];
  if (refused !== undefined && isSameObject(change, refused)) {
    const text = `The new object is created before the old one goes, and AWS refuses a second one with the same ${refused.join(", ")}. Fix: change it, or use name_prefix, or leave out create_before_destroy.`;
    return [riskOf("refused", text)];
  }
  const overwritten = OVERWRITTEN[change.type];
  if (overwritten !== undefined && isSameObject(change, overwritten)) {
    const text = `The new object is created over the old one, which has the same ${overwritten.join(", ")}, and the deletion of the old one then takes it: nothing is left. Fix: leave out create_before_destroy.`;
    return [riskOf("outage", text)];
  }
  return [];
}

/** True if all attributes that make the identity are known and unchanged, and any is set. */
function isSameObject(change: PlannedResourceChange, attributes: readonly string[]): boolean {
  const isSame = attributes.every(
    (name) => !change.isUnknown(name) && isSameMeaning(change.was(name), change.becomes(name)),
  );
  return isSame && attributes.some((name) => change.was(name) !== undefined);
}
