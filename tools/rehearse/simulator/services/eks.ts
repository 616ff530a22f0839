import { arnTemplate, renderTemplate } from "../computed-values/value-context.ts";
import type { ParentReference, ServiceResources } from "./service-resources.ts";

const CLUSTER_PARENT: ParentReference = {
  attribute: "cluster_name",
  types: ["aws_eks_cluster"],
  code: "ResourceNotFoundException",
  message: "No cluster found for name: {}.",
};

/** EKS clusters. */
export const eksResources: ServiceResources = {
  types: {
    aws_eks_addon_version: { values: { id: "{addon_name}", version: "v1.18.5-eksbuild.1" } },
    // The real provider signs a new token at each read, which would change an output at every plan.
    aws_eks_cluster_auth: { values: { id: "{name}", token: "k8s-aws-v1.{mixed:240/token}" } },
    aws_eks_cluster_versions: {
      values: {
        id: "{region}",
        cluster_versions: ["1.33", "1.32", "1.31"].map((cluster_version, i) => ({
          cluster_version,
          cluster_type: "eks",
          default_version: i === 0,
          version_status: "STANDARD_SUPPORT",
        })),
      },
    },
    aws_eks_cluster: {
      values: {
        id: "{name}",
        arn: arnTemplate("eks:{region}:{account}:cluster/{name}"),
        endpoint: "https://{hex:32}.gr7.{region}.eks.amazonaws.com",
        platform_version: "eks.1",
        status: "ACTIVE",
        certificate_authority: (context) => [
          { data: Buffer.from(renderTemplate("{hex:32/ca}", context)).toString("base64") },
        ],
        identity: (context) => [
          {
            oidc: [
              {
                issuer: renderTemplate("https://oidc.eks.{region}.amazonaws.com/id/{upper:32/oidc}", context),
              },
            ],
          },
        ],
      },
      uniqueName: {
        attribute: "name",
        code: "ResourceInUseException",
        message: "Cluster already exists with name: {}",
      },
    },
    aws_eks_node_group: {
      values: {
        id: "{cluster_name}:{node_group_name}",
        arn: arnTemplate("eks:{region}:{account}:nodegroup/{cluster_name}/{node_group_name}/{uuid}"),
      },
      parents: [CLUSTER_PARENT],
    },
    aws_eks_access_entry: { parents: [CLUSTER_PARENT] },
    aws_eks_access_policy_association: { parents: [CLUSTER_PARENT] },
    aws_eks_addon: { parents: [CLUSTER_PARENT] },
    aws_eks_fargate_profile: { parents: [CLUSTER_PARENT] },
    aws_eks_pod_identity_association: { parents: [CLUSTER_PARENT] },
  },
};
