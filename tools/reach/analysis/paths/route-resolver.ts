import type {
  ExternalNetwork,
  NetworkModel,
  Route,
  RouteTarget,
  Subnet,
} from "../../network/network-model.ts";
import type { Addresses } from "../../packets/addresses.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import { clientVpnRoutePaths } from "./client-paths.ts";
import { interfaceEndpoint, natEndpoint } from "./create-traffic-endpoint.ts";
import { shortName } from "./filter-step.ts";
import { routePathsFromInternet, routePathsToInternet } from "./internet-paths.ts";
import { longestPrefixMatch } from "./longest-prefix-match.ts";
import type { RoutePath } from "./route-path.ts";
import {
  appendComponent,
  crossSubnets,
  endBlocked,
  endReached,
  endUnknown,
  enterSubnet,
  formatPartOf,
  isReachedOverInternet,
  isRoutingLoop,
  leaveSubnet,
  passThrough,
  type RouteWalk,
  translateSource,
} from "./route-walk.ts";
import { BOTH_DIRECTIONS } from "./security-group-filter.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";
import { TransitPaths } from "./transit-paths.ts";

/** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html */
const BY_NAT_GATEWAY = TransportSet.unionOf([
  TransportSet.named("tcp"),
  TransportSet.named("udp"),
  TransportSet.named("icmp"),
]);

/** Finds where routes take packets, whatever security groups and network ACLs say. */
export class RouteResolver {
  readonly #model: NetworkModel;
  readonly #transit: TransitPaths;

  constructor(model: NetworkModel) {
    this.#model = model;
    this.#transit = new TransitPaths(model, (subnet, walk) => this.#from(subnet, walk));
  }

  /** Every way that routes take from one side to some addresses of another; each address is in one of them. */
  find(from: TrafficEndpoint, to: TrafficEndpoint, destinations: Addresses, isAnswer = false): RoutePath[] {
    const walk = { currentSource: from, to, destinations, components: [], isReply: isAnswer };
    return from.subnet === undefined ? this.#enter(walk) : this.#from(from.subnet, walk);
  }

