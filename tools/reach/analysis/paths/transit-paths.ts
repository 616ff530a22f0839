import type {
  NetworkModel,
  Subnet,
  TransitGateway,
  TransitGatewayAttachment,
} from "../../network/network-model.ts";
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

/** How a trip goes on inside a VPC, from a subnet. */
export type ContinueInVpc = (subnet: Subnet, walk: RouteWalk) => RoutePath[];

/**
 * Outbound rules find no group across a transit gateway.
 * https://aws.amazon.com/blogs/networking-and-content-delivery/introducing-security-group-referencing-for-aws-transit-gateway
 */
const SEEN_BY: readonly TrafficDirection[] = ["ingress"];

/** Paths through transit gateways. https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html */
export class TransitPaths {
  readonly #model: NetworkModel;
  readonly #onward: ContinueInVpc;
  readonly #entrySubnets: ReadonlyMap<
    string,
    { gateway: TransitGateway; attachment: TransitGatewayAttachment }
  >;

  constructor(model: NetworkModel, onward: ContinueInVpc) {
    this.#model = model;
    this.#onward = onward;
    this.#entrySubnets = new Map(
      [...model.transitGateways.values()].flatMap((gateway) =>
        gateway.attachments.map((attachment) => [attachment.address, { gateway, attachment }]),
      ),
    );
  }

  /** From a VPC. https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html */
  fromVpc(walk: RouteWalk, subnet: Subnet, address: string): RoutePath[] {
    const gateway = this.#model.transitGateways.get(address);
    if (gateway === undefined)
      return [endUnknown(walk, address, "the transit gateway, which is not in these files")];
    const attachment = gateway.attachments.find(
      ({ resource: end }) => end.kind === "vpc" && end.vpc === subnet.vpc,
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
        const text = `whether the attachment has a subnet in the zone of ${shortName(subnet.address)}`;
        return [endUnknown(walk, attachment.address, text)];
      }
      const text = `the attachment has no subnet in ${subnet.zone ?? "this zone"}`;
      const remedy = "add a subnet of the zone to the attachment";
      return [endBlocked(walk, attachment.address, "TGW_ATTACH_NOT_IN_ZONE", text, remedy)];
    }
    return this.#route(enterSubnet(walk, here), gateway, attachment, subnet.zone);
  }

  /** From an outside network that comes in by an attachment; undefined when it does not. */
  fromOutside(walk: RouteWalk, entry: string): RoutePath[] | undefined {
    const place = this.#entrySubnets.get(entry);
    return place === undefined ? undefined : this.#route(walk, place.gateway, place.attachment, undefined);
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
        endBlocked(walk, from.address, code, "the attachment has no route table", "associate one with it"),
      ];
    }
    if (isRoutingLoop(walk))
      return [endBlocked(walk, table.address, "NO_PATH", "the routes lead in a circle", "mend the routes")];
    return transitLongestPrefixMatch(table, walk.destinations).flatMap(({ destinations, route }) => {
      const part = { ...walk, destinations };
      const text = formatPartOf(walk.to, destinations);
      if (route === undefined) {
        if (table.unknown !== undefined)
          return [endUnknown(part, table.address, `routes to ${text}: ${table.unknown}`)];
        const remedy = "add a route, or let the attachment propagate its own";
        return [endBlocked(part, table.address, "TGW_RTB_CANNOT_ROUTE", `no route to ${text}`, remedy)];
      }
      if (route.attachment === undefined)
        return [
          endBlocked(part, route.origin, "BAD_STATE_ROUTE", `${route.text} is a blackhole`, "remove it"),
        ];
      const next = this.#entrySubnets.get(route.attachment)?.attachment;
      const groupsSeenBy = from.groupReferences && next?.groupReferences === true ? SEEN_BY : [];
      const said = `transit route ${route.text} → ${shortName(route.attachment)}`;
      return this.#out(passThrough(part, route.origin, said, groupsSeenBy), route.attachment, zone);
    });
  }

  #out(walk: RouteWalk, address: string, zone: string | undefined): RoutePath[] {
    const end = this.#entrySubnets.get(address)?.attachment.resource;
    if (end === undefined) return [endUnknown(walk, address, "the attachment, which is not in these files")];
    switch (end.kind) {
      case "unknown":
        return [endUnknown(walk, address, `what is attached there: ${end.why}`)];
      case "external-network": {
        if (walk.to.externalNetwork?.attachedTo === address) return [endReached(walk)];
        const text = `behind ${end.externalNetwork} is no ${walk.to.name}`;
        return [endBlocked(walk, address, "NO_PATH", text, "add a narrower route")];
      }
      case "peering": {
        const far = end.attachment === undefined ? undefined : this.#entrySubnets.get(end.attachment);
        if (far === undefined)
          return [endUnknown(walk, address, "the transit gateway on the other side of the peering")];
        return this.#route(walk, far.gateway, far.attachment, undefined);
      }
      case "vpc":
        return this.#intoVpc(walk, address, end, zone);
    }
  }

  /**
   * In the zone of the sender where the attachment has one there. What stands in the attachment's own subnet is
   * met without an ACL, though what it sends passes both directions of it.
   * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
   */
  #intoVpc(
    walk: RouteWalk,
    address: string,
    end: Extract<TransitGatewayAttachment["resource"], { kind: "vpc" }>,
    zone: string | undefined,
  ): RoutePath[] {
    const subnets = this.#subnets(end.subnets);
    const home = subnets.find((subnet) => subnet.zone === zone) ?? subnets[0];
    if (home === undefined) return [endUnknown(walk, address, "the attachment's subnets")];
    const { subnet } = walk.to;
    if (subnet?.vpc !== end.vpc) return this.#onward(home, walk);
    return [endReached(subnet === home ? walk : enterSubnet(leaveSubnet(walk, home), subnet))];
  }

  #subnets(addresses: readonly string[]): Subnet[] {
    return addresses.flatMap((address) => this.#model.subnets.get(address) ?? []);
  }
}
