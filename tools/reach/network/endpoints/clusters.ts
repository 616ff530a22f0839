import { LINUX_PORTS } from "../../../../aws/ephemeral-ports.ts";
import { attributeBlocks } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { joinLists, type PartialList, partialList } from "../../terraform/partial-list.ts";
import { Reference } from "../../terraform/value.ts";
import type { ModelContext } from "../model-context.ts";
import type { EndpointReader, EndpointReaders } from "./endpoint-descriptor.ts";
import { buildFleet, readTemplates } from "./fleets.ts";
import { buildEndpoint, placeInterfaces, whyUnplaced } from "./interfaces.ts";
import type { LaunchTemplate } from "./launch-templates.ts";
import { transportOn } from "./ports.ts";

/**
 * The security group that EKS creates for a cluster, its managed nodes and its Fargate pods.
 * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 */
function clusterGroup(cluster: Resource | undefined, context: ModelContext): PartialList<string> {
  const path = ["vpc_config", 0, "cluster_security_group_id"];
  const group = cluster && context.resolver.group(new Reference(cluster.address, path));
  return group === undefined
    ? partialList(
        [],
        "the rules of the security group that EKS creates for the cluster are not in these files",
      )
    : { items: [group] };
}

/** The control plane's interfaces, which nodes call and which call nodes. */
const cluster: EndpointReader = (resource, context) => {
  const config = attributeBlocks(resource.values, "vpc_config");
  const block = config.items[0] ?? {};
  const subnets =
    config.unknown === undefined
      ? context.resolver.subnets(block.subnet_ids)
      : partialList<string>([], config.unknown);
  return buildEndpoint(resource, {
    kind: "Kubernetes control plane",
    interfaces: placeInterfaces(context, {
      subnets,
      groups: joinLists(clusterGroup(resource, context), context.resolver.groups(block.security_group_ids)),
      publicIPv4: false,
      ipv6: "dual",
    }),
    listening: transportOn("tcp", 443),
    ephemeralPorts: LINUX_PORTS,
    unknown: whyUnplaced(subnets),
  });
};

function clusterOf(resource: Resource, context: ModelContext): Resource | undefined {
  return context.resolver.namedResource(resource, resource.values.cluster_name, "aws_eks_cluster");
}

/**
 * The servers of a node group. Security groups of its launch template replace the cluster's.
 * https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
const nodeGroup: EndpointReader = (resource, context) => {
  const byDefault = clusterGroup(clusterOf(resource, context), context);
  const plain: LaunchTemplate = {
    interfaces: [{ subnets: { items: [] }, groups: byDefault, publicIPv4: undefined, hasIPv6: false }],
    ephemeralPorts: LINUX_PORTS,
  };
  const { items, unknown } = attributeBlocks(resource.values, "launch_template");
  const named = items.length > 0 ? readTemplates(resource, items, context) : partialList([plain], unknown);
  const templates = named.items.map((template) => ({
    ...template,
    interfaces: template.interfaces.map((part) => ({ ...part, groups: withDefault(part.groups, byDefault) })),
  }));
  const subnets = context.resolver.subnets(resource.values.subnet_ids);
  return buildFleet(resource, "server fleet", subnets, partialList(templates, named.unknown), context);
};

function withDefault(groups: PartialList<string>, byDefault: PartialList<string>): PartialList<string> {
  return groups.items.length === 0 && groups.unknown === undefined ? byDefault : groups;
}

/**
 * Pods on Fargate, in private subnets only.
 * https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html
 */
const fargateProfile: EndpointReader = (resource, context) => {
  const subnets = context.resolver.subnets(resource.values.subnet_ids);
  return buildEndpoint(resource, {
    kind: "pods",
    interfaces: placeInterfaces(context, {
      subnets,
      groups: clusterGroup(clusterOf(resource, context), context),
      publicIPv4: false,
      ipv6: "dual",
    }),
    listening: undefined,
    ephemeralPorts: LINUX_PORTS,
    unknown: whyUnplaced(subnets),
  });
};

/** Kubernetes clusters, node groups and Fargate profiles. */
export const CLUSTERS: EndpointReaders = {
  aws_eks_cluster: cluster,
  aws_eks_node_group: nodeGroup,
  aws_eks_fargate_profile: fargateProfile,
};