  #from(subnet: Subnet, walk: RouteWalk): RoutePath[] {
    const { address, unknown } = subnet.table;
    if (isRoutingLoop(walk))
      return [endBlocked(walk, address, "NO_PATH", "the routes lead in a circle", "mend the routes")];
    // What is in the same subnet is met directly: neither a route nor an ACL takes part.
    if (walk.to.subnet === subnet) return [endReached(walk)];
    return longestPrefixMatch(subnet.table, walk.destinations).flatMap(({ destinations, route }) => {
      const part = { ...walk, destinations };
      if (route !== undefined) return this.#follow(subnet, route, part);
      const text = formatPartOf(walk.to, destinations);
      if (unknown !== undefined)
        return [endUnknown(leaveSubnet(part, subnet), address, `routes to ${text}: ${unknown}`)];
      const remedy = `add a route to ${text}`;
      return [
        endBlocked(
          leaveSubnet(part, subnet),
          address,
          "NO_ROUTE_TO_DESTINATION",
          `no route to ${text}`,
          remedy,
        ),
      ];
    });
  }

  #follow(subnet: Subnet, route: Route, before: RouteWalk): RoutePath[] {
    const { target, origin } = route;
    const walk = leaveSubnet(before, subnet);
    const on = (seesGroups = false) =>
      passThrough(
        walk,
        origin,
        `route ${route.text} → ${describeTarget(target)}`,
        seesGroups ? BOTH_DIRECTIONS : [],
      );
    switch (target.kind) {
      case "local":
        return walk.to.subnet?.vpc === subnet.vpc
          ? [endReached(enterSubnet(on(true), walk.to.subnet))]
          : [noAddressThere(walk, route)];
      case "internet-gateway":
      case "egress-only-gateway":
        return [routePathsToInternet(this.#model, on(), subnet, target.address)];
      case "nat-gateway":
        return this.#overNat(on(), subnet, target.address);
      case "peering":
        return [this.#overPeering(on(this.#isInOneRegion(target.address)), subnet, target.address)];
      case "transit-gateway":
        return this.#transit.fromVpc(on(true), subnet, target.address);
      case "vpn-gateway":
        return [this.#toVpnGateway(on(), subnet, target.address)];
      case "gateway-endpoint":
        return [leadsTo(target.address, walk.to) ? endReached(on()) : noAddressThere(walk, route)];
      case "endpoint":
        return this.#overInterface(on(isOwnInterface(walk, target.address)), subnet, target.address);
      case "blackhole": {
        const text = `route ${route.text} leads nowhere: ${target.why}`;
        return [endBlocked(walk, origin, "BAD_STATE_ROUTE", text, "lead it to a gateway that exists")];
      }
      case "unknown":
        return [endUnknown(walk, origin, `where route ${route.text} leads: ${target.why}`)];
    }
  }

  /** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html */
  #overNat(walk: RouteWalk, subnet: Subnet, address: string): RoutePath[] {
    const gateway = this.#model.natGateways.get(address);
    const home = gateway === undefined ? undefined : this.#model.subnets.get(gateway.subnet);
    if (gateway === undefined || home === undefined)
      return [endUnknown(walk, address, "the NAT gateway's subnet")];
    const inside = crossSubnets(walk, subnet, home);
    return this.#from(home, translateSource(inside, natEndpoint(gateway, home), address, BY_NAT_GATEWAY));
  }

  /** https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations */
  #overPeering(walk: RouteWalk, subnet: Subnet, address: string): RoutePath {
    const peering = this.#model.peerings.get(address);
    if (peering === undefined) return endUnknown(walk, address, "the VPC behind the peering");
    const { sides: trafficEndpoints, isAccepted } = peering;
    if (!trafficEndpoints.includes(subnet.vpc))
      return endBlocked(walk, address, "BAD_STATE_ROUTE", "the peering is not of this VPC", "mend the route");
    if (isAccepted === false)
      return endBlocked(walk, address, "BAD_STATE_ATTACHMENT", "the peering is not accepted", "accept it");
    if (isAccepted === "unknown") return endUnknown(walk, address, "whether the peering is accepted");
    const far = trafficEndpoints[0] === subnet.vpc ? trafficEndpoints[1] : trafficEndpoints[0];
    const isOwn = walk.currentSource.subnet?.vpc === subnet.vpc;
    if (isOwn && far !== undefined && walk.to.subnet?.vpc === far)
      return endReached(enterSubnet(walk, walk.to.subnet));
    if (isOwn && far === undefined)
      return endUnknown(
        walk,
        address,
        "the VPC on the other side of the peering, which is not in these files",
      );
    const text = "a peering leads from one VPC into the other, and no further";
    return endBlocked(
      walk,
      address,
      "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
      text,
      "peer the two VPCs themselves",
    );
  }

  /** https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html */
  #isInOneRegion(peering: string): boolean {
    const [one, other] = this.#model.peerings.get(peering)?.sides ?? [];
    if (one === undefined || other === undefined) return false;
    return this.#model.vpcs.get(one)?.region === this.#model.vpcs.get(other)?.region;
  }

  #toVpnGateway(walk: RouteWalk, subnet: Subnet, address: string): RoutePath {
    const { currentSource, to } = walk;
    const gateway = this.#model.vpnGateways.get(address);
    const isBehind = gateway !== undefined && to.externalNetwork?.attachedTo === address;
    const isOwn = currentSource.subnet?.vpc === subnet.vpc && gateway?.vpc === subnet.vpc;
    if (isBehind && isOwn) return endReached(walk);
    const text = `behind this virtual private gateway is no ${to.name}`;
    return endBlocked(walk, address, "NO_PATH", text, "connect it to the gateway");
  }

  /**
   * An instance that forwards is taken to forward all that it is sent: what its software does stands in no
   * Terraform. Towards the internet its own public address takes the sender's place.
   * https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
   */
  #overInterface(walk: RouteWalk, subnet: Subnet, address: string): RoutePath[] {
    const endpoint = this.#model.endpoints.get(address);
    const item = endpoint?.interfaces[0];
    const home = item?.subnet === undefined ? undefined : this.#model.subnets.get(item.subnet);
    if (endpoint === undefined || item === undefined || home === undefined)
      return [endUnknown(walk, address, "the interface that the route leads to")];
    const inside = crossSubnets(walk, subnet, home);
    if (walk.to.endpoint === endpoint) return [endReached(inside)];
    const trafficEndpoint = interfaceEndpoint(endpoint, item, home);
    if (!trafficEndpoint.forwards) {
      const text = `${address} drops what is not addressed to it`;
      const remedy = "turn its source/destination check off";
      return [endBlocked(walk, address, "ENI_SOURCE_DEST_CHECK_RESTRICTION", text, remedy)];
    }
    const through = appendComponent(inside, { kind: "through", trafficEndpoint });
    return this.#from(
      home,
      isReachedOverInternet(walk.to) ? translateSource(through, trafficEndpoint, address) : through,
    );
  }

  /** From outside into a VPC. */
  #enter(walk: RouteWalk): RoutePath[] {
    const { externalNetwork } = walk.currentSource;
    if (externalNetwork === undefined) throw new RangeError(`${walk.currentSource.name} is nowhere`);
    if (isReachedOverInternet(walk.currentSource)) return [routePathsFromInternet(this.#model, walk)];
    if (externalNetwork.kind === "nowhere") return [this.#fromUnknownLocation(walk, externalNetwork)];
    if (externalNetwork.kind === "gateway-endpoint") {
      const text = "a service opens no connection by a gateway endpoint";
      return [endBlocked(walk, externalNetwork.name, "NO_PATH", text, "")];
    }
    const vpn = this.#model.clientVpns.get(externalNetwork.attachedTo ?? "");
    if (vpn !== undefined)
      return clientVpnRoutePaths(this.#model, vpn, walk, (subnet, onward) => this.#from(subnet, onward));
    const byTransit =
      externalNetwork.attachedTo === undefined
        ? undefined
        : this.#transit.fromOutside(walk, externalNetwork.attachedTo);
    return byTransit ?? [this.#byVpnGateway(walk, externalNetwork)];
  }

  /** What is attached to a transit gateway, or peered, in other files may have any private address. */
  #fromUnknownLocation(walk: RouteWalk, { name }: ExternalNetwork): RoutePath {
    const { transitGateways, peerings } = this.#model;
    const leadsOn = [...peerings.values()].some(({ sides: trafficEndpoints }) =>
      trafficEndpoints.includes(undefined),
    );
    if (leadsOn || transitGateways.size > 0) return endUnknown(walk, name, "where it comes in");
    return endBlocked(
      walk,
      name,
      "NO_PATH",
      `nothing here has ${name}, or leads to it`,
      "look for it elsewhere",
    );
  }

  #byVpnGateway(walk: RouteWalk, { name, attachedTo: entry }: ExternalNetwork): RoutePath {
    const gateway = this.#model.vpnGateways.get(entry ?? "");
    if (gateway === undefined) return endUnknown(walk, name, "where it comes in");
    const on = passThrough(walk, gateway.address, `virtual private gateway ${shortName(gateway.address)}`);
    const { subnet } = walk.to;
    if (subnet !== undefined && subnet.vpc === gateway.vpc) return endReached(enterSubnet(on, subnet));
    const text = "a virtual private gateway leads into its own VPC, and no further";
    return endBlocked(on, gateway.address, "NO_PATH", text, "use a transit gateway");
  }
}

/** Whether a gateway endpoint leads to a service, or is the one by which it is asked for. */
function leadsTo(endpoint: string, { externalNetwork }: TrafficEndpoint): boolean {
  return (
    externalNetwork?.kind === "aws-service" ||
    (externalNetwork?.kind === "gateway-endpoint" && externalNetwork.name === endpoint)
  );
}

function describeTarget(target: RouteTarget): string {
  if (target.kind === "local" || target.kind === "blackhole" || target.kind === "unknown") return target.kind;
  return `${target.kind === "endpoint" ? "interface" : target.kind.replaceAll("-", " ")} ${shortName(target.address)}`;
}

/**
 * Past another interface, a rule that names a group does not find the sender.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
function isOwnInterface({ to }: RouteWalk, endpoint: string): boolean {
  return to.endpoint?.address === endpoint;
}

/** A route takes the packets somewhere, but not to whom they are for. */
function noAddressThere(walk: RouteWalk, route: Route): RoutePath {
  const text = `route ${route.text} → ${describeTarget(route.target)} does not lead to ${walk.to.name}`;
  return endBlocked(walk, route.origin, "NO_ROUTE_TO_DESTINATION", text, "add a narrower route");
}
