import { MEMCACHED_PORTS, REDIS_PORTS } from "../../../../../aws/database-ports.ts";
import { numberAttribute } from "../attribute-reader.ts";
import { deterministicToken } from "../deterministic-values.ts";
import { vpcIdOfSubnets } from "../existing-resources.ts";
import { availabilityZonesOf, simulatedRegion } from "../regions.ts";
import {
  arnTemplate,
  type ResourceDefinitions,
  resolveString,
  resolveStrings,
  type ValueContext,
} from "../value-context.ts";

/** The number of nodes of a replication group. */
const nodeCount = (context: ValueContext) => {
  const clusters = context.resolve("num_cache_clusters");
  return typeof clusters === "number" && clusters > 0 ? clusters : 1;
};

/** The domain label shared by all ElastiCache names of an account and region. */
const cacheDomain = (context: ValueContext) =>
  deterministicToken(`${context.accountId}/${context.region}/elasticache`, "lower", 6);

const isClusterMode = (context: ValueContext) => Number(context.self.num_node_groups ?? 1) > 1;

/**
 * Returns `master.name.abc.use1.cache.amazonaws.com` with TLS, `name.abc.ng.0001.use1…` without.
 */
function cacheEndpoint(context: ValueContext, role: "primary" | "reader"): string {
  if (isClusterMode(context)) return "";
  const name = resolveString(context, "replication_group_id");
  const zoneIdPrefix = simulatedRegion(context.region).zoneIdPrefix;
  if (context.resolve("transit_encryption_enabled") === true)
    return `${role === "primary" ? "master" : "replica"}.${name}.${cacheDomain(context)}.${zoneIdPrefix}.cache.amazonaws.com`;
  return `${name}${role === "primary" ? "" : "-ro"}.${cacheDomain(context)}.ng.0001.${zoneIdPrefix}.cache.amazonaws.com`;
}

const replicationGroup: ResourceDefinitions[string] = {
  id: "{replication_group_id}",
  arn: arnTemplate("elasticache:{region}:{account}:replicationgroup:{replication_group_id}"),
  primary_endpoint_address: (context) => cacheEndpoint(context, "primary"),
  reader_endpoint_address: (context) => cacheEndpoint(context, "reader"),
  configuration_endpoint_address: (context) =>
    isClusterMode(context)
      ? `clustercfg.${resolveString(context, "replication_group_id")}.${cacheDomain(context)}.${simulatedRegion(context.region).zoneIdPrefix}.cache.amazonaws.com`
      : "",
  member_clusters: (context) =>
    Array.from(
      { length: nodeCount(context) },
      (_, index) => `${resolveString(context, "replication_group_id")}-${String(index + 1).padStart(3, "0")}`,
    ),
  num_cache_clusters: (context) =>
    Number(context.self.num_node_groups ?? 1) * (Number(context.self.replicas_per_node_group ?? 0) + 1) || 1,
  num_node_groups: 1,
  replicas_per_node_group: (context) => nodeCount(context) - 1,
  cluster_enabled: isClusterMode,
  cluster_mode: (context) => (isClusterMode(context) ? "enabled" : "disabled"),
  engine_version: "7.1",
  engine_version_actual: (context) => actualCacheVersion(resolveString(context, "engine_version")),
  parameter_group_name: (context) =>
    `default.${resolveString(context, "engine") || "redis"}${resolveString(context, "engine_version").split(".")[0]}`,
  auto_minor_version_upgrade: "true",
  at_rest_encryption_enabled: "false",
  transit_encryption_enabled: false,
  transit_encryption_mode: (context) =>
    context.resolve("transit_encryption_enabled") === true ? "required" : "",
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

/** Completes `7.1` to `7.1.0`; AWS uses the newest patch. */
function actualCacheVersion(version: string): string {
  return version.split(".").length >= 3 ? version : `${version === "" ? "7.1" : version}.0`;
}

/** ElastiCache resources. */
export const cacheResources: ResourceDefinitions = {
  aws_elasticache_replication_group: replicationGroup,
  aws_elasticache_cluster: {
    ...replicationGroup,
    id: "{cluster_id}",
    arn: arnTemplate("elasticache:{region}:{account}:cluster:{cluster_id}"),
    port: (context) =>
      resolveString(context, "engine") === "memcached" ? MEMCACHED_PORTS.all : REDIS_PORTS.all,
    az_mode: "single-az",
    availability_zone: (context) => availabilityZonesOf(context.region)[0]?.name ?? "",
    num_cache_nodes: 1,
    cache_nodes: (context) => [
      {
        id: "0001",
        address: `${resolveString(context, "cluster_id")}.${cacheDomain(context)}.0001.${simulatedRegion(context.region).zoneIdPrefix}.cache.amazonaws.com`,
        port: numberAttribute(context.self, "port") ?? REDIS_PORTS.all,
        availability_zone: resolveString(context, "availability_zone"),
        outpost_arn: "",
      },
    ],
    cluster_address: (context) =>
      resolveString(context, "engine") === "memcached"
        ? `${resolveString(context, "cluster_id")}.${cacheDomain(context)}.cfg.${simulatedRegion(context.region).zoneIdPrefix}.cache.amazonaws.com`
        : "",
    configuration_endpoint: (context) =>
      resolveString(context, "cluster_address") === ""
        ? ""
        : `${resolveString(context, "cluster_address")}:${MEMCACHED_PORTS.all}`,
    replication_group_id: "",
  },
  aws_elasticache_subnet_group: {
    id: "{name}",
    arn: arnTemplate("elasticache:{region}:{account}:subnetgroup:{name}"),
    vpc_id: (context) => vpcIdOfSubnets(context.account, resolveStrings(context, "subnet_ids")) ?? "",
  },
  aws_elasticache_parameter_group: {
    id: "{name}",
    arn: arnTemplate("elasticache:{region}:{account}:parametergroup:{name}"),
  },
  aws_elasticache_user: {
    id: "{user_id}",
    arn: arnTemplate("elasticache:{region}:{account}:user:{user_id}"),
  },
  aws_elasticache_user_group: {
    id: "{user_group_id}",
    arn: arnTemplate("elasticache:{region}:{account}:usergroup:{user_group_id}"),
  },
};
