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
 * Out by an internet gateway or an egress-only one; IPv6 addresses are public, and so they lead into other VPCs.
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
    const text = `behind an internet gateway is no ${to.name}`;
    return endBlocked(walk, gateway, "NO_PATH", text, "add a narrower route");
  }
  // NAT and egress-only gateways let nothing open a connection from outside: these a block of ingress spares.
  const isEgressOnly = gateway === vpc?.egressOnlyGateway;
  const opensFromInside = isEgressOnly || currentSource.endpoint === undefined;
  const block = subnet.publicAccessBlock;
  if (block !== undefined && (block.direction === "both" || !opensFromInside))
    return refusedByPublicAccessBlock(walk, block);
  if (!isIPv6) return translated(walk, subnet, gateway);
  if (currentSource.subnet !== undefined && currentSource.subnet.vpc !== subnet.vpc) {
    const text = `${currentSource.name} is in another VPC, and the gateway passes IPv6 addresses of its own alone`;
    return endBlocked(walk, gateway, "NO_PATH", text, "lead it to a gateway of its own VPC");
  }
  if (isReachedOverInternet(to)) return endReached(walk);
  if (walk.isReply && isEgressOnly)
    return endUnknown(
      walk,
      gateway,
      "whether an egress-only gateway lets out an answer to what came another way",
    );
  return routePathsFromInternet(model, walk);
}

/** IPv4: a public address takes the private one's place. */
function translated(walk: RouteWalk, subnet: Subnet, gateway: string): RoutePath {
  const { currentSource } = walk;
  if (currentSource.subnet?.vpc === subnet.vpc && currentSource.publicIPv4 !== false) {
    return currentSource.publicIPv4 === true
      ? endReached(walk)
      : endUnknown(walk, currentSource.name, "whether it has a public address");
  }
  const text = `${currentSource.name} has no public address here, and an internet gateway passes nothing without one`;
  const remedy = "give it a public address, or route it through a NAT gateway";
  return endBlocked(walk, gateway, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", text, remedy);
}

/** In by an internet gateway. */
export function routePathsFromInternet({ vpcs }: Vpcs, walk: RouteWalk): RoutePath {
  const { to } = walk;
  const vpc = to.subnet === undefined ? undefined : vpcs.get(to.subnet.vpc);
  if (to.subnet === undefined || vpc === undefined)
    return endBlocked(walk, to.name, "NO_PATH", `${to.name} is in no VPC`, "look for it elsewhere");
  if (walk.isReply && !isReachedOverInternet(walk.currentSource))
    return replyFromInternet(walk, to.subnet, vpc);
  if (walk.destinations.overlaps(ANY_IPV4)) {
    if (to.publicIPv4 === "unknown") return endUnknown(walk, to.name, "whether it has a public address");
    if (!to.publicIPv4) {
      const text = `${to.name} has no public address`;
      return endBlocked(walk, to.name, "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", text, "give it one");
    }
  } else if (leadsOutOnly(walk, to.subnet)) {
    const text = "an egress-only gateway lets nothing in";
    const remedy = "route ::/0 to an internet gateway";
    return endBlocked(walk, to.subnet.table.address, "EGRESS_ONLY_GATEWAY_REJECTS_INGRESS", text, remedy);
  }
  if (vpc.internetGateway === undefined) return noGateway(walk, vpc);
  if (to.subnet.publicAccessBlock !== undefined)
    return refusedByPublicAccessBlock(walk, to.subnet.publicAccessBlock);
  if (vpc.unknownIngress !== undefined) return endUnknown(walk, vpc.address, vpc.unknownIngress);
  return enterThroughGateway(walk, vpc.internetGateway, to.subnet);
}

/** The answer to what has left by an egress-only gateway comes back by it. */
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

/** Whether what a subnet sends to the other side over IPv6 leaves by an egress-only gateway. */
function leadsOutOnly(walk: RouteWalk, subnet: Subnet): boolean {
  const ways = longestPrefixMatch(subnet.table, walk.currentSource.addresses.intersect(ANY_IPV6));
  const routes = ways.flatMap(({ route }) => route ?? []);
  return routes.length > 0 && routes.every(({ target }) => target.kind === "egress-only-gateway");
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html */
function refusedByPublicAccessBlock(walk: RouteWalk, block: PublicAccessBlock): RoutePath {
  const text = "Block Public Access refuses what comes from or goes to the internet";
  return endBlocked(
    walk,
    block.origin,
    "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
    text,
    "exclude the subnet from it",
  );
}
