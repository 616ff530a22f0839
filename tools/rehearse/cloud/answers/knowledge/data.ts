import { find, vpcOfSubnets } from "../account-index.ts";
import { privateAddress } from "../addresses.ts";
import { arn, type Facts, type Knowledge, render, textFact } from "../facts.ts";
import { regionOf, zonesOf } from "../places.ts";
import { numberOf, textOf, textsOf } from "../read.ts";
import { timestamp } from "../rules/attributes.ts";
import { uniqueSuffix } from "../rules/names.ts";
import { token, uuid } from "../token.ts";

const strings = (facts: Facts, name: string): readonly string[] => {
  const value = facts.get(name);
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === "string") : [];
};

/** The part that all RDS names of one account and region share. */
const rdsDomain = (facts: Facts) => token(`${facts.accountId}/${facts.region}/rds`, "base36", 12);

const DATABASE_PORTS: Readonly<Record<string, number>> = {
  postgres: 5432,
  mysql: 3306,
  mariadb: 3306,
  "aurora-postgresql": 5432,
  "aurora-mysql": 3306,
  docdb: 27017,
  neptune: 8182,
};

const databasePort = (facts: Facts) => {
  const engine = textFact(facts, "engine");
  if (engine.startsWith("oracle")) return 1521;
  return engine.startsWith("sqlserver") ? 1433 : (DATABASE_PORTS[engine] ?? 3306);
};

/** `default.postgres15`, `default.mysql8.0`: AWS's own parameter group of the engine's version. */
function parameterGroup(facts: Facts): string {
  const engine = textFact(facts, "engine");
  const [major = "", minor = "0"] = textFact(facts, "engine_version").split(".");
  return engine.includes("postgres") ? `default.${engine}${major}` : `default.${engine}${major}.${minor}`;
}

const rdsKey = (facts: Facts) =>
  render(
    `arn:{partition}:kms:{region}:{account}:key/${uuid(`${facts.accountId}/${facts.region}/aws/rds`)}`,
    facts,
  );

const masterSecret = (facts: Facts) => {
  if (facts.get("manage_master_user_password") !== true) return [];
  const secret = render(
    "arn:{partition}:secretsmanager:{region}:{account}:secret:rds!db-{uuid:secret}-{mixed:6/secret}",
    facts,
  );
  return [
    {
      kms_key_id: textFact(facts, "master_user_secret_kms_key_id") || secretsKey(facts),
      secret_arn: secret,
      secret_status: "active",
    },
  ];
};

const secretsKey = (facts: Facts) =>
  render(
    `arn:{partition}:kms:{region}:{account}:key/${uuid(`${facts.accountId}/${facts.region}/aws/secretsmanager`)}`,
    facts,
  );

const groupVpc = (facts: Facts) =>
  textOf(
    find(facts.account, textFact(facts, "db_subnet_group_name"), "aws_db_subnet_group")?.values,
    "vpc_id",
  );

