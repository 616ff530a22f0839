import type { Resource } from "../../input/inventory.ts";
import { Reference } from "../../input/value.ts";
import { LINUX_PORTS } from "./ephemeral-ports.ts";
import { fleetOf, readTemplates } from "./fleets.ts";
import { endpointOf, interfacesOf, whyNotPlaced } from "./interfaces.ts";
import type { Template } from "./launch-templates.ts";
import { portsOf } from "./ports.ts";
import type { Reader, Readers } from "./shape.ts";
import type { Site } from "./site.ts";
import { blocksOf, joined, type Listing, listing } from "./values.ts";

/**
 * The group that EKS makes for a cluster, its managed nodes and its Fargate pods.
 * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 */
function clusterGroup(cluster: Resource | undefined, site: Site): Listing<string> {
  const path = ["vpc_config", 0, "cluster_security_group_id"];
  const group = cluster && site.ground.lookup.group(new Reference(cluster.address, path));
  return group === undefined
    ? listing([], "the rules of the security group that EKS makes for the cluster are not in these files")
    : { found: [group] };
}

/** The interfaces of the control plane, that nodes call and that call nodes. */
const cluster: Reader = (resource, site) => {
  const config = blocksOf(resource.values, "vpc_config");
  const block = config.found[0] ?? {};
  const subnets =
    config.unknown === undefined ? site.subnets(block.subnet_ids) : listing<string>([], config.unknown);
  return endpointOf(resource, {
    kind: "Kubernetes control plane",
    interfaces: interfacesOf(site, {
      subnets,
      groups: joined(clusterGroup(resource, site), site.groups(block.security_group_ids)),
      publicIPv4: false,
      ipv6: "dual",
    }),
    listens: portsOf("tcp", 443),
    ephemeralPorts: LINUX_PORTS,
    unknown: whyNotPlaced(subnets),
  });
};

function clusterOf(resource: Resource, site: Site): Resource | undefined {
  return site.resource(resource, resource.values.cluster_name, "aws_eks_cluster");
}

/**
 * The servers of a node group. Groups of its launch template stand in for the cluster's.
 * https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
const nodeGroup: Reader = (resource, site) => {
  const byDefault = clusterGroup(clusterOf(resource, site), site);
  const plain: Template = {
    interfaces: [{ subnets: { found: [] }, groups: byDefault, publicIPv4: undefined, hasIPv6: false }],
    ephemeralPorts: LINUX_PORTS,
  };
  const { found, unknown } = blocksOf(resource.values, "launch_template");
  const named = found.length > 0 ? readTemplates(resource, found, site) : listing([plain], unknown);
  const templates = named.found.map((template) => ({
    ...template,
    interfaces: template.interfaces.map((part) => ({ ...part, groups: withDefault(part.groups, byDefault) })),
  }));
  const subnets = site.subnets(resource.values.subnet_ids);
  return fleetOf(resource, "server fleet", subnets, listing(templates, named.unknown), site);
};

function withDefault(groups: Listing<string>, byDefault: Listing<string>): Listing<string> {
  return groups.found.length === 0 && groups.unknown === undefined ? byDefault : groups;
}

/** Pods on Fargate: private subnets only. https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html */
const fargateProfile: Reader = (resource, site) => {
  const subnets = site.subnets(resource.values.subnet_ids);
  return endpointOf(resource, {
    kind: "pods",
    interfaces: interfacesOf(site, {
      subnets,
      groups: clusterGroup(clusterOf(resource, site), site),
      publicIPv4: false,
      ipv6: "dual",
    }),
    listens: undefined,
    ephemeralPorts: LINUX_PORTS,
    unknown: whyNotPlaced(subnets),
  });
};

/** Kubernetes. */
export const CLUSTERS: Readers = {
  aws_eks_cluster: cluster,
  aws_eks_node_group: nodeGroup,
  aws_eks_fargate_profile: fargateProfile,
};
