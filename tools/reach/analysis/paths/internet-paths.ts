import type { NetworkModel, PublicAccessBlock, Subnet, Vpc } from "../../network/network-model.ts";
import { ANY_IPV4, ANY_IPV6 } from "../../packets/addresses.ts";
import { shortName } from "./filter-step.ts";
import { longestPrefixMatch } from "./longest-prefix-match.ts";
import type { RoutePath } from "./route-path.ts";
import {
  endBlocked,
  endReached,
  endUnknown,
  enterSubnet,
  isReachedOverInternet,
  passThrough,
  type RouteWalk,
} from "./route-walk.ts";

type Vpcs = Pick<NetworkModel, "vpcs">;

/**
 * Continues a walk out through an internet gateway or an egress-only one. IPv6 addresses are
 * public, so the path may also lead into another VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export function routePathsToInternet(
  model: Vpcs,
  walk: RouteWalk,
  subnet: Subnet,
  gateway: string,
): RoutePath {
  const { currentSource, to } = walk;
  const vpc = model.vpcs.get(subnet.vpc);
  if (gateway !== vpc?.internetGateway && gateway !== vpc?.egressOnlyGateway) {
    const text = "the gateway is not attached to this VPC";
    return endBlocked(walk, gateway, "BAD_STATE_ATTACHMENT", text, "attach it to the VPC");
  }
  const isIPv6 = !walk.destinations.overlaps(ANY_IPV4);
  const isInOtherVpc = isIPv6 && to.subnet !== undefined && to.subnet.vpc !== subnet.vpc;
  if (!isReachedOverInternet(to) && !isInOtherVpc) {
    const text = `${to.name} is not reachable through an internet gateway`;
    return endBlocked(walk, gateway, "NO_PATH", text, "add a more specific route");
  }
  // NAT and egress-only gateways allow no connections from outside, so blocking ingress does not
  // affect them.
  const isEgressOnly = gateway === vpc?.egressOnlyGateway;
  const opensFromInside = isEgressOnly || currentSource.endpoint === undefined;
  const block = subnet.publicAccessBlock;
  if (block !== undefined && (block.direction === "both" || !opensFromInside))
    return blockedByPublicAccessBlock(walk, block);
  if (!isIPv6) return translated(walk, subnet, gateway);
  if (currentSource.subnet !== undefined && currentSource.subnet.vpc !== subnet.vpc) {
    const text = `${currentSource.name} is in another VPC, and an internet gateway forwards IPv6 only for its own VPC`;
    return endBlocked(walk, gateway, "NO_PATH", text, "route it to a gateway of its own VPC");
  }
  if (isReachedOverInternet(to)) return endReached(walk);
  if (walk.isReply && isEgressOnly)
    return endUnknown(
      walk,
      gateway,
      "whether an egress-only gateway forwards return traffic of a connection that came in another way",
    );
  return routePathsFromInternet(model, walk);
}

/** Translates IPv4: the public address replaces the private one. */
function translated(walk: RouteWalk, subnet: Subnet, gateway: string): RoutePath {
  const { currentSource } = walk;
  if (currentSource.subnet?.vpc === subnet.vpc && currentSource.publicIPv4 !== false) {
    return currentSource.publicIPv4 === true
      ? endReached(walk)
      : endUnknown(walk, currentSource.name, "whether it has a public address");
  }
  const text = `${currentSource.name} has no public address, which an internet gateway requires`;
  const remedy = "give it a public address, or route it through a NAT gateway";
  return endBlocked(walk, gateway, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", text, remedy);
}

/** Continues a walk in through an internet gateway. */
export function routePathsFromInternet({ vpcs }: Vpcs, walk: RouteWalk): RoutePath {
  const { to } = walk;
  const vpc = to.subnet === undefined ? undefined : vpcs.get(to.subnet.vpc);
  if (to.subnet === undefined || vpc === undefined)
    return endBlocked(walk, to.name, "NO_PATH", `${to.name} is not in a VPC`, "include the files of its VPC");
  if (walk.isReply && !isReachedOverInternet(walk.currentSource))
    return replyFromInternet(walk, to.subnet, vpc);
  if (walk.destinations.overlaps(ANY_IPV4)) {
    if (to.publicIPv4 === "unknown") return endUnknown(walk, to.name, "whether it has a public address");
    if (!to.publicIPv4) {
      const text = `${to.name} has no public address`;
      return endBlocked(walk, to.name, "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", text, "give it one");
    }
  } else if (leadsOutOnly(walk, to.subnet)) {
    const text = "an egress-only gateway allows no connections from outside";
    const remedy = "route ::/0 to an internet gateway";
    return endBlocked(walk, to.subnet.table.address, "EGRESS_ONLY_GATEWAY_REJECTS_INGRESS", text, remedy);
  }
  if (vpc.internetGateway === undefined) return noGateway(walk, vpc);
  if (to.subnet.publicAccessBlock !== undefined)
    return blockedByPublicAccessBlock(walk, to.subnet.publicAccessBlock);
  if (vpc.unknownIngress !== undefined) return endUnknown(walk, vpc.address, vpc.unknownIngress);
  return enterThroughGateway(walk, vpc.internetGateway, to.subnet);
}

/** Return traffic of connections through an egress-only gateway comes back through it. */
function replyFromInternet(walk: RouteWalk, subnet: Subnet, vpc: Vpc): RoutePath {
  const stateful = leadsOutOnly(walk, subnet) ? vpc.egressOnlyGateway : undefined;
  const gateway = vpc.internetGateway ?? stateful;
  return gateway === undefined ? noGateway(walk, vpc) : enterThroughGateway(walk, gateway, subnet);
}

function enterThroughGateway(walk: RouteWalk, gateway: string, subnet: Subnet): RoutePath {
  return endReached(
    enterSubnet(passThrough(walk, gateway, `internet gateway ${shortName(gateway)}`), subnet),
  );
}

function noGateway(walk: RouteWalk, vpc: Vpc): RoutePath {
  return endBlocked(walk, vpc.address, "NO_PATH", "the VPC has no internet gateway", "attach one");
}

/** Reports that a subnet's IPv6 traffic to the other side leaves through an egress-only gateway. */
function leadsOutOnly(walk: RouteWalk, subnet: Subnet): boolean {
  const decisions = longestPrefixMatch(subnet.table, walk.currentSource.addresses.intersect(ANY_IPV6));
  const routes = decisions.flatMap(({ route }) => route ?? []);
  return routes.length > 0 && routes.every(({ target }) => target.kind === "egress-only-gateway");
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html */
function blockedByPublicAccessBlock(walk: RouteWalk, block: PublicAccessBlock): RoutePath {
  const text = "Block Public Access blocks traffic with the internet";
  return endBlocked(
    walk,
    block.origin,
    "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
    text,
    "add an exclusion for the subnet",
  );
}
