import { ACCOUNT_ID, type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const cluster = exists("aws_ecs_cluster", `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:cluster/main`, {
  name: "main",
});
const running = exists("aws_ecs_service", `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:service/main/web`, {
  name: "web",
  cluster: cluster.id,
});

export const ecsClusterCases: readonly ConstraintCase[] = [
  {
    constraint: "cluster-in-use",
    when: "the cluster has no service",
    type: "aws_ecs_cluster",
    before: { name: "other" },
    account: [running],
  },
  {
    constraint: "cluster-in-use",
    when: "the cluster has a service",
    type: "aws_ecs_cluster",
    before: { name: "main" },
    account: [running],
    errors: [
      "DeleteCluster ClusterContainsServicesException: The Cluster cannot be deleted while Services are active.",
    ],
  },
];
