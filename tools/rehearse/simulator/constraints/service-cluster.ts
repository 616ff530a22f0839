import { nestedBlocksOf, stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import { lastSegment } from "../computed-values/value-context.ts";
import type { Constraint } from "../simulator-types.ts";
import {
  apiErrorIf,
  hasUnknownAttribute,
  isCreate,
  resourcesInRegion,
} from "./support/constraint-helpers.ts";

/** An ECS service's cluster must exist and provide the capacity providers that the service uses. */
export const serviceCluster: Constraint = {
  name: "service-cluster",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
  types: ["aws_ecs_service"],
  check(change, context) {
    if (!isCreate(change) || hasUnknownAttribute(change.after, "cluster")) return [];
    const name = lastSegment(stringAttribute(change.after, "cluster") ?? "default");
    const clusterResource = resourcesInRegion(context, "aws_ecs_cluster").find(
      ({ values }) => values.name === name,
    );
    const availableProviders = resourcesInRegion(context, "aws_ecs_cluster_capacity_providers")
      .filter(({ values }) => values.cluster_name === name)
      .flatMap(({ values }) => stringListAttribute(values, "capacity_providers"));
    const requestedProviders = nestedBlocksOf(change.after, "capacity_provider_strategy").map((entry) =>
      stringAttribute(entry, "capacity_provider"),
    );
    const isProviderMissing = requestedProviders.some(
      (provider) => provider !== undefined && !availableProviders.includes(provider),
    );
    const isNameTaken = resourcesInRegion(context, "aws_ecs_service").some(
      ({ values }) =>
        values.name === change.after.name &&
        lastSegment(stringAttribute(values, "cluster") ?? "default") === name,
    );
    return [
      ...apiErrorIf(
        clusterResource === undefined,
        "CreateService",
        "ClusterNotFoundException",
        "Cluster not found.",
        "cluster",
      ),
      ...apiErrorIf(
        isProviderMissing,
        "CreateService",
        "InvalidParameterException",
        "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.",
        "capacity_provider_strategy",
      ),
      ...apiErrorIf(
        isNameTaken,
        "CreateService",
        "InvalidParameterException",
        "Creation of service was not idempotent.",
        "name",
      ),
    ];
  },
};
