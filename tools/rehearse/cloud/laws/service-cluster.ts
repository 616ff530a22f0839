import { lastPart } from "../answers/facts.ts";
import { blocksOf, textOf, textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, here, isOpen, refuse } from "./support/rule.ts";

/** A service's cluster is there and offers the capacity providers that the service asks for. */
export const serviceCluster: Law = {
  name: "service-cluster",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html",
  types: ["aws_ecs_service"],
  check(change, context) {
    if (!creates(change) || isOpen(change.after, "cluster")) return [];
    const name = lastPart(textOf(change.after, "cluster") ?? "default");
    const cluster = here(context, "aws_ecs_cluster").find(({ values }) => values.name === name);
    const offered = here(context, "aws_ecs_cluster_capacity_providers")
      .filter(({ values }) => values.cluster_name === name)
      .flatMap(({ values }) => textsOf(values, "capacity_providers"));
    const asked = blocksOf(change.after, "capacity_provider_strategy").map((entry) =>
      textOf(entry, "capacity_provider"),
    );
    const missing = asked.some((provider) => provider !== undefined && !offered.includes(provider));
    const same = here(context, "aws_ecs_service").some(
      ({ values }) =>
        values.name === change.after.name && lastPart(textOf(values, "cluster") ?? "default") === name,
    );
    return [
      ...refuse(
        cluster === undefined,
        "CreateService",
        "ClusterNotFoundException",
        "Cluster not found.",
        "cluster",
      ),
      ...refuse(
        missing,
        "CreateService",
        "InvalidParameterException",
        "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.",
        "capacity_provider_strategy",
      ),
      ...refuse(
        same,
        "CreateService",
        "InvalidParameterException",
        "Creation of service was not idempotent.",
        "name",
      ),
    ];
  },
};
