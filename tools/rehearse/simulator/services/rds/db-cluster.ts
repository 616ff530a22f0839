import { generateUniqueSuffix } from "../../computed-values/attribute-rules/generated-names.ts";
import { availabilityZonesOf } from "../../computed-values/regions.ts";
import { arnTemplate, resolveString, type ValueGenerators } from "../../computed-values/value-context.ts";
import type { ServiceResources } from "../service-resources.ts";
import { dbInstance, defaultParameterGroup, rdsDomain } from "./database-values.ts";

/** A cluster of RDS, DocumentDB or Neptune. */
const dbCluster: ValueGenerators = {
  ...dbInstance,
  id: "{cluster_identifier}",
  arn: arnTemplate("rds:{region}:{account}:cluster:{cluster_identifier}"),
  cluster_identifier: (context) =>
    `${resolveString(context, "cluster_identifier_prefix") || "tf-"}${generateUniqueSuffix(context)}`,
  cluster_resource_id: "cluster-{base32:26}",
  endpoint: (context) =>
    `${resolveString(context, "cluster_identifier")}.cluster-${rdsDomain(context)}.${context.region}.rds.amazonaws.com`,
  reader_endpoint: (context) =>
    `${resolveString(context, "cluster_identifier")}.cluster-ro-${rdsDomain(context)}.${context.region}.rds.amazonaws.com`,
  availability_zones: (context) =>
    availabilityZonesOf(context.region)
      .slice(0, 3)
      .map((zone) => zone.name),
  cluster_members: [],
  db_cluster_parameter_group_name: defaultParameterGroup,
};

/** Aurora, DocumentDB and Neptune clusters. */
export const rdsDbClusterResources: ServiceResources = {
  types: {
    aws_docdb_engine_version: {
      values: {
        id: "{version}",
        version: "5.0.0",
        engine: "docdb",
        parameter_group_family: (context) =>
          `docdb${resolveString(context, "version").replace(/\.\d+$/, "")}`,
      },
    },
    aws_neptune_engine_version: {
      values: {
        id: "{version}",
        version: "1.3.4.0",
        version_actual: "{version}",
        engine: "neptune",
      },
    },
    aws_rds_cluster: {
      values: dbCluster,
      uniqueName: {
        attribute: "cluster_identifier",
        code: "DBClusterAlreadyExistsFault",
        message: "DB Cluster already exists",
      },
    },
    aws_docdb_cluster: { values: dbCluster },
    aws_neptune_cluster: { values: dbCluster },
    aws_rds_cluster_instance: {
      values: {
        ...dbInstance,
        id: "{identifier}",
        dbi_resource_id: "db-{base32:26}",
        endpoint: (context) =>
          `${resolveString(context, "identifier")}.${rdsDomain(context)}.${context.region}.rds.amazonaws.com`,
        writer: true,
      },
    },
  },
};
