import type { Attachment, Fabric, Subnet, TransitGateway } from "../model/fabric.ts";
import type { Direction } from "./groups.ts";
import type { Path } from "./path.ts";
import { lookUpTransit } from "./routes.ts";
import { shortName } from "./step.ts";
import { arrive, doubt, enter, isCircle, leave, pass, sayPart, stop, type Trip } from "./trip.ts";

/** How a trip goes on inside a VPC, from a subnet. */
export type Onward = (subnet: Subnet, trip: Trip) => Path[];

/**
 * Outbound rules find no group across a transit gateway.
 * https://aws.amazon.com/blogs/networking-and-content-delivery/introducing-security-group-referencing-for-aws-transit-gateway
 */
const SEEN_BY: readonly Direction[] = ["ingress"];

/** Paths through transit gateways. https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html */
export class TransitPaths {
  readonly #fabric: Fabric;
  readonly #onward: Onward;
  readonly #places: ReadonlyMap<string, { gateway: TransitGateway; attachment: Attachment }>;

  constructor(fabric: Fabric, onward: Onward) {
    this.#fabric = fabric;
    this.#onward = onward;
    this.#places = new Map(
      [...fabric.transitGateways.values()].flatMap((gateway) =>
        gateway.attachments.map((attachment) => [attachment.address, { gateway, attachment }]),
      ),
    );
  }

  /** From a VPC. https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html */
  fromVpc(trip: Trip, subnet: Subnet, address: string): Path[] {
    const gateway = this.#fabric.transitGateways.get(address);
    if (gateway === undefined)
      return [doubt(trip, address, "the transit gateway, which is not in these files")];
    const attachment = gateway.attachments.find(({ end }) => end.kind === "vpc" && end.vpc === subnet.vpc);
    if (attachment?.end.kind !== "vpc") {
      const text = "this VPC is not attached to the transit gateway";
      return [stop(trip, address, "BAD_STATE_ATTACHMENT", text, "attach the VPC")];
    }
    const attached = this.#subnets(attachment.end.subnets);
    const here = attached.includes(subnet)
      ? subnet
      : attached.find(({ zone }) => zone !== undefined && zone === subnet.zone);
    if (here === undefined) {
      if (subnet.zone === undefined || attached.some(({ zone }) => zone === undefined)) {
        const text = `whether the attachment has a subnet in the zone of ${shortName(subnet.address)}`;
        return [doubt(trip, attachment.address, text)];
      }
      const text = `the attachment has no subnet in ${subnet.zone ?? "this zone"}`;
      const remedy = "add a subnet of the zone to the attachment";
      return [stop(trip, attachment.address, "TGW_ATTACH_NOT_IN_ZONE", text, remedy)];
    }
    return this.#route(enter(trip, here), gateway, attachment, subnet.zone);
  }

  /** From an outside network that comes in by an attachment; undefined when it does not. */
  fromOutside(trip: Trip, entry: string): Path[] | undefined {
    const place = this.#places.get(entry);
    return place === undefined ? undefined : this.#route(trip, place.gateway, place.attachment, undefined);
  }

  #route(trip: Trip, gateway: TransitGateway, from: Attachment, zone: string | undefined): Path[] {
    const table = from.table === undefined ? undefined : gateway.tables.get(from.table);
    if (table === undefined) {
      const code = "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION";
      return [stop(trip, from.address, code, "the attachment has no route table", "associate one with it")];
    }
    if (isCircle(trip))
      return [stop(trip, table.address, "NO_PATH", "the routes lead in a circle", "mend the routes")];
    return lookUpTransit(table, trip.destinations).flatMap(({ destinations, route }) => {
      const part = { ...trip, destinations };
      const text = sayPart(trip.to, destinations);
      if (route === undefined) {
        if (table.unknown !== undefined)
          return [doubt(part, table.address, `routes to ${text}: ${table.unknown}`)];
        const remedy = "add a route, or let the attachment propagate its own";
        return [stop(part, table.address, "TGW_RTB_CANNOT_ROUTE", `no route to ${text}`, remedy)];
      }
      if (route.attachment === undefined)
        return [stop(part, route.origin, "BAD_STATE_ROUTE", `${route.text} is a blackhole`, "remove it")];
      const next = this.#places.get(route.attachment)?.attachment;
      const groupsSeenBy = from.groupReferences && next?.groupReferences === true ? SEEN_BY : [];
      const said = `transit route ${route.text} → ${shortName(route.attachment)}`;
      return this.#out(pass(part, route.origin, said, groupsSeenBy), route.attachment, zone);
    });
  }

  #out(trip: Trip, address: string, zone: string | undefined): Path[] {
    const end = this.#places.get(address)?.attachment.end;
    if (end === undefined) return [doubt(trip, address, "the attachment, which is not in these files")];
    switch (end.kind) {
      case "unknown":
        return [doubt(trip, address, `what is attached there: ${end.why}`)];
      case "outside": {
        if (trip.to.outside?.entry === address) return [arrive(trip)];
        const text = `behind ${end.outside} is no ${trip.to.name}`;
        return [stop(trip, address, "NO_PATH", text, "add a narrower route")];
      }
      case "peering": {
        const far = end.attachment === undefined ? undefined : this.#places.get(end.attachment);
        if (far === undefined)
          return [doubt(trip, address, "the transit gateway on the other side of the peering")];
        return this.#route(trip, far.gateway, far.attachment, undefined);
      }
      case "vpc":
        return this.#intoVpc(trip, address, end, zone);
    }
  }

  /**
   * In the zone of the sender where the attachment has one there. What stands in the attachment's own subnet is
   * met without an ACL, though what it sends passes both directions of it.
   * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
   */
  #intoVpc(
    trip: Trip,
    address: string,
    end: Extract<Attachment["end"], { kind: "vpc" }>,
    zone: string | undefined,
  ): Path[] {
    const subnets = this.#subnets(end.subnets);
    const home = subnets.find((subnet) => subnet.zone === zone) ?? subnets[0];
    if (home === undefined) return [doubt(trip, address, "the attachment's subnets")];
    const { subnet } = trip.to;
    if (subnet?.vpc !== end.vpc) return this.#onward(home, trip);
    return [arrive(subnet === home ? trip : enter(leave(trip, home), subnet))];
  }

  #subnets(addresses: readonly string[]): Subnet[] {
    return addresses.flatMap((address) => this.#fabric.subnets.get(address) ?? []);
  }
}