const dbInstance: Knowledge[string] = {
  id: "{resource_id}",
  resource_id: "db-{base32:26}",
  arn: arn("rds:{region}:{account}:db:{identifier}"),
  identifier: (facts) => `${textFact(facts, "identifier_prefix") || "terraform-"}${uniqueSuffix(facts)}`,
  address: (facts) =>
    `${textFact(facts, "identifier")}.${rdsDomain(facts)}.${facts.region}.rds.amazonaws.com`,
  endpoint: "{address}:{port}",
  port: databasePort,
  hosted_zone_id: (facts) =>
    regionOf(facts.region).rdsZone || `Z${token(`rds/${facts.region}`, "upper", 13)}`,
  status: "available",
  engine_version_actual: (facts) => textFact(facts, "engine_version"),
  allocated_storage: 20,
  availability_zone: (facts) => {
    const group = find(facts.account, textFact(facts, "db_subnet_group_name"), "aws_db_subnet_group");
    const subnet = find(facts.account, textsOf(group?.values, "subnet_ids")[0], "aws_subnet");
    return textOf(subnet?.values, "availability_zone") ?? zonesOf(facts.region)[0]?.name ?? "";
  },
  backup_retention_period: 1,
  backup_target: "region",
  backup_window: "07:00-07:30",
  maintenance_window: "sun:05:00-sun:05:30",
  ca_cert_identifier: "rds-ca-rsa2048-g1",
  character_set_name: "",
  nchar_character_set_name: "",
  database_insights_mode: "standard",
  db_name: "",
  db_subnet_group_name: "default",
  domain_fqdn: "",
  engine_lifecycle_support: "open-source-rds-extended-support",
  iops: (facts) => (textFact(facts, "storage_type") === "gp3" ? 3000 : 0),
  storage_throughput: (facts) => (textFact(facts, "storage_type") === "gp3" ? 125 : 0),
  storage_type: "gp2",
  kms_key_id: (facts) => (facts.get("storage_encrypted") === true ? rdsKey(facts) : ""),
  latest_restorable_time: (facts) => timestamp(facts),
  license_model: (facts) =>
    textFact(facts, "engine").includes("postgres") ? "postgresql-license" : "general-public-license",
  listener_endpoint: [],
  master_user_secret: masterSecret,
  master_user_secret_kms_key_id: (facts) =>
    facts.get("manage_master_user_password") === true ? secretsKey(facts) : "",
  monitoring_role_arn: "",
  multi_az: false,
  network_type: "IPV4",
  option_group_name: (facts) =>
    `default:${parameterGroup(facts)
      .slice("default.".length)
      .replace(".", "-")
      .replace(/^([a-z]+)(\d)/, "$1-$2")}`,
  parameter_group_name: parameterGroup,
  performance_insights_kms_key_id: (facts) =>
    facts.get("performance_insights_enabled") === true ? rdsKey(facts) : "",
  performance_insights_retention_period: (facts) =>
    facts.get("performance_insights_enabled") === true ? 7 : 0,
  replica_mode: "",
  replicas: [],
  snapshot_identifier: "",
  timezone: "",
  username: "",
  vpc_security_group_ids: (facts) => {
    const group = textOf(
      find(facts.account, groupVpc(facts), "aws_vpc")?.values,
      "default_security_group_id",
    );
    return group === undefined ? [] : [group];
  },
};

/** A cluster of RDS, DocumentDB or Neptune. */
const dbCluster: Knowledge[string] = {
  ...dbInstance,
  id: "{cluster_identifier}",
  arn: arn("rds:{region}:{account}:cluster:{cluster_identifier}"),
  cluster_identifier: (facts) =>
    `${textFact(facts, "cluster_identifier_prefix") || "tf-"}${uniqueSuffix(facts)}`,
  cluster_resource_id: "cluster-{base32:26}",
  endpoint: (facts) =>
    `${textFact(facts, "cluster_identifier")}.cluster-${rdsDomain(facts)}.${facts.region}.rds.amazonaws.com`,
  reader_endpoint: (facts) =>
    `${textFact(facts, "cluster_identifier")}.cluster-ro-${rdsDomain(facts)}.${facts.region}.rds.amazonaws.com`,
  availability_zones: (facts) =>
    zonesOf(facts.region)
      .slice(0, 3)
      .map((zone) => zone.name),
  cluster_members: [],
  db_cluster_parameter_group_name: parameterGroup,
};

/** How many nodes a replication group has. */
const nodes = (facts: Facts) => {
  const clusters = facts.get("num_cache_clusters");
  return typeof clusters === "number" && clusters > 0 ? clusters : 1;
};

/** The part that all ElastiCache names of one account and region share. */
const cacheDomain = (facts: Facts) => token(`${facts.accountId}/${facts.region}/elasticache`, "lower", 6);

const clusterMode = (facts: Facts) => Number(facts.self.num_node_groups ?? 1) > 1;

/** `master.name.abc.use1.cache.amazonaws.com` with TLS, `name.abc.ng.0001.use1…` without. */
function cacheAddress(facts: Facts, role: "primary" | "reader"): string {
  if (clusterMode(facts)) return "";
  const name = textFact(facts, "replication_group_id");
  const place = regionOf(facts.region).short;
  if (facts.get("transit_encryption_enabled") === true)
    return `${role === "primary" ? "master" : "replica"}.${name}.${cacheDomain(facts)}.${place}.cache.amazonaws.com`;
  return `${name}${role === "primary" ? "" : "-ro"}.${cacheDomain(facts)}.ng.0001.${place}.cache.amazonaws.com`;
}

