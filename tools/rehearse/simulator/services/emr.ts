import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** EMR clusters. */
export const emrResources: ServiceResources = {
  types: {
    aws_emr_cluster: {
      values: {
        id: "j-{upper:13}",
        arn: arnTemplate("elasticmapreduce:{region}:{account}:cluster/{id}"),
        cluster_state: "WAITING",
        master_public_dns: "ec2-203-0-113-{octet:master}.{region}.compute.amazonaws.com",
      },
    },
    aws_emrserverless_application: {
      values: {
        id: "00{base36:14}",
        arn: arnTemplate("emr-serverless:{region}:{account}:/applications/{id}"),
      },
    },
  },
};
