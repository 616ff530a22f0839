import { type ResourceBody, typeOfAddress } from "./resource-address.ts";

/** AWS refuses a second rule with the same protocol, ports and peer. */
const SECURITY_GROUP_RULE = [
  "security_group_id",
  "ip_protocol",
  "from_port",
  "to_port",
  "cidr_ipv4",
  "cidr_ipv6",
  "prefix_list_id",
  "referenced_security_group_id",
];

/**
 * The arguments that identify an object in AWS: two resources with the same values are the same
 * object, whatever their addresses. Types without a row are identified by an ID that AWS assigns.
 */
const KEY_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_appautoscaling_target: ["service_namespace", "resource_id", "scalable_dimension"],
  aws_autoscaling_group: ["name"],
  aws_backup_plan: ["name"],
  aws_backup_vault: ["name"],
  aws_budgets_budget: ["name"],
  aws_cloudwatch_dashboard: ["dashboard_name"],
  aws_cloudwatch_log_group: ["name"],
  aws_cloudwatch_log_resource_policy: ["policy_name"],
  aws_cloudwatch_metric_alarm: ["alarm_name"],
  aws_db_instance: ["identifier"],
  aws_db_parameter_group: ["name"],
  aws_db_subnet_group: ["name"],
  aws_ecr_repository: ["name"],
  aws_ecs_cluster: ["name"],
  aws_ecs_service: ["cluster", "name"],
  aws_elasticache_parameter_group: ["name"],
  aws_elasticache_replication_group: ["replication_group_id"],
  aws_elasticache_subnet_group: ["name"],
  aws_iam_instance_profile: ["name"],
  aws_iam_role: ["name"],
  aws_iam_role_policy: ["role", "name"],
  aws_iam_role_policy_attachment: ["role", "policy_arn"],
  aws_kms_alias: ["name"],
  aws_launch_template: ["name"],
  aws_lb: ["name"],
  aws_lb_listener: ["load_balancer_arn", "port"],
  aws_lb_listener_rule: ["listener_arn", "priority"],
  aws_lb_target_group: ["name"],
  aws_lb_target_group_attachment: ["target_group_arn", "target_id", "port"],
  aws_network_acl_rule: ["network_acl_id", "egress", "rule_number"],
  aws_route: ["route_table_id", "destination_cidr_block", "destination_ipv6_cidr_block"],
  aws_route53_record: ["zone_id", "name", "type", "set_identifier"],
  aws_route53_zone: ["name", "vpc"],
  aws_route_table_association: ["subnet_id"],
  aws_s3_bucket: ["bucket"],
  aws_secretsmanager_secret: ["name"],
  aws_security_group: ["vpc_id", "name"],
  aws_sns_topic: ["name"],
  aws_ssm_parameter: ["name"],
  aws_subnet: ["vpc_id", "cidr_block"],
  aws_vpc_endpoint: ["vpc_id", "service_name"],
  aws_vpc_security_group_egress_rule: SECURITY_GROUP_RULE,
  aws_vpc_security_group_ingress_rule: SECURITY_GROUP_RULE,
  aws_wafv2_web_acl: ["scope", "name"],
};

/**
 * The key of a resource's object in AWS, with the region's provider; undefined if only an ID
 * does, or if the arguments leave the name to the provider.
 */
export function objectKey(address: string, body: ResourceBody): string | undefined {
  const type = typeOfAddress(address);
  const names = KEY_ARGUMENTS[type];
  if (names === undefined || body.count !== undefined || body.for_each !== undefined) return undefined;
  const values = names.map((name) => body[name] ?? null);
  if (values.every((value) => value === null)) return undefined;
  return JSON.stringify([type, body.provider ?? null, ...values]);
}
