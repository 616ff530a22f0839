import type { Json } from "../../reach/terraform/configuration/json.ts";

/**
 * Names whose values may be printed, at any depth: names and identities, sizes, versions, ports,
 * addresses, counts, limits, periods, and switches. Everything else may be free text, which people
 * and programs put secrets into.
 */
const ALLOWED_NAMES = new Set([
  ...[
    "name",
    "name_prefix",
    "bucket",
    "identifier",
    "cluster_identifier",
    "family",
    "alias",
    "function_name",
  ],
  ...["replication_group_id", "db_name", "db_subnet_group_name", "parameter_group_name", "option_group_name"],
  ...["engine", "engine_version", "version", "runtime", "platform_version", "license_model", "architectures"],
  ...["instance_class", "instance_type", "node_type", "size", "cpu", "memory", "memory_size", "iops"],
  ...[
    "allocated_storage",
    "max_allocated_storage",
    "volume_size",
    "volume_type",
    "storage_type",
    "throughput",
  ],
  ...["storage_throughput", "ami", "image_id", "launch_type", "capacity", "read_capacity", "write_capacity"],
  ...["port", "from_port", "to_port", "protocol", "ip_protocol", "target_type", "type", "records", "ttl"],
  ...["cidr_block", "cidr_blocks", "ipv6_cidr_block", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"],
  ...["destination_cidr_block", "destination_ipv6_cidr_block", "source_ranges", "private_ip", "public_ip"],
  ...["availability_zone", "availability_zones", "region", "subnets", "security_groups", "internal"],
  ...["multi_az", "publicly_accessible", "deletion_protection", "skip_final_snapshot", "force_destroy"],
  ...["storage_encrypted", "encrypted", "at_rest_encryption_enabled", "transit_encryption_enabled"],
  ...["backup_window", "maintenance_window", "preferred_backup_window", "preferred_maintenance_window"],
  ...["apply_immediately", "delete_automated_backups", "copy_tags_to_snapshot", "monitoring_interval"],
  ...["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets", "acl"],
  ...["desired_count", "min_size", "max_size", "desired_capacity", "min_capacity", "max_capacity"],
  ...[
    "status",
    "state",
    "enabled",
    "mode",
    "billing_mode",
    "rule_number",
    "rule_action",
    "egress",
    "priority",
  ],
  ...["threshold", "evaluation_periods", "period", "datapoints_to_alarm", "treat_missing_data", "statistic"],
  ...[
    "comparison_operator",
    "metric_name",
    "namespace",
    "retention",
    "days",
    "weight",
    "timeout",
    "interval",
  ],
  ...["ssl_policy", "minimum_protocol_version", "viewer_protocol_policy", "price_class", "http_version"],
  ...[
    "image_tag_mutability",
    "scan_on_push",
    "force_delete",
    "prevent_destroy",
    "path",
    "hash_key",
    "range_key",
  ],
]);

const ALLOWED_ENDS =
  /_(?:id|ids|arn|arns|port|count|days|hours|minutes|seconds|period|size|capacity|type|class|version|enabled|limit|percent|zone|zones|mode|protocol|threshold|timeout|interval|name)$/;
const ALLOWED_STARTS = /^(?:enable|disable|is|has|min|max|minimum|maximum)_/;

/** Attributes that hold free text or programs, with everything inside them. */
const FREE_TEXT = new Set([
  ...["tags", "tags_all", "environment", "variables", "user_data", "user_data_base64", "custom_data"],
  ...["policy", "assume_role_policy", "inline_policy", "container_definitions", "definition", "description"],
  ...[
    "comment",
    "metadata",
    "headers",
    "custom_header",
    "parameters",
    "parameter",
    "value",
    "values",
    "content",
  ],
  ...[
    "secret_string",
    "password",
    "input",
    "output",
    "triggers",
    "keepers",
    "labels",
    "options",
    "source_code",
  ],
]);

/** Characters of names, ARNs, versions, CIDRs and durations. */
const PLAIN_VALUE = /^[\w .:/*+,()-]{0,200}$/;

/** True if an attribute, or anything inside it, may have free text. */
export function holdsFreeText(name: string): boolean {
  return FREE_TEXT.has(name);
}

/** True if the values of an attribute may be printed, by the last name of its path. */
export function isPrintable(name: string): boolean {
  return (
    !holdsFreeText(name) && (ALLOWED_NAMES.has(name) || ALLOWED_ENDS.test(name) || ALLOWED_STARTS.test(name))
  );
}

const ITEMS_MAX = 20;

/** Returns a value as text: `none` if it is unset; undefined if it is no plain value. */
export function plainValueText(value: Json | undefined): string | undefined {
  if (value === null || value === undefined || value === "") return "(none)";
  if (typeof value === "boolean" || typeof value === "number") return String(value);
  if (typeof value === "string") return PLAIN_VALUE.test(value) ? value : undefined;
  if (!Array.isArray(value)) return undefined;
  const items = value.map((item: Json) => (Array.isArray(item) ? undefined : plainValueText(item)));
  if (items.includes(undefined)) return undefined;
  const more = items.length > ITEMS_MAX ? [`and ${items.length - ITEMS_MAX} more`] : [];
  return items.length === 0 ? "(none)" : [...items.slice(0, ITEMS_MAX), ...more].join(", ");
}
