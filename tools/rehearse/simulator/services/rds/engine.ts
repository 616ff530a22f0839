import { stringAttribute, stringListAttribute } from "../../computed-values/attribute-reader.ts";
import { availabilityZonesOf } from "../../computed-values/regions.ts";
import { arnTemplate } from "../../computed-values/value-context.ts";
import type { DataSourceHandler } from "../../data-sources/data-source-handler.ts";
import type { ServiceResources } from "../service-resources.ts";

/**
 * Recent versions of the engines that platforms use, newest first; other full versions of these
 * majors are assumed to exist.
 */
const ENGINE_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  postgres: ["17.5", "17.4", "16.9", "16.8", "15.13", "15.12", "14.18", "13.21"],
  mysql: ["8.4.5", "8.0.42", "8.0.41"],
  mariadb: ["11.4.5", "10.11.11", "10.6.21"],
  "aurora-postgresql": ["17.4", "16.8", "15.12", "14.17", "13.20"],
  "aurora-mysql": ["8.0.mysql_aurora.3.08.2"],
};

/**
 * Reads an engine version: the requested one, the first preferred one that exists, or the newest
 * that matches.
 */
const readEngineVersion: DataSourceHandler = (config) => {
  const engine = stringAttribute(config, "engine") ?? "";
  const versions = ENGINE_VERSIONS[engine] ?? [];
  const requested = stringAttribute(config, "version");
  const family = stringAttribute(config, "parameter_group_family");
  const matching = versions.filter(
    (version) =>
      (requested === undefined || version === requested || version.startsWith(`${requested}.`)) &&
      (family === undefined || parameterGroupFamily(engine, version) === family),
  );
  const preferred = stringListAttribute(config, "preferred_versions").find((version) =>
    matching.includes(version),
  );
  const version = preferred ?? matching[0] ?? unlistedVersion(versions, requested);
  if (version === undefined) {
    const message = `no engine version of ${engine} matches${requested === undefined ? "" : ` ${requested}`}`;
    return {
      apiError: { code: "InvalidParameterCombination", operation: "DescribeDBEngineVersions", message },
    };
  }
  const newer = versions.filter((other) => versions.indexOf(other) < versions.indexOf(version));
  return {
    values: {
      id: version,
      engine,
      version: requested ?? version,
      version_actual: version,
      version_description: `${engine} ${version}`,
      engine_description: engine,
      parameter_group_family: parameterGroupFamily(engine, version),
      status: "available",
      exportable_log_types: engine.includes("postgres")
        ? ["postgresql", "upgrade"]
        : ["audit", "error", "general", "slowquery"],
      supports_log_exports_to_cloudwatch: true,
      supports_read_replica: true,
      supports_certificate_rotation_without_restart: true,
      valid_upgrade_targets: newer,
      valid_minor_targets: newer.filter((other) => other.split(".")[0] === version.split(".")[0]),
      valid_major_targets: newer.filter((other) => other.split(".")[0] !== version.split(".")[0]),
      supported_modes: ["provisioned"],
      default_character_set: "",
      supported_character_sets: [],
      supported_feature_names: [],
      supported_timezones: [],
    },
  };
};

/** The requested version, if it is a full version of a known major. */
function unlistedVersion(versions: readonly string[], requested: string | undefined): string | undefined {
  const [major = "", minor] = requested?.split(".") ?? [];
  return minor !== undefined && versions.some((version) => version.startsWith(`${major}.`))
    ? requested
    : undefined;
}

function parameterGroupFamily(engine: string, version: string): string {
  const [major = "", minor = "0"] = version.split(".");
  return engine.includes("postgres") ? `${engine}${major}` : `${engine}${major}.${minor}`;
}

/** Database engines and parameter groups. */
export const rdsEngineResources: ServiceResources = {
  types: {
    aws_rds_orderable_db_instance: {
      values: {
        id: "{instance_class}",
        instance_class: "db.t3.medium",
        license_model: "general-public-license",
        storage_type: "gp3",
        availability_zones: (context) => availabilityZonesOf(context.region).map(({ name }) => name),
        vpc: true,
        multi_az_capable: true,
        supports_storage_encryption: true,
        supports_storage_autoscaling: true,
        read_replica_capable: true,
      },
    },
    aws_rds_certificate: {
      values: { id: "rds-ca-rsa2048-g1", certificate_type: "CA" },
      readDataSource: () => ({ computed: true }),
    },
    aws_db_parameter_group: {
      values: { id: "{name}", arn: arnTemplate("rds:{region}:{account}:pg:{name}") },
      uniqueName: {
        attribute: "name",
        code: "DBParameterGroupAlreadyExists",
        message: "Parameter group {} already exists",
      },
      awsManaged: { argument: "name", names: /^default\./ },
    },
    aws_rds_cluster_parameter_group: {
      values: {
        id: "{name}",
        arn: arnTemplate("rds:{region}:{account}:cluster-pg:{name}"),
      },
      awsManaged: { argument: "name", names: /^default\./ },
    },
    aws_db_option_group: { values: { id: "{name}", arn: arnTemplate("rds:{region}:{account}:og:{name}") } },
    aws_rds_engine_version: { readDataSource: readEngineVersion },
  },
};
