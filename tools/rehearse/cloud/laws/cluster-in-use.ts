import { lastPart } from "../answers/facts.ts";
import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { deletes, here, refuse } from "./support/rule.ts";

/** A cluster goes after its services. */
export const clusterInUse: Law = {
  name: "cluster-in-use",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html",
  types: ["aws_ecs_cluster"],
  check(change, context) {
    const name = deletes(change) ? textOf(change.before, "name") : undefined;
    if (name === undefined) return [];
    const used = here(context, "aws_ecs_service").some(
      ({ values }) => lastPart(textOf(values, "cluster") ?? "default") === name,
    );
    return refuse(
      used,
      "DeleteCluster",
      "ClusterContainsServicesException",
      "The Cluster cannot be deleted while Services are active.",
    );
  },
};
