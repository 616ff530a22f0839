import { cacheParameterFamily, defaultCacheVersion } from "../../../../aws/cache-engines.ts";
import { MEMCACHED_PORTS, REDIS_PORTS } from "../../../../aws/database-ports.ts";
import { withDefaultTwin } from "../../../../aws/resource-types.ts";
import {
  nestedBlocksOf,
  numberAttribute,
  stringAttribute,
  stringListAttribute,
} from "../computed-values/attribute-reader.ts";
import { deterministicToken } from "../computed-values/deterministic-values.ts";
import { vpcIdOfSubnets } from "../computed-values/existing-resources.ts";
import { availabilityZonesOf, simulatedRegion } from "../computed-values/regions.ts";
import {
  arnTemplate,
  resolveString,
  resolveStrings,
  type ValueContext,
  type ValueGenerators,
} from "../computed-values/value-context.ts";
import {
  apiErrorIf,
  findInRegion,
  hasUnknownAttribute,
  violationIf,
} from "../constraints/support/constraint-helpers.ts";
import { operationName } from "../operation-name.ts";
import { isZeroValue } from "../schema-only-planner/value-equality.ts";
import type { Constraint } from "../simulator-types.ts";
import type { TerraformValue } from "../terraform-value.ts";
import type { CustomizeDiff, ServiceResources } from "./service-resources.ts";

/** The number of nodes of a replication group. */
const nodeCount = (context: ValueContext) => {
  const clusters = context.resolve("num_cache_clusters");
  return typeof clusters === "number" && clusters > 0 ? clusters : 1;
};

/** The domain label shared by all ElastiCache names of an account and region. */
const cacheDomain = (context: ValueContext) =>
  deterministicToken(`${context.accountId}/${context.region}/elasticache`, "lower", 6);

/** The engine, which is Redis OSS unless it is named. */
const cacheEngine = (context: ValueContext) => resolveString(context, "engine") || "redis";

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

const replicationGroup: ValueGenerators = {
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
  engine_version: (context) => defaultCacheVersion(cacheEngine(context)),
  engine_version_actual: (context) => actualCacheVersion(resolveString(context, "engine_version")),
  parameter_group_name: (context) =>
    `default.${cacheParameterFamily(cacheEngine(context), resolveString(context, "engine_version"))}`,
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
  return version.split(".").length >= 3 ? version : `${version}.0`;
}

/**
 * A lower engine version replaces a cache, and so does another engine, except Valkey after Redis.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/elasticache_replication_group#engine_version-1
 * (read 2026-11-30, in the provider's repository)
 */
const replicationGroupDiff: CustomizeDiff = {
  requiresReplace: (prior, config) => [
    ...(isDowngrade(prior.engine_version ?? null, config.engine_version ?? null) ? ["engine_version"] : []),
    ...(isOtherEngine(prior.engine ?? null, config.engine ?? null) ? ["engine"] : []),
  ],
};

function isDowngrade(from: TerraformValue, to: TerraformValue): boolean {
  if (typeof from !== "string" || typeof to !== "string") return false;
  const [before, after] = [from, to].map((version) => version.split(".").map(Number));
  const index = (before ?? []).findIndex((part, at) => part !== after?.[at]);
  return Number(after?.[index]) < Number(before?.[index]);
}

function isOtherEngine(from: TerraformValue, to: TerraformValue): boolean {
  if (isZeroValue(from) || isZeroValue(to) || from === to) return false;
  return !(from === "redis" && to === "valkey");
}

/** Automatic failover requires at least two cache nodes. */
const cacheFailover: Constraint = {
  name: "cache-failover",
  documentation: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
  errorCodes: ["InvalidParameterCombination"],
  types: ["aws_elasticache_replication_group"],
  check(change) {
    const values = change.after;
    if (values === null) return [];
    const nodes =
      numberAttribute(values, "num_cache_clusters") ??
      (numberAttribute(values, "replicas_per_node_group") ?? 0) + 1;
    const isNodeCountKnown =
      !hasUnknownAttribute(values, "num_cache_clusters") ||
      !hasUnknownAttribute(values, "replicas_per_node_group");
    const hasFailover = values.automatic_failover_enabled === true;
    const isSingleNode =
      hasFailover &&
      isNodeCountKnown &&
      nodes < 2 &&
      nestedBlocksOf(values, "node_group_configuration").length === 0;
    return [
      ...violationIf(
        isSingleNode,
        "InvalidParameterCombination",
        "Must have at least 2 cache clusters when automatic failover is enabled.",
        "automatic_failover_enabled",
      ),
      ...violationIf(
        values.multi_az_enabled === true &&
          !hasFailover &&
          !hasUnknownAttribute(values, "automatic_failover_enabled"),
        "InvalidParameterCombination",
        "Must have automatic failover enabled to use Multi-AZ.",
        "multi_az_enabled",
      ),
    ];
  },
};