const replicationGroup: Knowledge[string] = {
  id: "{replication_group_id}",
  arn: arn("elasticache:{region}:{account}:replicationgroup:{replication_group_id}"),
  primary_endpoint_address: (facts) => cacheAddress(facts, "primary"),
  reader_endpoint_address: (facts) => cacheAddress(facts, "reader"),
  configuration_endpoint_address: (facts) =>
    clusterMode(facts)
      ? `clustercfg.${textFact(facts, "replication_group_id")}.${cacheDomain(facts)}.${regionOf(facts.region).short}.cache.amazonaws.com`
      : "",
  member_clusters: (facts) =>
    Array.from(
      { length: nodes(facts) },
      (_, index) => `${textFact(facts, "replication_group_id")}-${String(index + 1).padStart(3, "0")}`,
    ),
  num_cache_clusters: (facts) =>
    Number(facts.self.num_node_groups ?? 1) * (Number(facts.self.replicas_per_node_group ?? 0) + 1) || 1,
  num_node_groups: 1,
  replicas_per_node_group: (facts) => nodes(facts) - 1,
  cluster_enabled: clusterMode,
  cluster_mode: (facts) => (clusterMode(facts) ? "enabled" : "disabled"),
  engine_version: "7.1",
  engine_version_actual: (facts) => actualCacheVersion(textFact(facts, "engine_version")),
  parameter_group_name: (facts) =>
    `default.${textFact(facts, "engine") || "redis"}${textFact(facts, "engine_version").split(".")[0]}`,
  auto_minor_version_upgrade: "true",
  at_rest_encryption_enabled: "false",
  transit_encryption_enabled: false,
  transit_encryption_mode: (facts) => (facts.get("transit_encryption_enabled") === true ? "required" : ""),
  data_tiering_enabled: false,
  apply_immediately: false,
  global_replication_group_id: "",
  ip_discovery: "ipv4",
  network_type: "ipv4",
  maintenance_window: "sun:05:00-sun:06:00",
  snapshot_window: "03:00-04:00",
  subnet_group_name: "default",
  node_type: "cache.t3.micro",
  security_group_names: [],
};

/** `7.1` runs as `7.1.0`; AWS takes the patch of the newest. */
function actualCacheVersion(version: string): string {
  return version.split(".").length >= 3 ? version : `${version === "" ? "7.1" : version}.0`;
}

const bucketSetting: Knowledge[string] = { id: "{bucket}" };

const tableArn = arn("dynamodb:{region}:{account}:table/{name}");

