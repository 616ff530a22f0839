import { DATABASE_PORTS, defaultDatabasePort } from "../../../../aws/database-ports.ts";
import { type Attributes, attributeFlag, attributeText, isGiven } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { NetworkInterface } from "../endpoint-model.ts";
import type { ModelContext } from "../model-context.ts";
import {
  descriptorReader,
  type EndpointDescriptor,
  type EndpointReader,
  type EndpointReaders,
} from "./endpoint-descriptor.ts";
import { tcpPortReader, transportOn } from "./ports.ts";

const SUBNET_GROUP = ["db_subnet_group_name", "aws_db_subnet_group"] as const;

function enginePort(values: Attributes): number | undefined {
  const engine = attributeText(values.engine);
  return engine === undefined ? undefined : defaultDatabasePort(engine);
}

const isDual = (values: Attributes): boolean => attributeText(values.network_type) === "DUAL";

/** https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/db_instance */
const INSTANCE: EndpointDescriptor = {
  kind: "database",
  subnetGroup: SUBNET_GROUP,
  groups: "vpc_security_group_ids",
  listening: tcpPortReader(enginePort),
  publicIPv4: (values) => attributeFlag(values.publicly_accessible, false),
  ipv6: isDual,
};

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html */
const PROXY_PORTS: Readonly<Record<string, number>> = {
  MYSQL: DATABASE_PORTS.mysql,
  POSTGRESQL: DATABASE_PORTS.postgres,
  SQLSERVER: DATABASE_PORTS.sqlserver,
};

/**
 * A database instance. A read replica inherits an unset subnet group, engine or port from its
 * source.
 */
const instance: EndpointReader = (resource, context) => {
  const source = context.resolver.namedResource(
    resource,
    resource.values.replicate_source_db,
    "aws_db_instance",
  );
  const inherited = ["db_subnet_group_name", "engine", "port", "network_type"].filter(
    (name) => !isGiven(resource.values[name]),
  );
  const missing = inherited.map((name) => [name, source?.values[name] ?? null] as const);
  const values =
    source === undefined ? resource.values : { ...resource.values, ...Object.fromEntries(missing) };
  return descriptorReader(INSTANCE)({ ...resource, values }, context);
};

/**
 * A cluster, which represents its instances: public if any of them is. A Multi-AZ cluster has no
 * instance resources.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/rds_cluster_instance
 */
const cluster: EndpointReader = (resource, context) => {
  const publicIPv4 = publicInstances(resource, context);
  return descriptorReader({ ...INSTANCE, publicIPv4: () => publicIPv4 })(resource, context);
};

function publicInstances(cluster: Resource, context: ModelContext): NetworkInterface["publicIPv4"] {
  const flags = context.inventory
    .ofType("aws_rds_cluster_instance")
    .filter(
      (instance) =>
        context.resolver.namedResource(instance, instance.values.cluster_identifier, cluster.type) ===
        cluster,
    )
    .map(({ values }) => attributeFlag(values.publicly_accessible, false));
  const own = attributeFlag(cluster.values.publicly_accessible, false);
  return [own, ...flags].reduce((sum, flag) => (sum === true || flag === true ? true : sum || flag));
}

/** Databases. */
export const DATABASES: EndpointReaders = {
  aws_db_instance: instance,
  aws_rds_cluster: cluster,
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-setup.html
  aws_db_proxy: descriptorReader({
    kind: "database proxy",
    subnets: "vpc_subnet_ids",
    groups: "vpc_security_group_ids",
    listening: ({ values }) => {
      const port = PROXY_PORTS[attributeText(values.engine_family) ?? ""];
      return port === undefined ? undefined : transportOn("tcp", port);
    },
  }),
  // https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html
  aws_docdb_cluster: descriptorReader({
    kind: "database",
    subnetGroup: ["db_subnet_group_name", "aws_docdb_subnet_group"],
    groups: "vpc_security_group_ids",
    listening: tcpPortReader(DATABASE_PORTS.docdb),
  }),
  aws_docdbelastic_cluster: descriptorReader({
    kind: "database",
    subnets: "subnet_ids",
    groups: "vpc_security_group_ids",
    listening: tcpPortReader(DATABASE_PORTS.docdb),
  }),
  // https://docs.aws.amazon.com/neptune/latest/apiref/API_CreateDBCluster.html
  aws_neptune_cluster: descriptorReader({
    kind: "database",
    subnetGroup: ["neptune_subnet_group_name", "aws_neptune_subnet_group"],
    groups: "vpc_security_group_ids",
    listening: tcpPortReader(DATABASE_PORTS.neptune),
  }),
  // https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html
  // publicly_accessible defaults to true in provider version 5 and to false in version 6.
  aws_redshift_cluster: descriptorReader({
    kind: "warehouse",
    subnetGroup: ["cluster_subnet_group_name", "aws_redshift_subnet_group"],
    groups: "vpc_security_group_ids",
    listening: tcpPortReader(DATABASE_PORTS.redshift),
    publicIPv4: (values) => attributeFlag(values.publicly_accessible, undefined) ?? "unknown",
  }),
  // https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-connecting.html
  aws_redshiftserverless_workgroup: descriptorReader({
    kind: "warehouse",
    subnets: "subnet_ids",
    groups: "security_group_ids",
    listening: tcpPortReader(DATABASE_PORTS.redshift),
    publicIPv4: (values) => attributeFlag(values.publicly_accessible, false),
  }),
  // https://docs.aws.amazon.com/timestream/latest/developerguide/timestream-for-influxdb.html
  aws_timestreaminfluxdb_db_instance: descriptorReader({
    kind: "database",
    subnets: "vpc_subnet_ids",
    groups: "vpc_security_group_ids",
    listening: tcpPortReader(8086),
    publicIPv4: (values) => attributeFlag(values.publicly_accessible, false),
    ipv6: isDual,
  }),
  aws_dms_replication_instance: descriptorReader({
    kind: "replication instance",
    subnetGroup: ["replication_subnet_group_id", "aws_dms_replication_subnet_group"],
    groups: "vpc_security_group_ids",
    publicIPv4: (values) => attributeFlag(values.publicly_accessible, undefined) ?? "unknown",
    ipv6: isDual,
  }),
};
