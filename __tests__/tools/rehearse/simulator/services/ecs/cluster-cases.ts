import { runningService } from "../../constraints/case-resources.ts";
import type { ConstraintCase } from "../../constraints/constraint-case.ts";

export const ecsClusterCases: readonly ConstraintCase[] = [
  {
    constraint: "cluster-in-use",
    when: "the cluster has no service",
    type: "aws_ecs_cluster",
    before: { name: "other" },
    account: [runningService],
  },
  {
    constraint: "cluster-in-use",
    when: "the cluster has a service",
    type: "aws_ecs_cluster",
    before: { name: "main" },
    account: [runningService],
    errors: [
      "DeleteCluster ClusterContainsServicesException: The Cluster cannot be deleted while Services are active.",
    ],
  },
];
