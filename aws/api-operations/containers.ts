import type { TypeOperations } from "./type-operations.ts";

/** The API operations of ECR, ECS and EKS. */
export const containersOperations: Readonly<Record<string, TypeOperations>> = {
  aws_ecr_repository: [
    "CreateRepository",
    "DescribeRepositories",
    "PutImageTagMutability",
    "DeleteRepository",
  ],
  aws_ecr_lifecycle_policy: [
    "PutLifecyclePolicy",
    "GetLifecyclePolicy",
    "PutLifecyclePolicy",
    "DeleteLifecyclePolicy",
  ],
  aws_ecr_repository_policy: [
    "SetRepositoryPolicy",
    "GetRepositoryPolicy",
    "SetRepositoryPolicy",
    "DeleteRepositoryPolicy",
  ],
  aws_ecs_capacity_provider: [
    "CreateCapacityProvider",
    "DescribeCapacityProviders",
    "UpdateCapacityProvider",
    "DeleteCapacityProvider",
  ],
  aws_ecs_cluster: ["CreateCluster", "DescribeClusters", "UpdateCluster", "DeleteCluster"],
  aws_ecs_cluster_capacity_providers: [
    "PutClusterCapacityProviders",
    "DescribeClusters",
    "PutClusterCapacityProviders",
    "PutClusterCapacityProviders",
  ],
  aws_ecs_service: ["CreateService", "DescribeServices", "UpdateService", "DeleteService"],
  aws_ecs_task_definition: [
    "RegisterTaskDefinition",
    "DescribeTaskDefinition",
    null,
    "DeregisterTaskDefinition",
  ],
  aws_ecs_task_set: ["CreateTaskSet", "DescribeTaskSets", "UpdateTaskSet", "DeleteTaskSet"],
  aws_eks_access_entry: [
    "CreateAccessEntry",
    "DescribeAccessEntry",
    "UpdateAccessEntry",
    "DeleteAccessEntry",
  ],
  aws_eks_access_policy_association: [
    "AssociateAccessPolicy",
    "ListAssociatedAccessPolicies",
    null,
    "DisassociateAccessPolicy",
  ],
  aws_eks_addon: ["CreateAddon", "DescribeAddon", "UpdateAddon", "DeleteAddon"],
  aws_eks_cluster: ["CreateCluster", "DescribeCluster", "UpdateClusterConfig", "DeleteCluster"],
  aws_eks_fargate_profile: ["CreateFargateProfile", "DescribeFargateProfile", null, "DeleteFargateProfile"],
  aws_eks_node_group: ["CreateNodegroup", "DescribeNodegroup", "UpdateNodegroupConfig", "DeleteNodegroup"],
  aws_eks_pod_identity_association: [
    "CreatePodIdentityAssociation",
    "DescribePodIdentityAssociation",
    "UpdatePodIdentityAssociation",
    "DeletePodIdentityAssociation",
  ],
};
