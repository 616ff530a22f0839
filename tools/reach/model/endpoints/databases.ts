import type { Resource } from "../../input/inventory.ts";
import type { Interface } from "../fabric.ts";
import { onPort, portsOf } from "./ports.ts";
import { type Reader, type Readers, type Shape, shaped } from "./shape.ts";
import type { Site } from "./site.ts";
import { type Attributes, flagOf, isGiven, textOf } from "./values.ts";

/**
 * Default ports by engine.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
 */
const ENGINE_PORTS: readonly (readonly [engine: RegExp, port: number])[] = [
  [/^(aurora|aurora-mysql|mysql|mariadb)$/, 3306],
  [/^(aurora-postgresql|postgres)$/, 5432],
  [/^(custom-)?oracle-/, 1521],
  [/^(custom-)?sqlserver-/, 1433],
  [/^db2-/, 50_000],
];

const SUBNET_GROUP = ["db_subnet_group_name", "aws_db_subnet_group"] as const;

function enginePort(values: Attributes): number | undefined {
  const engine = textOf(values.engine);
  return engine === undefined ? undefined : ENGINE_PORTS.find(([pattern]) => pattern.test(engine))?.[1];
}

const isDual = (values: Attributes): boolean => textOf(values.network_type) === "DUAL";

/** https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/db_instance */
const INSTANCE: Shape = {
  kind: "database",
  subnetGroup: SUBNET_GROUP,
  groups: "vpc_security_group_ids",
  listens: onPort(enginePort),
  publicIPv4: (values) => flagOf(values.publicly_accessible, false),
  ipv6: isDual,
};

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html */
const PROXY_PORTS: Readonly<Record<string, number>> = { MYSQL: 3306, POSTGRESQL: 5432, SQLSERVER: 1433 };

/** A read replica without a subnet group, an engine or a port has those of its source. */
const instance: Reader = (resource, site) => {
  const source = site.resource(resource, resource.values.replicate_source_db, "aws_db_instance");
  const inherited = ["db_subnet_group_name", "engine", "port", "network_type"].filter(
    (name) => !isGiven(resource.values[name]),
  );
  const missing = inherited.map((name) => [name, source?.values[name] ?? null] as const);
  const values =
    source === undefined ? resource.values : { ...resource.values, ...Object.fromEntries(missing) };
  return shaped(INSTANCE)({ ...resource, values }, site);
};

/**
 * A cluster stands for its instances; it is public when one of them is. A Multi-AZ cluster has none.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/rds_cluster_instance
 */
const cluster: Reader = (resource, site) => {
  const publicIPv4 = publicInstances(resource, site);
  return shaped({ ...INSTANCE, publicIPv4: () => publicIPv4 })(resource, site);
};

function publicInstances(cluster: Resource, site: Site): Interface["publicIPv4"] {
  const flags = site.inventory
    .ofType("aws_rds_cluster_instance")
    .filter(
      (instance) => site.resource(instance, instance.values.cluster_identifier, cluster.type) === cluster,
    )
    .map(({ values }) => flagOf(values.publicly_accessible, false));
  const own = flagOf(cluster.values.publicly_accessible, false);
  return [own, ...flags].reduce((sum, flag) => (sum === true || flag === true ? true : sum || flag));
}

/** Databases. */
export const DATABASES: Readers = {
  aws_db_instance: instance,
  aws_rds_cluster: cluster,
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-setup.html
  aws_db_proxy: shaped({
    kind: "database proxy",
    subnets: "vpc_subnet_ids",
    groups: "vpc_security_group_ids",
    listens: ({ values }) => {
      const port = PROXY_PORTS[textOf(values.engine_family) ?? ""];
      return port === undefined ? undefined : portsOf("tcp", port);
    },
  }),
  // https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html
  aws_docdb_cluster: shaped({
    kind: "database",
    subnetGroup: ["db_subnet_group_name", "aws_docdb_subnet_group"],
    groups: "vpc_security_group_ids",
    listens: onPort(27_017),
  }),
  aws_docdbelastic_cluster: shaped({
    kind: "database",
    subnets: "subnet_ids",
    groups: "vpc_security_group_ids",
    listens: onPort(27_017),
  }),
  // https://docs.aws.amazon.com/neptune/latest/apiref/API_CreateDBCluster.html
  aws_neptune_cluster: shaped({
    kind: "database",
    subnetGroup: ["neptune_subnet_group_name", "aws_neptune_subnet_group"],
    groups: "vpc_security_group_ids",
    listens: onPort(8182),
  }),
  // https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html; the provider's default
  // for publicly_accessible is true in version 5 and false in version 6.
  aws_redshift_cluster: shaped({
    kind: "warehouse",
    subnetGroup: ["cluster_subnet_group_name", "aws_redshift_subnet_group"],
    groups: "vpc_security_group_ids",
    listens: onPort(5439),
    publicIPv4: (values) => flagOf(values.publicly_accessible, undefined) ?? "unknown",
  }),
  // https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-connecting.html
  aws_redshiftserverless_workgroup: shaped({
    kind: "warehouse",
    subnets: "subnet_ids",
    groups: "security_group_ids",
    listens: onPort(5439),
    publicIPv4: (values) => flagOf(values.publicly_accessible, false),
  }),
  // https://docs.aws.amazon.com/timestream/latest/developerguide/timestream-for-influxdb.html
  aws_timestreaminfluxdb_db_instance: shaped({
    kind: "database",
    subnets: "vpc_subnet_ids",
    groups: "vpc_security_group_ids",
    listens: onPort(8086),
    publicIPv4: (values) => flagOf(values.publicly_accessible, false),
    ipv6: isDual,
  }),
  aws_dms_replication_instance: shaped({
    kind: "replication instance",
    subnetGroup: ["replication_subnet_group_id", "aws_dms_replication_subnet_group"],
    groups: "vpc_security_group_ids",
    publicIPv4: (values) => flagOf(values.publicly_accessible, undefined) ?? "unknown",
    ipv6: isDual,
  }),
};
