import { DATABASE_PORTS } from "../../../../aws/database-ports.ts";
import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** Redshift clusters. */
export const redshiftResources: ServiceResources = {
  types: {
    aws_redshift_cluster: {
      values: {
        id: "{cluster_identifier}",
        arn: arnTemplate("redshift:{region}:{account}:cluster:{cluster_identifier}"),
        dns_name: "{cluster_identifier}.{base36:12}.{region}.redshift.amazonaws.com",
        endpoint: "{dns_name}:{port}",
        port: DATABASE_PORTS.redshift,
      },
      uniqueName: {
        attribute: "cluster_identifier",
        code: "ClusterAlreadyExists",
        message: "Cluster already exists",
      },
    },
    aws_redshift_orderable_cluster: {
      values: { id: "{node_type}", node_type: "ra3.xlplus", cluster_type: "multi-node" },
    },
  },
};
