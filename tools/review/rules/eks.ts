import { toList } from "../../reach/terraform/configuration/json.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { fromTo, riskOf } from "./builders.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";
import { addsElements, deletionRule, numericValue, pagedRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/eks/latest/userguide";
const CLUSTER = ["aws_eks_cluster"];
const NODES = ["aws_eks_node_group"];

/** Rules on EKS. */
export const eksRules: readonly ReviewRule[] = [
  pagedRule({
    id: "eks-cluster-removed",
    types: CLUSTER,
    finds: "an EKS cluster that is deleted or replaced, with all its Kubernetes objects",
    pages: [`${GUIDE}/delete-cluster.html`],
    judge: (change) => {
      if (!change.isDestroyed) return [];
      const text = replacementText(change);
      if (change.was("deletion_protection") === true) {
        const fix = "Fix: turn deletion_protection off in an earlier apply.";
        return [riskOf("refused", `${text}, and AWS refuses it: deletion protection is on. ${fix}`, "block")];
      }
      return [
        riskOf("loss", `${text}: all Kubernetes objects in it are gone, with the volumes that they own.`),
        riskOf("name", `${text}: its endpoint, certificate authority and OIDC issuer change.`),
        riskOf("outage", `${text}: its workloads stop.`),
      ];
    },
  }),
  settingRule({
    id: "eks-protection-off",
    types: CLUSTER,
    attributes: ["deletion_protection"],
    on: "turnsOff",
    risk: "disarmed",
    finds: "an EKS cluster that loses its deletion protection",
    text: "Deletion protection is turned off: the next destroy takes the cluster.",
    pages: [`${GUIDE}/deletion-protection.html`],
  }),
  settingRule({
    id: "eks-version-higher",
    types: CLUSTER,
    attributes: ["version"],
    on: "changes",
    risk: "outage",
    finds: "a Kubernetes version that changes: there is no way back",
    text: (change) =>
      `The Kubernetes version goes ${fromTo(change, "version")}: it cannot be taken back, and removed APIs fail.`,
    pages: [`${GUIDE}/update-cluster.html`],
  }),
  settingRule({
    id: "eks-endpoint-opens",
    types: CLUSTER,
    attributes: ["vpc_config.0.endpoint_public_access", "vpc_config.0.public_access_cidrs"],
    on: (change, attribute) =>
      attribute.endsWith("cidrs")
        ? !isOpenBefore(change, attribute) && addsElements(change, attribute)
        : change.turnsOn(attribute),
    risk: "exposure",
    finds: "a cluster's API that more of the internet reaches",
    text: "More of the internet reaches the cluster's API: its authentication alone keeps others out.",
    pages: [`${GUIDE}/cluster-endpoint.html`],
  }),
  settingRule({
    id: "eks-endpoint-closes",
    types: CLUSTER,
    attributes: ["vpc_config.0.endpoint_private_access", "vpc_config.0.endpoint_public_access"],
    on: "turnsOff",
    risk: "cut",
    finds: "a cluster's API that nodes or people no longer reach",
    text: (_, attributes) =>
      attributes.some((name) => name.includes("private"))
        ? "The private endpoint is turned off: nodes reach the API by the internet, or not at all."
        : "The public endpoint is turned off: people and pipelines outside the VPC no longer reach the API.",
    pages: [`${GUIDE}/cluster-endpoint.html`],
  }),
  settingRule({
    id: "eks-logs-off",
    types: CLUSTER,
    attributes: ["enabled_cluster_log_types"],
    on: "drops",
    risk: "blind",
    finds: "control plane logs that stop",
    text: "Logs of the control plane stop: what the API did leaves no record.",
    pages: [`${GUIDE}/control-plane-logs.html`],
  }),
  settingRule({
    id: "eks-cluster-changes",
    types: CLUSTER,
    attributes: [
      "access_config.0.authentication_mode",
      "upgrade_policy.0.support_type",
      "compute_config",
      "zonal_shift_config.0.enabled",
    ],
    on: "changes",
    risk: "later",
    finds: "a cluster with other authentication, support or compute",
    text: (_, attributes) =>
      `The cluster authenticates, upgrades or runs otherwise (${attributes.join(", ")}): a change of authentication cannot be taken back.`,
    pages: [`${GUIDE}/setting-up-access-entries.html`],
  }),
  deletionRule({
    id: "eks-nodes-removed",
    types: ["aws_eks_node_group", "aws_eks_fargate_profile"],
    finds: "nodes that are deleted or replaced",
    pages: [`${GUIDE}/delete-managed-node-group.html`],
    consequences: [["outage", "its pods stop, and run only where other nodes have room"]],
    whenCreatedFirst: [["outage", "its successor's nodes start before it goes", "note"]],
  }),
  pagedRule({
    id: "eks-nodes-fewer",
    types: NODES,
    guards: ["scaling_config.0.min_size", "scaling_config.0.max_size", "scaling_config.0.desired_size"],
    finds: "a node group with fewer nodes, or none",
    pages: [`${GUIDE}/update-managed-node-group.html`],
    judge: (change) => {
      const names = ["min_size", "max_size", "desired_size"].map((name) => `scaling_config.0.${name}`);
      const lower = names.filter((name) => change.isUpdated && change.lowers(name));
      if (lower.length === 0) return [];
      if (lower.some((name) => !name.endsWith("min_size") && numericValue(change.becomes(name)) === 0)) {
        return [riskOf("outage", "The node group has no nodes any more: its pods stop.")];
      }
      const text = lower.map((name) => `${name.split(".").at(-1)} goes ${fromTo(change, name)}`).join(", ");
      return [riskOf("thinner", `The node group is smaller: ${text}.`)];
    },
  }),
  settingRule({
    id: "eks-nodes-roll",
    types: NODES,
    attributes: [
      "version",
      "release_version",
      "launch_template.0.version",
      "update_config",
      "taint",
      "labels",
    ],
    on: "changes",
    risk: "later",
    finds: "nodes that are replaced step by step, or take other pods",
    text: (_, attributes) =>
      `Nodes are replaced step by step, or take other pods (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/managed-node-update-behavior.html`],
    guards: [],
  }),
  deletionRule({
    id: "eks-addon-removed",
    types: ["aws_eks_addon"],
    finds: "an add-on that is removed",
    pages: [`${GUIDE}/removing-an-add-on.html`],
    when: (change) => change.was("preserve") !== true,
    consequences: [["outage", "its pods stop: networking, DNS or storage of the cluster may depend on them"]],
  }),
  settingRule({
    id: "eks-addon-changes",
    types: ["aws_eks_addon"],
    attributes: ["addon_version", "configuration_values", "service_account_role_arn"],
    on: "changes",
    risk: "outage",
    level: "note",
    finds: "an add-on with another version or configuration",
    text: (_, attributes) =>
      `The add-on's pods restart (${attributes.join(", ")}), and settings made in the cluster may be overwritten.`,
    pages: [`${GUIDE}/updating-an-add-on.html`],
    guards: [],
  }),
  deletionRule({
    id: "eks-access-removed",
    types: [
      "aws_eks_access_entry",
      "aws_eks_access_policy_association",
      "aws_eks_pod_identity_association",
      "aws_eks_identity_provider_config",
    ],
    finds: "access to a cluster, or to AWS from it, that is removed",
    pages: [`${GUIDE}/access-entries.html`],
    consequences: [["outage", "the principal no longer reaches the cluster, or pods lose their role"]],
  }),
  settingRule({
    id: "eks-access-role-changes",
    types: ["aws_eks_access_entry", "aws_eks_pod_identity_association"],
    attributes: ["kubernetes_groups", "user_name", "role_arn"],
    on: (change, attribute) => change.changes(attribute),
    risk: "permission",
    finds: "a principal with other Kubernetes groups, or pods with another role",
    text: (_, attributes) =>
      `The principal's Kubernetes permissions, or the pods' role, change (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/access-entries.html`],
    guards: ["kubernetes_groups"],
  }),
];

function isOpenBefore(change: PlannedResourceChange, attribute: string): boolean {
  return toList(change.was(attribute)).includes("0.0.0.0/0");
}
