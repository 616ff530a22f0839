import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { arnTemplate, lastSegment } from "../../computed-values/value-context.ts";
import { isDelete, resourcesInRegion, violationIf } from "../../constraints/support/constraint-helpers.ts";
import type { Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";

/** An ECS cluster cannot be deleted while it has services. */
const clusterInUse: Constraint = {
  name: "cluster-in-use",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html",
  errorCodes: ["ClusterContainsServicesException"],
  isRetried: true,
  types: ["aws_ecs_cluster"],
  check(change, context) {
    const name = isDelete(change) ? stringAttribute(change.before, "name") : undefined;
    if (name === undefined) return [];
    const isUsed = resourcesInRegion(context, "aws_ecs_service").some(
      ({ values }) => lastSegment(stringAttribute(values, "cluster") ?? "default") === name,
    );
    return violationIf(
      isUsed,
      "ClusterContainsServicesException",
      "The Cluster cannot be deleted while Services are active.",
    );
  },
};

/** ECS clusters. */
export const ecsClusterResources: ServiceResources = {
  types: {
    aws_ecs_cluster: {
      values: {
        id: "{arn}",
        arn: arnTemplate("ecs:{region}:{account}:cluster/{name}"),
        setting: [{ name: "containerInsights", value: "disabled" }],
      },
      notFound: { code: "ClusterNotFoundException", message: "Cluster not found: {}" },
    },
    aws_ecs_cluster_capacity_providers: { values: { id: "{cluster_name}" } },
    aws_ecs_capacity_provider: {
      values: {
        id: "{arn}",
        arn: arnTemplate("ecs:{region}:{account}:capacity-provider/{name}"),
      },
      uniqueName: {
        attribute: "name",
        code: "ClientException",
        message: "The specified capacity provider already exists: {}",
      },
    },
  },
  constraints: [clusterInUse],
};
