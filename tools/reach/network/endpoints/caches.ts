import { MEMCACHED_PORTS, REDIS_PORTS } from "../../../../aws/database-ports.ts";
import type { TransportSet } from "../../packets/transport-set.ts";
import { type Attributes, attributeText, isGiven } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { descriptorReader, type EndpointDescriptor, type EndpointReaders } from "./endpoint-descriptor.ts";
import { tcpPortReader, transportOn } from "./ports.ts";

const isDual = (values: Attributes): boolean =>
  ["dual_stack", "ipv6"].includes(attributeText(values.network_type) ?? "");

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html */
const CACHE: EndpointDescriptor = {
  kind: "cache",
  subnetGroup: ["subnet_group_name", "aws_elasticache_subnet_group"],
  groups: "security_group_ids",
  listening: tcpPortReader(REDIS_PORTS.all),
  ipv6: isDual,
};

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html */
const cacheCluster = descriptorReader({
  ...CACHE,
  listening: tcpPortReader(({ engine }) =>
    attributeText(engine) === "memcached" ? MEMCACHED_PORTS.all : REDIS_PORTS.all,
  ),
});

/**
 * The second port is for reads (Redis OSS, Valkey) or for TLS (Memcached).
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/set-up.html
 */
function serverlessPorts({ values }: Resource): TransportSet | undefined {
  const engine = attributeText(values.engine);
  if (engine === undefined) return undefined;
  return engine === "memcached"
    ? transportOn("tcp", MEMCACHED_PORTS.all, MEMCACHED_PORTS.tls)
    : transportOn("tcp", REDIS_PORTS.all, REDIS_PORTS.reads);
}

/** Caches and in-memory databases. */
export const CACHES: EndpointReaders = {
  aws_elasticache_replication_group: descriptorReader(CACHE),
  // A cluster in a replication group is one of the group's nodes.
  aws_elasticache_cluster: (resource, context) =>
    isGiven(resource.values.replication_group_id) ? undefined : cacheCluster(resource, context),
  aws_elasticache_serverless_cache: descriptorReader({
    kind: "cache",
    subnets: "subnet_ids",
    groups: "security_group_ids",
    listening: serverlessPorts,
  }),
  // https://docs.aws.amazon.com/memorydb/latest/APIReference/API_CreateCluster.html
  aws_memorydb_cluster: descriptorReader({
    kind: "cache",
    subnetGroup: ["subnet_group_name", "aws_memorydb_subnet_group"],
    groups: "security_group_ids",
    listening: tcpPortReader(REDIS_PORTS.all),
    ipv6: isDual,
  }),
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.create-cluster.cli.configure-inbound-rules.html
  aws_dax_cluster: descriptorReader({
    kind: "cache",
    subnetGroup: ["subnet_group_name", "aws_dax_subnet_group"],
    groups: "security_group_ids",
    listening: () => transportOn("tcp", 8111, 9111),
  }),
};
