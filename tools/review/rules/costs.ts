import { normalizedUnits } from "../../../aws/instance-types.ts";
import { toList } from "../../reach/terraform/configuration/json.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { attributeRule, fromTo, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import type { ReviewRule } from "./review-rule.ts";

const SIZES = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ri-modifying.html";
const NAT_PRICING = "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-pricing.html";
const ENDPOINT = providerPage("aws_vpc_endpoint");

/** Resources that AWS charges for from the moment they exist, used or not. */
const CHARGES: Readonly<Record<string, string>> = {
  aws_nat_gateway: "each hour, and each gigabyte that goes through it",
  aws_ec2_transit_gateway_vpc_attachment: "each hour, and each gigabyte that the VPC sends",
  aws_vpn_connection: "each hour",
  aws_ec2_client_vpn_network_association: "each hour",
  aws_networkfirewall_firewall: "each hour and zone, and each gigabyte that goes through it",
  aws_globalaccelerator_accelerator: "each hour, and a premium on each gigabyte",
  aws_route53_resolver_endpoint: "each hour for each of its addresses",
  aws_eks_cluster: "each hour, beside its nodes",
  aws_acmpca_certificate_authority: "each month",
};

/** Attributes with an instance type, class or node type. */
const SIZE_ATTRIBUTES = [
  "instance_type",
  "instance_class",
  "db_cluster_instance_class",
  "node_type",
  "host_instance_type",
  "cluster_config.0.instance_type",
  "broker_node_group_info.0.instance_type",
];

/** Types of storage whose IOPS are paid for beside the gigabytes. */
const PROVISIONED = /^io\d$/;

/**
 * Rules on what costs more: new resources that are charged by the hour, larger and more instances,
 * provisioned performance, storage. They are notes, and guard no attribute.
 */
