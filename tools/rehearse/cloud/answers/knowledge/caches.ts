import { vpcOfSubnets } from "../account-index.ts";
import { arn, type Facts, type Knowledge, textFact, textsFact } from "../facts.ts";
import { regionOf, zonesOf } from "../places.ts";
import { numberOf } from "../read.ts";
import { token } from "../token.ts";

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

/** ElastiCache. */
export const caches: Knowledge = {
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
    vpc_id: (facts) => vpcOfSubnets(facts.account, textsFact(facts, "subnet_ids")) ?? "",
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
};
