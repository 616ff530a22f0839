import { readFileSync, statSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import {
  committedSnapshot,
  SNAPSHOT_FILE,
  SNAPSHOT_VERSION,
} from "../../../../tools/rehearse/snapshot/committed-snapshot.ts";
import { packSnapshot } from "../../../../tools/rehearse/snapshot/format.ts";

/** The types in platforms: the snapshot must know all of their behavior. */
const USED =
  /^aws_(vpc|subnet|route|route_table|internet_gateway|nat_gateway|eip|network_acl|network_acl_rule|vpc_endpoint|flow_log|security_group|vpc_security_group_\w+|route53_\w+|acm_certificate|lb|lb_\w+|wafv2_web_acl|cloudfront_\w+|ecs_\w+|ecr_\w+|appautoscaling_\w+|db_\w+|elasticache_\w+|secretsmanager_\w+|kms_\w+|cloudwatch_\w+|sns_\w+|budgets_\w+|backup_\w+|iam_\w+|s3_\w+|instance|launch_template|autoscaling_\w+|ec2_transit_gateway\w*|vpn_\w+|customer_gateway|ec2_client_vpn_\w+|dx_\w+|vpc_peering_\w+|shield_\w+|ssm_\w+)$/;

/**
 * Attributes whose change the provider did not plan when probed, because it accepts them only
 * together with others, or calls AWS first. According to its documentation no change of them
 * requires replacement, except for an instance's launch template and a cache cluster's engine.
 */
const UNPROBED: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_metric_alarm: ["metric_query"],
  aws_db_instance: ["blue_green_update"],
  aws_elasticache_cluster: ["engine", "engine_version", "num_cache_nodes"],
  aws_elasticache_global_replication_group: ["parameter_group_name"],
  aws_elasticache_replication_group: ["multi_az_enabled"],
  aws_instance: ["launch_template"],
  aws_nat_gateway: ["secondary_private_ip_address_count"],
  aws_sns_topic: ["archive_policy", "content_based_deduplication", "fifo_throughput_scope"],
  aws_sns_topic_subscription: ["filter_policy_scope"],
  aws_ssm_document: ["permissions"],
};

describe("the committed snapshot", () => {
  const snapshot = committedSnapshot();

  it("is complete and small, and names its provider", () => {
    expect([snapshot.provider, snapshot.version]).toEqual(["hashicorp/aws", SNAPSHOT_VERSION]);
    expect(snapshot.resources.names).toHaveLength(1526);
    expect(snapshot.dataSources.names).toHaveLength(608);
    expect(Object.keys(snapshot.functions)).toEqual(["arn_build", "arn_parse", "trim_iam_role_path"]);
    expect(statSync(SNAPSHOT_FILE).size).toBeLessThan(450_000);
  });

  it("knows which changes require replacement, for all types in platforms", () => {
    const used = snapshot.resources.names.filter((name) => USED.test(name));
    expect(used.length).toBeGreaterThan(300);
    const unknown = used
      .map((name) => [name, snapshot.resources.get(name)!.behavior.unprobed] as const)
      .filter(([, unprobed]) => unprobed.length > 0);
    expect(Object.fromEntries(unknown)).toEqual(UNPROBED);
  });

  it("knows the behavior of nearly all other types", () => {
    const unknown = snapshot.resources.names.filter((name) => {
      const { block, behavior } = snapshot.resources.get(name)!;
      return behavior.unprobed.length >= Object.keys(block.attributes).length;
    });
    expect(unknown.length).toBeLessThan(10);
  });

  it.each([
    ["aws_subnet", ["availability_zone", "cidr_block", "vpc_id"], ["map_public_ip_on_launch", "tags"]],
    ["aws_db_instance", ["db_name", "kms_key_id", "username"], ["allocated_storage", "engine_version"]],
    ["aws_lb_target_group", ["port", "protocol", "target_type", "vpc_id"], ["deregistration_delay"]],
    ["aws_ecs_task_definition", ["container_definitions", "cpu", "memory"], ["tags"]],
    ["aws_launch_template", ["name"], ["image_id", "instance_type"]],
    ["aws_ec2_transit_gateway_vpc_attachment", ["transit_gateway_id", "vpc_id"], ["subnet_ids"]],
    ["aws_elasticache_replication_group", ["replication_group_id", "port"], ["node_type"]],
  ])("replaces %s where AWS requires it", (type, replaced, kept) => {
    const { requiresReplace } = snapshot.resources.get(type)!.behavior;
    expect(replaced.filter((name) => !requiresReplace.has(name))).toEqual([]);
    expect(kept.filter((name) => requiresReplace.has(name))).toEqual([]);
  });

  it("is packed in canonical form", () => {
    const committed = brotliDecompressSync(readFileSync(SNAPSHOT_FILE)).toString("utf8");
    expect(packSnapshot(snapshot) === committed).toBe(true);
  });
});