export const costRules: readonly ReviewRule[] = [
  {
    id: "cost-charged-by-hour",
    types: Object.keys(CHARGES),
    finds: "A new resource that is charged by the hour, used or not: NAT gateways, VPNs, attachments, …",
    documentation: [NAT_PRICING, providerPage("aws_nat_gateway")],
    judge: (change) =>
      change.action === "create"
        ? [riskOf("cost", `AWS charges for it ${CHARGES[change.type] ?? "each hour"}.`)]
        : [],
  },
  {
    id: "cost-endpoint-zones",
    types: ["aws_vpc_endpoint"],
    finds: "An interface endpoint that is new, or gets more subnets: each is charged by the hour",
    documentation: [ENDPOINT],
    judge: (change) => endpointRisks(change),
  },
  attributeRule({
    id: "cost-larger-size",
    types: [
      "aws_instance",
      "aws_db_instance",
      "aws_rds_cluster",
      "aws_rds_cluster_instance",
      "aws_docdb_cluster_instance",
      "aws_neptune_cluster_instance",
      "aws_elasticache_cluster",
      "aws_elasticache_replication_group",
      "aws_memorydb_cluster",
      "aws_opensearch_domain",
      "aws_redshift_cluster",
      "aws_msk_cluster",
      "aws_mq_broker",
      "aws_launch_template",
    ],
    finds: "A larger instance type, class or node type",
    documentation: [SIZES],
    attributes: SIZE_ATTRIBUTES,
    on: isLarger,
    risk: "cost",
    text: (change, attributes) => `${changesText(change, attributes)}: a larger size costs more.`,
    judgesReplacements: true,
    guards: [],
  }),
  attributeRule({
    id: "cost-provisioned-performance",
    types: [
      "aws_ebs_volume",
      "aws_db_instance",
      "aws_rds_cluster",
      "aws_efs_file_system",
      "aws_dynamodb_table",
    ],
    finds: "IOPS, throughput or capacity units that are paid for: more of them, or for the first time",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.StorageTypes.html",
      "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modify-volume.html",
    ],
    attributes: [
      "iops",
      "throughput",
      "storage_throughput",
      "storage_type",
      "type",
      "provisioned_throughput_in_mibps",
      "read_capacity",
      "write_capacity",
    ],
    on: (change, attribute) =>
      change.raises(attribute) ||
      (isProvisioned(change.becomes(attribute)) && !isProvisioned(change.was(attribute))),
    risk: "cost",
    text: (change, attributes) =>
      `${changesText(change, attributes)}, which is paid for whether it is used or not.`,
    guards: [],
  }),
  attributeRule({
    id: "cost-more-storage",
    types: [
      "aws_ebs_volume",
      "aws_db_instance",
      "aws_rds_cluster",
      "aws_opensearch_domain",
      "aws_msk_cluster",
      "aws_fsx_lustre_file_system",
      "aws_fsx_windows_file_system",
      "aws_fsx_ontap_file_system",
      "aws_fsx_openzfs_file_system",
    ],
    finds: "More storage, which most services never shrink again",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.StorageTypes.html",
      "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modify-volume.html",
    ],
    attributes: [
      "size",
      "allocated_storage",
      "storage_capacity",
      "ebs_options.0.volume_size",
      "broker_node_group_info.0.storage_info.0.ebs_storage_info.0.volume_size",
    ],
    on: "raises",
    risk: "cost",
    text: (change, attributes) =>
      `${changesText(change, attributes)}: storage that grew does not shrink in place.`,
    guards: [],
  }),
  attributeRule({
    id: "cost-more-instances",
    types: [
      "aws_ecs_service",
      "aws_autoscaling_group",
      "aws_appautoscaling_target",
      "aws_elasticache_replication_group",
      "aws_elasticache_cluster",
      "aws_opensearch_domain",
      "aws_eks_node_group",
      "aws_redshift_cluster",
      "aws_msk_cluster",
      "aws_kinesis_stream",
      "aws_lambda_provisioned_concurrency_config",
    ],
    finds: "More tasks, instances, nodes, shards or warm functions, or a higher limit of them",
    documentation: [
      providerPage("aws_ecs_service"),
      "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html",
    ],
    attributes: [
      "desired_count",
      "desired_capacity",
      "min_size",
      "max_size",
      "min_capacity",
      "max_capacity",
      "num_cache_clusters",
      "num_cache_nodes",
      "num_node_groups",
      "replicas_per_node_group",
      "cluster_config.0.instance_count",
      "scaling_config.0.desired_size",
      "scaling_config.0.max_size",
      "number_of_nodes",
      "number_of_broker_nodes",
      "shard_count",
      "provisioned_concurrent_executions",
    ],
    on: "raises",
    risk: "cost",
    text: (change, attributes) => `${changesText(change, attributes)}.`,
    guards: [],
  }),
  attributeRule({
    id: "cost-standby",
    types: ["aws_db_instance"],
    finds: "A database that gets a standby: about twice its price",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html"],
    attributes: ["multi_az"],
    on: "turnsOn",
    risk: "cost",
    text: "multi_az is turned on: the standby costs as much as the database itself.",
    guards: [],
  }),
  attributeRule({
    id: "cost-larger-task",
    types: ["aws_ecs_task_definition"],
    finds: "Tasks with more CPU units or memory",
    documentation: [
      "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
    ],
    attributes: ["cpu", "memory"],
    on: "raises",
    risk: "cost",
    text: (change, attributes) => `${changesText(change, attributes)} for each task.`,
    judgesReplacements: true,
    guards: [],
  }),
];

/** A gateway endpoint is free of charge. */
function endpointRisks(change: PlannedResourceChange) {
  if (change.becomes("vpc_endpoint_type") === "Gateway" || change.becomes("vpc_endpoint_type") === undefined)
    return [];
  if (change.action === "create")
    return [
      riskOf(
        "cost",
        "AWS charges for an endpoint's interface in each subnet by the hour, and by the gigabyte.",
      ),
    ];
  const added = toList(change.becomes("subnet_ids")).length - toList(change.was("subnet_ids")).length;
  return change.isUpdated && added > 0
    ? [
        riskOf(
          "cost",
          `The endpoint gets interfaces in more subnets (${added}): each is charged by the hour.`,
        ),
      ]
    : [];
}

function isLarger(change: PlannedResourceChange, attribute: string): boolean {
  const [before, after] = [change.was(attribute), change.becomes(attribute)];
  if (typeof before !== "string" || typeof after !== "string") return false;
  const [old, now] = [normalizedUnits(before), normalizedUnits(after)];
  return old !== undefined && now !== undefined && now > old;
}

function isProvisioned(value: unknown): boolean {
  return typeof value === "string" && PROVISIONED.test(value);
}

/** `size goes from 20 to 40, iops goes from 3000 to 6000`. */
function changesText(change: PlannedResourceChange, attributes: readonly string[]): string {
  return attributes.map((name) => `${name.replaceAll(".0", "")} goes ${fromTo(change, name)}`).join(", ");
}
