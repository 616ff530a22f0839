import type { TransitGateway, TransitGatewayAttachment } from "../../network/gateway-model.ts";
import type { NetworkModel, Subnet } from "../../network/network-model.ts";
import { shortName } from "./filter-step.ts";
import { transitLongestPrefixMatch } from "./longest-prefix-match.ts";
import type { RoutePath } from "./route-path.ts";
import {
  endBlocked,
  endReached,
  endUnknown,
  enterSubnet,
  formatPartOf,
  isRoutingLoop,
  leaveSubnet,
  passThrough,
  type RouteWalk,
} from "./route-walk.ts";
import type { TrafficDirection } from "./security-group-filter.ts";

/** Continues a walk inside a VPC, from a subnet. */
export type ContinueInVpc = (subnet: Subnet, walk: RouteWalk) => RoutePath[];

/**
 * Inbound rules recognize security groups across a transit gateway; outbound rules do not.
 * https://aws.amazon.com/blogs/networking-and-content-delivery/introducing-security-group-referencing-for-aws-transit-gateway
 */
const SEEN_BY: readonly TrafficDirection[] = ["ingress"];

/**
 * Follows paths through transit gateways.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
export class TransitPaths {
  readonly #model: NetworkModel;
  readonly #onward: ContinueInVpc;
  readonly #attachments: ReadonlyMap<
    string,
    { gateway: TransitGateway; attachment: TransitGatewayAttachment }
  >;

  constructor(model: NetworkModel, onward: ContinueInVpc) {
    this.#model = model;
    this.#onward = onward;
    this.#attachments = new Map(
      [...model.transitGateways.values()].flatMap((gateway) =>
        gateway.attachments.map((attachment) => [attachment.address, { gateway, attachment }]),
      ),
    );
  }

  /**
   * Continues a walk from a VPC into a transit gateway.
   * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
   */
  fromVpc(walk: RouteWalk, subnet: Subnet, address: string): RoutePath[] {
    const gateway = this.#model.transitGateways.get(address);
    if (gateway === undefined)
      return [endUnknown(walk, address, "the transit gateway is not in these files")];
    const attachment = gateway.attachments.find(
      ({ resource }) => resource.kind === "vpc" && resource.vpc === subnet.vpc,
    );
    if (attachment?.resource.kind !== "vpc") {
      const text = "this VPC is not attached to the transit gateway";
      return [endBlocked(walk, address, "BAD_STATE_ATTACHMENT", text, "attach the VPC")];
    }
    const attached = this.#subnets(attachment.resource.subnets);
    const here = attached.includes(subnet)
      ? subnet
      : attached.find(({ zone }) => zone !== undefined && zone === subnet.zone);
    if (here === undefined) {
      if (subnet.zone === undefined || attached.some(({ zone }) => zone === undefined)) {
        const text = `whether the attachment has a subnet in the Availability Zone of ${shortName(subnet.address)}`;
        return [endUnknown(walk, attachment.address, text)];
      }
      const text = `the attachment has no subnet in ${subnet.zone ?? "this Availability Zone"}`;
      const remedy = "add a subnet of this Availability Zone to the attachment";
      return [endBlocked(walk, attachment.address, "TGW_ATTACH_NOT_IN_ZONE", text, remedy)];
    }
    return this.#route(enterSubnet(walk, here), gateway, attachment, subnet.zone);
  }

  /**
   * Continues a walk from an external network behind an attachment; undefined if it is not attached
   * to a transit gateway.
   */
  fromOutside(walk: RouteWalk, entry: string): RoutePath[] | undefined {
    const attached = this.#attachments.get(entry);
    return attached === undefined
      ? undefined
      : this.#route(walk, attached.gateway, attached.attachment, undefined);
  }

  #route(
    walk: RouteWalk,
    gateway: TransitGateway,
    from: TransitGatewayAttachment,
    zone: string | undefined,
  ): RoutePath[] {
    const table = from.table === undefined ? undefined : gateway.tables.get(from.table);
    if (table === undefined) {
      const code = "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION";
      return [
        endBlocked(
          walk,
          from.address,
          code,
          "the attachment has no route table",
          "associate a route table with it",
        ),
      ];
    }
    if (isRoutingLoop(walk))
      return [endBlocked(walk, table.address, "NO_PATH", "routing loop", "fix the routes")];
    return transitLongestPrefixMatch(table, walk.destinations).flatMap(({ destinations, route }) => {
      const part = { ...walk, destinations };
      const text = formatPartOf(walk.to, destinations);
      if (route === undefined) {
        if (table.unknown !== undefined)
          return [endUnknown(part, table.address, `routes to ${text}: ${table.unknown}`)];
        const remedy = "add a static route, or let the attachment propagate its routes";
        return [endBlocked(part, table.address, "TGW_RTB_CANNOT_ROUTE", `no route to ${text}`, remedy)];
      }
      if (route.attachment === undefined)
        return [
          endBlocked(part, route.origin, "BAD_STATE_ROUTE", `${route.text} is a blackhole`, "remove it"),
        ];
      const next = this.#attachments.get(route.attachment)?.attachment;
      const groupsSeenBy = from.groupReferences && next?.groupReferences === true ? SEEN_BY : [];
      const description = `transit route ${route.text} → ${shortName(route.attachment)}`;
      return this.#out(passThrough(part, route.origin, description, groupsSeenBy), route.attachment, zone);
    });
  }

  #out(walk: RouteWalk, address: string, zone: string | undefined): RoutePath[] {
    const attached = this.#attachments.get(address)?.attachment.resource;
    if (attached === undefined) return [endUnknown(walk, address, "the attachment is not in these files")];
    switch (attached.kind) {
      case "unknown":
        return [endUnknown(walk, address, `the attached resource: ${attached.why}`)];
      case "external-network": {
        if (walk.to.externalNetwork?.attachedTo === address) return [endReached(walk)];
        const text = `${walk.to.name} is not behind ${attached.externalNetwork}`;
        return [endBlocked(walk, address, "NO_PATH", text, "add a more specific route")];
      }
      case "peering": {
        const far =
          attached.attachment === undefined ? undefined : this.#attachments.get(attached.attachment);
        if (far === undefined)
          return [endUnknown(walk, address, "the transit gateway on the other side of the peering")];
        return this.#route(walk, far.gateway, far.attachment, undefined);
      }
      case "vpc":
        return this.#intoVpc(walk, address, attached, zone);
    }
  }

  /**
   * Enters a VPC in the sender's Availability Zone if the attachment has a subnet there. Traffic to
   * a resource in the attachment's own subnet bypasses the network ACL, although the resource's own
   * traffic is filtered in both directions.
   * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
   */
  #intoVpc(
    walk: RouteWalk,
    address: string,
    attached: Extract<TransitGatewayAttachment["resource"], { kind: "vpc" }>,
    zone: string | undefined,
  ): RoutePath[] {
    const subnets = this.#subnets(attached.subnets);
    const home = subnets.find((subnet) => subnet.zone === zone) ?? subnets[0];
    if (home === undefined) return [endUnknown(walk, address, "the attachment's subnets")];
    const { subnet } = walk.to;
    if (subnet?.vpc !== attached.vpc) return this.#onward(home, walk);
    return [endReached(subnet === home ? walk : enterSubnet(leaveSubnet(walk, home), subnet))];
  }

  #subnets(addresses: readonly string[]): Subnet[] {
    return addresses.flatMap((address) => this.#model.subnets.get(address) ?? []);
  }
}
