import type { NetworkModel } from "../../network/network-model.ts";
import { shortName } from "./filter-step.ts";
import type { RoutePath } from "./route-path.ts";
import { endReached, endUnknown, enterSubnet, passThrough, type RouteWalk } from "./route-walk.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/** Returns the VPC origin by which CloudFront reaches an endpoint; undefined if there is none. */
export function vpcOriginBetween(
  { vpcOrigins }: Pick<NetworkModel, "vpcOrigins">,
  { externalNetwork }: TrafficEndpoint,
  { endpoint }: TrafficEndpoint,
): string | undefined {
  return externalNetwork?.kind === "cdn" ? vpcOrigins.get(endpoint?.address ?? "") : undefined;
}

/**
 * Ends a walk from CloudFront at the target of a VPC origin. CloudFront's own interfaces in the VPC
 * carry requests and replies, so no route decides; network ACLs and security groups filter.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 */
export function byVpcOrigin(walk: RouteWalk, origin: string): RoutePath {
  const { subnet } = walk.to;
  if (subnet === undefined) return endUnknown(walk, origin, "the subnet of its target");
  return endReached(enterSubnet(passThrough(walk, origin, `VPC origin ${shortName(origin)}`), subnet));
}