/** A cache's subnet group must exist, and its security groups must belong to the same VPC. */
const cacheNetwork: Constraint = {
  name: "cache-network",
  documentation: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VPCs.html",
  errorCodes: ["CacheSubnetGroupNotFoundFault", "InvalidParameterValue"],
  types: ["aws_elasticache_replication_group", "aws_elasticache_cluster"],
  check(change, context) {
    if (change.after === null || hasUnknownAttribute(change.after, "subnet_group_name")) return [];
    const name = stringAttribute(change.after, "subnet_group_name");
    const operation = operationName(change.type, "create");
    const group = findInRegion(context, name, "aws_elasticache_subnet_group");
    const isMissing = name !== undefined && name !== "default" && group === undefined;
    const vpc = stringAttribute(group?.values, "vpc_id");
    const foreign = stringListAttribute(change.after, "security_group_ids").find((id) => {
      const other = stringAttribute(
        findInRegion(context, id, ...withDefaultTwin("aws_security_group"))?.values,
        "vpc_id",
      );
      return other !== undefined && vpc !== undefined && other !== vpc;
    });
    return [
      ...apiErrorIf(
        isMissing,
        operation,
        "CacheSubnetGroupNotFoundFault",
        `Cache Subnet Group ${name} does not exist.`,
        "subnet_group_name",
      ),
      ...apiErrorIf(
        foreign !== undefined,
        operation,
        "InvalidParameterValue",
        `Security group ${foreign} is not in the VPC ${vpc} of the cache subnet group.`,
        "security_group_ids",
      ),
    ];
  },
};

/** ElastiCache and MemoryDB clusters. */
export const elasticacheResources: ServiceResources = {
  types: {
    aws_memorydb_cluster: {
      values: {
        id: "{name}",
        arn: arnTemplate("memorydb:{region}:{account}:cluster/{name}"),
        "cluster_endpoint.address": "clustercfg.{name}.{base36:6}.memorydb.{region}.amazonaws.com",
        "cluster_endpoint.port": REDIS_PORTS.all,
      },
    },
    aws_elasticache_serverless_cache: {
      values: {
        id: "{name}",
        arn: arnTemplate("elasticache:{region}:{account}:serverlesscache:{name}"),
        "endpoint.address": "{name}-{base36:6}.serverless.{region}.cache.amazonaws.com",
        "endpoint.port": REDIS_PORTS.all,
        "reader_endpoint.address": "{name}-{base36:6}.serverless.{region}.cache.amazonaws.com",
        "reader_endpoint.port": REDIS_PORTS.reads,
      },
    },
    aws_elasticache_replication_group: {
      customizeDiff: replicationGroupDiff,
      values: replicationGroup,
      uniqueName: {
        attribute: "replication_group_id",
        code: "ReplicationGroupAlreadyExists",
        message: "Replication group {} already exists",
      },
    },
    aws_elasticache_cluster: {
      values: {
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
    },
    aws_elasticache_subnet_group: {
      values: {
        id: "{name}",
        arn: arnTemplate("elasticache:{region}:{account}:subnetgroup:{name}"),
        vpc_id: (context) => vpcIdOfSubnets(context.account, resolveStrings(context, "subnet_ids")) ?? "",
      },
      uniqueName: {
        attribute: "name",
        code: "CacheSubnetGroupAlreadyExists",
        message: "Cache subnet group {} already exists.",
      },
    },
    aws_elasticache_parameter_group: {
      values: {
        id: "{name}",
        arn: arnTemplate("elasticache:{region}:{account}:parametergroup:{name}"),
      },
      uniqueName: {
        attribute: "name",
        code: "CacheParameterGroupAlreadyExists",
        message: "Cache parameter group {} already exists",
      },
    },
    aws_elasticache_user: {
      values: {
        id: "{user_id}",
        arn: arnTemplate("elasticache:{region}:{account}:user:{user_id}"),
      },
    },
    aws_elasticache_user_group: {
      values: {
        id: "{user_group_id}",
        arn: arnTemplate("elasticache:{region}:{account}:usergroup:{user_group_id}"),
      },
    },
  },
  constraints: [cacheFailover, cacheNetwork],
};
