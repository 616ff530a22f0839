import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { lastSegment } from "../computed-values/value-context.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isDelete, resourcesInRegion } from "./support/constraint-helpers.ts";

/** An ECS cluster cannot be deleted while it has services. */
export const clusterInUse: Constraint = {
  name: "cluster-in-use",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html",
  types: ["aws_ecs_cluster"],
  check(change, context) {
    const name = isDelete(change) ? stringAttribute(change.before, "name") : undefined;
    if (name === undefined) return [];
    const isUsed = resourcesInRegion(context, "aws_ecs_service").some(
      ({ values }) => lastSegment(stringAttribute(values, "cluster") ?? "default") === name,
    );
    return apiErrorIf(
      isUsed,
      "DeleteCluster",
      "ClusterContainsServicesException",
      "The Cluster cannot be deleted while Services are active.",
    );
  },
};