/** Databases, caches, buckets, file systems, keys and secrets. */
export const data: Knowledge = {
  aws_db_instance: dbInstance,
  aws_rds_cluster: dbCluster,
  aws_docdb_cluster: dbCluster,
  aws_neptune_cluster: dbCluster,
  aws_rds_cluster_instance: {
    ...dbInstance,
    id: "{identifier}",
    dbi_resource_id: "db-{base32:26}",
    endpoint: (facts) =>
      `${textFact(facts, "identifier")}.${rdsDomain(facts)}.${facts.region}.rds.amazonaws.com`,
    writer: true,
  },
  aws_db_subnet_group: {
    id: "{name}",
    arn: arn("rds:{region}:{account}:subgrp:{name}"),
    supported_network_types: ["IPV4"],
    vpc_id: (facts) => vpcOfSubnets(facts.account, strings(facts, "subnet_ids")) ?? "",
  },
  aws_db_parameter_group: { id: "{name}", arn: arn("rds:{region}:{account}:pg:{name}") },
  aws_rds_cluster_parameter_group: { id: "{name}", arn: arn("rds:{region}:{account}:cluster-pg:{name}") },
  aws_db_option_group: { id: "{name}", arn: arn("rds:{region}:{account}:og:{name}") },
  aws_db_snapshot: {
    id: "{db_snapshot_identifier}",
    db_snapshot_arn: arn("rds:{region}:{account}:snapshot:{db_snapshot_identifier}"),
  },
  aws_db_event_subscription: {
    id: "{name}",
    arn: arn("rds:{region}:{account}:es:{name}"),
    customer_aws_id: "{account}",
  },
  aws_db_proxy: {
    id: "{name}",
    arn: arn("rds:{region}:{account}:db-proxy:prx-0{hex:16}"),
    endpoint: (facts) =>
      `${textFact(facts, "name")}.proxy-${rdsDomain(facts)}.${facts.region}.rds.amazonaws.com`,
  },
  aws_elasticache_replication_group: replicationGroup,
  aws_elasticache_cluster: {
    ...replicationGroup,
    id: "{cluster_id}",
    arn: arn("elasticache:{region}:{account}:cluster:{cluster_id}"),
    port: (facts) => (textFact(facts, "engine") === "memcached" ? 11_211 : 6379),
    az_mode: "single-az",
    availability_zone: (facts) => zonesOf(facts.region)[0]?.name ?? "",
    num_cache_nodes: 1,
    cache_nodes: (facts) => [
      {
        id: "0001",
        address: `${textFact(facts, "cluster_id")}.${cacheDomain(facts)}.0001.${regionOf(facts.region).short}.cache.amazonaws.com`,
        port: numberOf(facts.self, "port") ?? 6379,
        availability_zone: textFact(facts, "availability_zone"),
        outpost_arn: "",
      },
    ],
    cluster_address: (facts) =>
      textFact(facts, "engine") === "memcached"
        ? `${textFact(facts, "cluster_id")}.${cacheDomain(facts)}.cfg.${regionOf(facts.region).short}.cache.amazonaws.com`
        : "",
    configuration_endpoint: (facts) =>
      textFact(facts, "cluster_address") === "" ? "" : `${textFact(facts, "cluster_address")}:11211`,
    replication_group_id: "",
  },
  aws_elasticache_subnet_group: {
    id: "{name}",
    arn: arn("elasticache:{region}:{account}:subnetgroup:{name}"),
    vpc_id: (facts) => vpcOfSubnets(facts.account, strings(facts, "subnet_ids")) ?? "",
  },
  aws_elasticache_parameter_group: {
    id: "{name}",
    arn: arn("elasticache:{region}:{account}:parametergroup:{name}"),
  },
  aws_elasticache_user: { id: "{user_id}", arn: arn("elasticache:{region}:{account}:user:{user_id}") },
  aws_elasticache_user_group: {
    id: "{user_group_id}",
    arn: arn("elasticache:{region}:{account}:usergroup:{user_group_id}"),
  },
  aws_s3_bucket: {
    id: "{bucket}",
    bucket: (facts) => `${textFact(facts, "bucket_prefix") || "terraform-"}${uniqueSuffix(facts)}`,
    arn: arn("s3:::{bucket}"),
    bucket_domain_name: "{bucket}.s3.amazonaws.com",
    bucket_regional_domain_name: "{bucket}.s3.{region}.amazonaws.com",
    hosted_zone_id: (facts) => regionOf(facts.region).s3Zone,
    region: "{region}",
    acceleration_status: "",
    acl: null,
    policy: "",
    request_payer: "BucketOwner",
    object_lock_enabled: false,
    website_domain: "",
    website_endpoint: "",
    grant: (facts) => [
      {
        id: token(`${facts.accountId}/canonical`, "hex", 64),
        permissions: ["FULL_CONTROL"],
        type: "CanonicalUser",
        uri: "",
      },
    ],
    versioning: [{ enabled: false, mfa_delete: false }],
    server_side_encryption_configuration: [
      {
        rule: [
          {
            bucket_key_enabled: false,
            apply_server_side_encryption_by_default: [{ kms_master_key_id: "", sse_algorithm: "AES256" }],
          },
        ],
      },
    ],
  },
  ...Object.fromEntries(
    [
      "policy",
      "versioning",
      "public_access_block",
      "ownership_controls",
      "server_side_encryption_configuration",
      "lifecycle_configuration",
      "logging",
      "notification",
      "cors_configuration",
      "website_configuration",
      "accelerate_configuration",
      "object_lock_configuration",
      "request_payment_configuration",
      "replication_configuration",
    ].map((setting) => [`aws_s3_bucket_${setting}`, bucketSetting]),
  ),
  aws_s3_bucket_acl: {
    id: (facts) =>
      textFact(facts, "acl") === "" ? textFact(facts, "bucket") : render("{bucket},{acl}", facts),
  },
  aws_s3_object: {
    id: "{key}",
    arn: arn("s3:::{bucket}/{key}"),
    etag: (facts) =>
      token(
        `${String(facts.get("content") ?? "")}${String(facts.get("content_base64") ?? "")}${String(facts.get("source_hash") ?? "")}`,
        "hex",
        32,
      ),
    version_id: (facts) =>
      token(`${facts.seed}/version/${String(facts.before?.version_id ?? "")}`, "mixed", 32),
    content_type: "application/octet-stream",
    storage_class: "STANDARD",
    server_side_encryption: "AES256",
    acl: null,
    kms_key_id: "",
  },
  aws_dynamodb_table: {
    id: "{name}",
    arn: tableArn,
    stream_arn: (facts) =>
      facts.get("stream_enabled") === true
        ? `${tableArn(facts)}/stream/${timestamp(facts).replace("Z", ".000")}`
        : "",
    stream_label: (facts) =>
      facts.get("stream_enabled") === true ? timestamp(facts).replace("Z", ".000") : "",
  },
  aws_efs_file_system: {
    id: "fs-0{hex:16}",
    arn: arn("elasticfilesystem:{region}:{account}:file-system/{id}"),
    dns_name: "{id}.efs.{region}.amazonaws.com",
    owner_id: "{account}",
    number_of_mount_targets: 0,
    performance_mode: "generalPurpose",
    creation_token: "terraform-20240101{digits:16}",
    availability_zone_id: "",
    availability_zone_name: "",
  },
  aws_efs_access_point: {
    id: "fsap-0{hex:16}",
    arn: arn("elasticfilesystem:{region}:{account}:access-point/{id}"),
    owner_id: "{account}",
  },
  aws_efs_mount_target: {
    id: "fsmt-0{hex:16}",
    network_interface_id: "eni-0{hex:16/eni}",
    dns_name: "{file_system_id}.efs.{region}.amazonaws.com",
    ip_address: (facts) => privateAddress(facts, textFact(facts, "subnet_id")),
  },
  aws_kms_key: {
    id: "{key_id}",
    key_id: "{uuid}",
    arn: arn("kms:{region}:{account}:key/{key_id}"),
    description: "",
    multi_region: false,
    rotation_period_in_days: (facts) => (facts.get("enable_key_rotation") === true ? 365 : 0),
    policy: (facts) => defaultKeyPolicy(facts),
  },
  aws_kms_replica_key: {
    id: "{key_id}",
    key_id: "mrk-{hex:32}",
    arn: arn("kms:{region}:{account}:key/{key_id}"),
  },
  aws_kms_alias: {
    id: "{name}",
    name: (facts) => `${textFact(facts, "name_prefix") || "alias/"}${uniqueSuffix(facts)}`,
    arn: arn("kms:{region}:{account}:{name}"),
    target_key_arn: (facts) =>
      textOf(find(facts.account, textFact(facts, "target_key_id"), "aws_kms_key")?.values, "arn") ??
      render("arn:{partition}:kms:{region}:{account}:key/{target_key_id}", facts),
  },
  aws_kms_grant: { id: "{key_id}:{hex:64}", grant_id: "{hex:64}", grant_token: "{mixed:120/token}" },
  aws_kms_key_policy: { id: "{key_id}" },
  aws_secretsmanager_secret: {
    id: "{arn}",
    arn: arn("secretsmanager:{region}:{account}:secret:{name}-{mixed:6}"),
    policy: "",
    replica: [],
    "replica.status": "InSync",
    "replica.kms_key_id": "",
    "replica.last_accessed_date": "",
  },
  aws_secretsmanager_secret_version: {
    id: "{secret_id}|{version_id}",
    arn: "{secret_id}",
    version_id: (facts) => uuid(`${facts.seed}/version/${String(facts.before?.version_id ?? "")}`),
    version_stages: ["AWSCURRENT"],
  },
  aws_secretsmanager_secret_policy: { id: "{secret_arn}" },
  aws_secretsmanager_secret_rotation: { id: "{secret_id}", rotation_enabled: true },
  aws_ssm_parameter: {
    id: "{name}",
    arn: (facts) =>
      render(
        `arn:{partition}:ssm:{region}:{account}:parameter${textFact(facts, "name").startsWith("/") ? "" : "/"}{name}`,
        facts,
      ),
    version: (facts) => Number(facts.before?.version ?? 0) + 1,
    data_type: "text",
    insecure_value: "",
    value: "",
    key_id: (facts) => (textFact(facts, "type") === "SecureString" ? "alias/aws/ssm" : ""),
    tier: "Standard",
  },
};

/** The policy KMS gives a key that is made without one: the account's root may do everything. */
function defaultKeyPolicy(facts: Facts): string {
  const root = render("arn:{partition}:iam::{account}:root", facts);
  return JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: root },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}
