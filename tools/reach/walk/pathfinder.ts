import type { Fabric, Outside, Route, Subnet, Target } from "../model/fabric.ts";
import type { Addresses } from "../packets/addresses.ts";
import { Services } from "../packets/services.ts";
import { fromClients } from "./client-paths.ts";
import { BOTH_WAYS } from "./groups.ts";
import { fromInternet, toInternet } from "./internet-paths.ts";
import type { Path } from "./path.ts";
import { lookUp } from "./routes.ts";
import type { Side } from "./side.ts";
import { interfaceSide, natSide } from "./sides.ts";
import { shortName } from "./step.ts";
import { TransitPaths } from "./transit-paths.ts";
import {
  add,
  arrive,
  cross,
  doubt,
  enter,
  isCircle,
  isPublic,
  leave,
  pass,
  sayPart,
  stop,
  type Trip,
  translate,
} from "./trip.ts";

/** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html */
const BY_NAT_GATEWAY = Services.unionOf([
  Services.named("tcp"),
  Services.named("udp"),
  Services.named("icmp"),
]);

/** Finds where routes take packets, whatever security groups and network ACLs say. */
export class Pathfinder {
  readonly #fabric: Fabric;
  readonly #transit: TransitPaths;

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
    this.#transit = new TransitPaths(fabric, (subnet, trip) => this.#from(subnet, trip));
  }

  /** Every way that routes take from one side to some addresses of another; each address is in one of them. */
  find(from: Side, to: Side, destinations: Addresses, isAnswer = false): Path[] {
    const trip = { carrier: from, to, destinations, crossings: [], isAnswer };
    return from.subnet === undefined ? this.#enter(trip) : this.#from(from.subnet, trip);
  }

  #from(subnet: Subnet, trip: Trip): Path[] {
    const { address, unknown } = subnet.table;
    if (isCircle(trip))
      return [stop(trip, address, "NO_PATH", "the routes lead in a circle", "mend the routes")];
    // What is in the same subnet is met directly: neither a route nor an ACL takes part.
    if (trip.to.subnet === subnet) return [arrive(trip)];
    return lookUp(subnet.table, trip.destinations).flatMap(({ destinations, route }) => {
      const part = { ...trip, destinations };
      if (route !== undefined) return this.#follow(subnet, route, part);
      const text = sayPart(trip.to, destinations);
      if (unknown !== undefined)
        return [doubt(leave(part, subnet), address, `routes to ${text}: ${unknown}`)];
      const remedy = `add a route to ${text}`;
      return [stop(leave(part, subnet), address, "NO_ROUTE_TO_DESTINATION", `no route to ${text}`, remedy)];
    });
  }

  #follow(subnet: Subnet, route: Route, before: Trip): Path[] {
    const { target, origin } = route;
    const trip = leave(before, subnet);
    const on = (seesGroups = false) =>
      pass(trip, origin, `route ${route.text} → ${say(target)}`, seesGroups ? BOTH_WAYS : []);
    switch (target.kind) {
      case "local":
        return trip.to.subnet?.vpc === subnet.vpc
          ? [arrive(enter(on(true), trip.to.subnet))]
          : [nothingThere(trip, route)];
      case "internet-gateway":
      case "egress-only-gateway":
        return [toInternet(this.#fabric, on(), subnet, target.address)];
      case "nat-gateway":
        return this.#overNat(on(), subnet, target.address);
      case "peering":
        return [this.#overPeering(on(this.#isInOneRegion(target.address)), subnet, target.address)];
      case "transit-gateway":
        return this.#transit.fromVpc(on(true), subnet, target.address);
      case "vpn-gateway":
        return [this.#toVpnGateway(on(), subnet, target.address)];
      case "gateway-endpoint":
        return [leadsTo(target.address, trip.to) ? arrive(on()) : nothingThere(trip, route)];
      case "endpoint":
        return this.#overInterface(on(isOwnInterface(trip, target.address)), subnet, target.address);
      case "blackhole": {
        const text = `route ${route.text} leads nowhere: ${target.why}`;
        return [stop(trip, origin, "BAD_STATE_ROUTE", text, "lead it to a gateway that exists")];
      }
      case "unknown":
        return [doubt(trip, origin, `where route ${route.text} leads: ${target.why}`)];
    }
  }

  /** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html */
  #overNat(trip: Trip, subnet: Subnet, address: string): Path[] {
    const gateway = this.#fabric.natGateways.get(address);
    const home = gateway === undefined ? undefined : this.#fabric.subnets.get(gateway.subnet);
    if (gateway === undefined || home === undefined)
      return [doubt(trip, address, "the NAT gateway's subnet")];
    const inside = cross(trip, subnet, home);
    return this.#from(home, translate(inside, natSide(gateway, home), address, BY_NAT_GATEWAY));
  }

  /** https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations */
  #overPeering(trip: Trip, subnet: Subnet, address: string): Path {
    const peering = this.#fabric.peerings.get(address);
    if (peering === undefined) return doubt(trip, address, "the VPC behind the peering");
    const { sides, isAccepted } = peering;
    if (!sides.includes(subnet.vpc))
      return stop(trip, address, "BAD_STATE_ROUTE", "the peering is not of this VPC", "mend the route");
    if (isAccepted === false)
      return stop(trip, address, "BAD_STATE_ATTACHMENT", "the peering is not accepted", "accept it");
    if (isAccepted === "unknown") return doubt(trip, address, "whether the peering is accepted");
    const far = sides[0] === subnet.vpc ? sides[1] : sides[0];
    const isOwn = trip.carrier.subnet?.vpc === subnet.vpc;
    if (isOwn && far !== undefined && trip.to.subnet?.vpc === far) return arrive(enter(trip, trip.to.subnet));
    if (isOwn && far === undefined)
      return doubt(trip, address, "the VPC on the other side of the peering, which is not in these files");
    const text = "a peering leads from one VPC into the other, and no further";
    return stop(trip, address, "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", text, "peer the two VPCs themselves");
  }

  /** https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html */
  #isInOneRegion(peering: string): boolean {
    const [one, other] = this.#fabric.peerings.get(peering)?.sides ?? [];
    if (one === undefined || other === undefined) return false;
    return this.#fabric.vpcs.get(one)?.region === this.#fabric.vpcs.get(other)?.region;
  }

  #toVpnGateway(trip: Trip, subnet: Subnet, address: string): Path {
    const { carrier, to } = trip;
    const gateway = this.#fabric.vpnGateways.get(address);
    const isBehind = gateway !== undefined && to.outside?.entry === address;
    const isOwn = carrier.subnet?.vpc === subnet.vpc && gateway?.vpc === subnet.vpc;
    if (isBehind && isOwn) return arrive(trip);
    const text = `behind this virtual private gateway is no ${to.name}`;
    return stop(trip, address, "NO_PATH", text, "connect it to the gateway");
  }

  /**
   * An instance that forwards is taken to forward all that it is sent: what its software does stands in no
   * Terraform. Towards the internet its own public address takes the sender's place.
   * https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
   */
  #overInterface(trip: Trip, subnet: Subnet, address: string): Path[] {
    const endpoint = this.#fabric.endpoints.get(address);
    const item = endpoint?.interfaces[0];
    const home = item?.subnet === undefined ? undefined : this.#fabric.subnets.get(item.subnet);
    if (endpoint === undefined || item === undefined || home === undefined)
      return [doubt(trip, address, "the interface that the route leads to")];
    const inside = cross(trip, subnet, home);
    if (trip.to.endpoint === endpoint) return [arrive(inside)];
    const side = interfaceSide(endpoint, item, home);
    if (!side.forwards) {
      const text = `${address} drops what is not addressed to it`;
      const remedy = "turn its source/destination check off";
      return [stop(trip, address, "ENI_SOURCE_DEST_CHECK_RESTRICTION", text, remedy)];
    }
    const through = add(inside, { kind: "through", side });
    return this.#from(home, isPublic(trip.to) ? translate(through, side, address) : through);
  }

  /** From outside into a VPC. */
  #enter(trip: Trip): Path[] {
    const { outside } = trip.carrier;
    if (outside === undefined) throw new RangeError(`${trip.carrier.name} is nowhere`);
    if (isPublic(trip.carrier)) return [fromInternet(this.#fabric, trip)];
    if (outside.kind === "nowhere") return [this.#fromNowhere(trip, outside)];
    if (outside.kind === "gateway-endpoint") {
      const text = "a service opens no connection by a gateway endpoint";
      return [stop(trip, outside.name, "NO_PATH", text, "")];
    }
    const vpn = this.#fabric.clientVpns.get(outside.entry ?? "");
    if (vpn !== undefined)
      return fromClients(this.#fabric, vpn, trip, (subnet, onward) => this.#from(subnet, onward));
    const byTransit =
      outside.entry === undefined ? undefined : this.#transit.fromOutside(trip, outside.entry);
    return byTransit ?? [this.#byVpnGateway(trip, outside)];
  }

  /** What is attached to a transit gateway, or peered, in other files may have any private address. */
  #fromNowhere(trip: Trip, { name }: Outside): Path {
    const { transitGateways, peerings } = this.#fabric;
    const leadsOn = [...peerings.values()].some(({ sides }) => sides.includes(undefined));
    if (leadsOn || transitGateways.size > 0) return doubt(trip, name, "where it comes in");
    return stop(trip, name, "NO_PATH", `nothing here has ${name}, or leads to it`, "look for it elsewhere");
  }

  #byVpnGateway(trip: Trip, { name, entry }: Outside): Path {
    const gateway = this.#fabric.vpnGateways.get(entry ?? "");
    if (gateway === undefined) return doubt(trip, name, "where it comes in");
    const on = pass(trip, gateway.address, `virtual private gateway ${shortName(gateway.address)}`);
    const { subnet } = trip.to;
    if (subnet !== undefined && subnet.vpc === gateway.vpc) return arrive(enter(on, subnet));
    const text = "a virtual private gateway leads into its own VPC, and no further";
    return stop(on, gateway.address, "NO_PATH", text, "use a transit gateway");
  }
}

/** Whether a gateway endpoint leads to a service, or is the one by which it is asked for. */
function leadsTo(endpoint: string, { outside }: Side): boolean {
  return (
    outside?.kind === "aws-service" || (outside?.kind === "gateway-endpoint" && outside.name === endpoint)
  );
}

function say(target: Target): string {
  if (target.kind === "local" || target.kind === "blackhole" || target.kind === "unknown") return target.kind;
  return `${target.kind === "endpoint" ? "interface" : target.kind.replaceAll("-", " ")} ${shortName(target.address)}`;
}

/**
 * Past another interface, a rule that names a group does not find the sender.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
function isOwnInterface({ to }: Trip, endpoint: string): boolean {
  return to.endpoint?.address === endpoint;
}

/** A route takes the packets somewhere, but not to whom they are for. */
function nothingThere(trip: Trip, route: Route): Path {
  const text = `route ${route.text} → ${say(route.target)} does not lead to ${trip.to.name}`;
  return stop(trip, route.origin, "NO_ROUTE_TO_DESTINATION", text, "add a narrower route");
}
