import { DATABASE_PORTS, defaultDatabasePort } from "../../../../../aws/database-ports.ts";
import { stringAttribute, stringListAttribute } from "../../computed-values/attribute-reader.ts";
import { formatTimestamp } from "../../computed-values/attribute-rules/attributes.ts";
import { generateUniqueSuffix } from "../../computed-values/attribute-rules/generated-names.ts";
import { deterministicToken, deterministicUuid } from "../../computed-values/deterministic-values.ts";
import { findExistingResource } from "../../computed-values/existing-resources.ts";
import { availabilityZonesOf, simulatedRegion } from "../../computed-values/regions.ts";
import {
  arnTemplate,
  renderTemplate,
  resolveString,
  type ValueContext,
  type ValueGenerators,
} from "../../computed-values/value-context.ts";

/** The domain label shared by all RDS names of an account and region. */
export const rdsDomain = (context: ValueContext) =>
  deterministicToken(`${context.accountId}/${context.region}/rds`, "base36", 12);

const databasePort = (context: ValueContext) =>
  defaultDatabasePort(resolveString(context, "engine")) ?? DATABASE_PORTS.mysql;

/**
 * The default parameter group of the engine's version: `default.postgres15`, `default.mysql8.0`.
 */
export function defaultParameterGroup(context: ValueContext): string {
  const engine = resolveString(context, "engine");
  const [major = "", minor = "0"] = resolveString(context, "engine_version").split(".");
  return engine.includes("postgres") ? `default.${engine}${major}` : `default.${engine}${major}.${minor}`;
}

/** Completes a major version with the minor version that RDS chooses. */
function actualVersion(requestedVersion: string): string {
  return /^\d+$/.test(requestedVersion) ? `${requestedVersion}.10` : requestedVersion;
}

const defaultRdsKeyArn = (context: ValueContext) =>
  renderTemplate(
    `arn:{partition}:kms:{region}:{account}:key/${deterministicUuid(`${context.accountId}/${context.region}/aws/rds`)}`,
    context,
  );

const masterUserSecret = (context: ValueContext) => {
  if (context.resolve("manage_master_user_password") !== true) return [];
  const secret = renderTemplate(
    "arn:{partition}:secretsmanager:{region}:{account}:secret:rds!db-{uuid:secret}-{mixed:6/secret}",
    context,
  );
  return [
    {
      kms_key_id: resolveString(context, "master_user_secret_kms_key_id") || defaultSecretsKeyArn(context),
      secret_arn: secret,
      secret_status: "active",
    },
  ];
};

const defaultSecretsKeyArn = (context: ValueContext) =>
  renderTemplate(
    `arn:{partition}:kms:{region}:{account}:key/${deterministicUuid(`${context.accountId}/${context.region}/aws/secretsmanager`)}`,
    context,
  );

const vpcOfSubnetGroup = (context: ValueContext) =>
  stringAttribute(
    findExistingResource(
      context.account,
      resolveString(context, "db_subnet_group_name"),
      "aws_db_subnet_group",
    )?.values,
    "vpc_id",
  );

/** Values of DB instances. */
export const dbInstance: ValueGenerators = {
  id: "{resource_id}",
  resource_id: "db-{base32:26}",
  arn: arnTemplate("rds:{region}:{account}:db:{identifier}"),
  identifier: (context) =>
    `${resolveString(context, "identifier_prefix") || "terraform-"}${generateUniqueSuffix(context)}`,
  address: (context) =>
    `${resolveString(context, "identifier")}.${rdsDomain(context)}.${context.region}.rds.amazonaws.com`,
  endpoint: "{address}:{port}",
  port: databasePort,
  hosted_zone_id: (context) =>
    simulatedRegion(context.region).hostedZones.rds ||
    `Z${deterministicToken(`rds/${context.region}`, "upper", 13)}`,
  status: "available",
  engine_version_actual: (context) => actualVersion(resolveString(context, "engine_version")),
  allocated_storage: 20,
  availability_zone: (context) => {
    const group = findExistingResource(
      context.account,
      resolveString(context, "db_subnet_group_name"),
      "aws_db_subnet_group",
    );
    const subnet = findExistingResource(
      context.account,
      stringListAttribute(group?.values, "subnet_ids")[0],
      "aws_subnet",
    );
    return (
      stringAttribute(subnet?.values, "availability_zone") ??
      availabilityZonesOf(context.region)[0]?.name ??
      ""
    );
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
  iops: (context) => (resolveString(context, "storage_type") === "gp3" ? 3000 : 0),
  storage_throughput: (context) => (resolveString(context, "storage_type") === "gp3" ? 125 : 0),
  storage_type: "gp2",
  kms_key_id: (context) => (context.resolve("storage_encrypted") === true ? defaultRdsKeyArn(context) : ""),
  latest_restorable_time: (context) => formatTimestamp(context),
  license_model: (context) =>
    resolveString(context, "engine").includes("postgres") ? "postgresql-license" : "general-public-license",
  listener_endpoint: [],
  master_user_secret: masterUserSecret,
  master_user_secret_kms_key_id: (context) =>
    context.resolve("manage_master_user_password") === true ? defaultSecretsKeyArn(context) : "",
  monitoring_role_arn: "",
  multi_az: false,
  network_type: "IPV4",
  option_group_name: (context) =>
    `default:${defaultParameterGroup(context)
      .slice("default.".length)
      .replace(".", "-")
      .replace(/^([a-z]+)(\d)/, "$1-$2")}`,
  parameter_group_name: defaultParameterGroup,
  performance_insights_kms_key_id: (context) =>
    context.resolve("performance_insights_enabled") === true ? defaultRdsKeyArn(context) : "",
  performance_insights_retention_period: (context) =>
    context.resolve("performance_insights_enabled") === true ? 7 : 0,
  replica_mode: "",
  replicas: [],
  snapshot_identifier: "",
  timezone: "",
  username: "",
  vpc_security_group_ids: (context) => {
    const group = stringAttribute(
      findExistingResource(context.account, vpcOfSubnetGroup(context), "aws_vpc")?.values,
      "default_security_group_id",
    );
    return group === undefined ? [] : [group];
  },
};
