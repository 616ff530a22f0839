import type { Resource } from "../../input/inventory.ts";
import type { Services } from "../../packets/services.ts";
import { onPort, portsOf } from "./ports.ts";
import { type Readers, type Shape, shaped } from "./shape.ts";
import { type Attributes, isGiven, textOf } from "./values.ts";

const isDual = (values: Attributes): boolean =>
  ["dual_stack", "ipv6"].includes(textOf(values.network_type) ?? "");

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html */
const CACHE: Shape = {
  kind: "cache",
  subnetGroup: ["subnet_group_name", "aws_elasticache_subnet_group"],
  groups: "security_group_ids",
  listens: onPort(6379),
  ipv6: isDual,
};

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html */
const cacheCluster = shaped({
  ...CACHE,
  listens: onPort(({ engine }) => (textOf(engine) === "memcached" ? 11_211 : 6379)),
});

/**
 * The second port is for reads (Redis OSS, Valkey) and for TLS (Memcached).
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/set-up.html
 */
function serverlessPorts({ values }: Resource): Services | undefined {
  const engine = textOf(values.engine);
  if (engine === undefined) return undefined;
  return engine === "memcached" ? portsOf("tcp", 11_211, 11_212) : portsOf("tcp", 6379, 6380);
}

/** Caches and databases in memory. */
export const CACHES: Readers = {
  aws_elasticache_replication_group: shaped(CACHE),
  // One that belongs to a replication group is a node of it.
  aws_elasticache_cluster: (resource, site) =>
    isGiven(resource.values.replication_group_id) ? undefined : cacheCluster(resource, site),
  aws_elasticache_serverless_cache: shaped({
    kind: "cache",
    subnets: "subnet_ids",
    groups: "security_group_ids",
    listens: serverlessPorts,
  }),
  // https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CreateCluster.html
  aws_memorydb_cluster: shaped({
    kind: "cache",
    subnetGroup: ["subnet_group_name", "aws_memorydb_subnet_group"],
    groups: "security_group_ids",
    listens: onPort(6379),
    ipv6: isDual,
  }),
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.create-cluster.cli.configure-inbound-rules.html
  aws_dax_cluster: shaped({
    kind: "cache",
    subnetGroup: ["subnet_group_name", "aws_dax_subnet_group"],
    groups: "security_group_ids",
    listens: () => portsOf("tcp", 8111, 9111),
  }),
};
