import { find, vpcOfSubnets } from "../account-index.ts";
import { arn, type Facts, type Knowledge, render, textFact, textsFact } from "../facts.ts";
import { regionOf, zonesOf } from "../places.ts";
import { textOf, textsOf } from "../read.ts";
import { timestamp } from "../rules/attributes.ts";
import { uniqueSuffix } from "../rules/names.ts";
import { token, uuid } from "../token.ts";

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

/** Of a major version alone RDS runs a minor of its own choice. */
function actualVersion(asked: string): string {
  return /^\d+$/.test(asked) ? `${asked}.10` : asked;
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
  engine_version_actual: (facts) => actualVersion(textFact(facts, "engine_version")),
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

/** Relational databases and their groups. */
export const databases: Knowledge = {
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
    vpc_id: (facts) => vpcOfSubnets(facts.account, textsFact(facts, "subnet_ids")) ?? "",
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
};
