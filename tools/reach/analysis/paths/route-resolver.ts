import type { ExternalNetwork } from "../../network/endpoint-model.ts";
import type { VpnTunnel } from "../../network/gateway-model.ts";
import type { NetworkModel, Route, RouteTarget, Subnet } from "../../network/network-model.ts";
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
import { byVpcOrigin, vpcOriginBetween } from "./vpc-origin-path.ts";

/**
 * The traffic that a NAT gateway translates.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
const BY_NAT_GATEWAY = TransportSet.unionOf([
  TransportSet.named("tcp"),
  TransportSet.named("udp"),
  TransportSet.named("icmp"),
]);

/** Follows routes, regardless of security groups and network ACLs. */
export class RouteResolver {
  readonly #model: NetworkModel;
  readonly #transit: TransitPaths;

  constructor(model: NetworkModel) {
    this.#model = model;
    this.#transit = new TransitPaths(model, (subnet, walk) => this.#from(subnet, walk));
  }

  /**
   * Returns the route paths from one endpoint to addresses of another. Each address is in exactly
   * one path.
   * @param repliesOf for return traffic, the endpoint whose address it carries: `from`, or behind a
   *   NAT the endpoint that replied
   */
  find(
    from: TrafficEndpoint,
    to: TrafficEndpoint,
    destinations: Addresses,
    repliesOf?: TrafficEndpoint,
  ): RoutePath[] {
    const isReply = repliesOf !== undefined;
    const walk = { currentSource: repliesOf ?? from, to, destinations, components: [], isReply };
    return from.subnet === undefined ? this.#enter(walk) : this.#from(from.subnet, walk);
  }

  #from(subnet: Subnet, walk: RouteWalk): RoutePath[] {
    const { address, unknown } = subnet.table;
    if (isRoutingLoop(walk)) return [endBlocked(walk, address, "NO_PATH", "routing loop", "fix the routes")];
    // Traffic within a subnet is direct: no route and no network ACL is involved.
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
        return this.#toVpnGateway(on(), subnet, target.address);
      case "gateway-endpoint":
        return [leadsTo(target.address, walk.to) ? endReached(on()) : noAddressThere(walk, route)];
      case "endpoint":
        return this.#overInterface(on(isOwnInterface(walk, target.address)), subnet, target.address);
      case "blackhole": {
        const text = `route ${route.text} has no valid target: ${target.why}`;
        return [endBlocked(walk, origin, "BAD_STATE_ROUTE", text, "point it to an existing gateway")];
      }
      case "unknown":
        return [endUnknown(walk, origin, `the target of route ${route.text}: ${target.why}`)];
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
    if (peering === undefined) return endUnknown(walk, address, "the VPCs of the peering");
    const { sides: trafficEndpoints, isAccepted } = peering;
    if (!trafficEndpoints.includes(subnet.vpc))
      return endBlocked(
        walk,
        address,
        "BAD_STATE_ROUTE",
        "the peering does not belong to this VPC",
        "fix the route",
      );
    if (isAccepted === false)
      return endBlocked(walk, address, "BAD_STATE_ATTACHMENT", "the peering is not accepted", "accept it");
    if (isAccepted === "unknown") return endUnknown(walk, address, "whether the peering is accepted");
    const far = trafficEndpoints[0] === subnet.vpc ? trafficEndpoints[1] : trafficEndpoints[0];
    const isOwn = walk.currentSource.subnet?.vpc === subnet.vpc;
    if (isOwn && far !== undefined && walk.to.subnet?.vpc === far)
      return endReached(enterSubnet(this.#mayReturnTo(walk, address), walk.to.subnet));
    if (isOwn && far === undefined) return endUnknown(walk, address, "the peer VPC is not in these files");
    const text = "a peering forwards only between its two VPCs";
    return endBlocked(walk, address, "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", text, "peer the two VPCs directly");
  }

  /**
   * A NAT gateway may receive return traffic over a peering without a route back: AWS documents the
   * opposite for instances, but called this "expected behaviour in certain circumstances involving
   * NAT gateways", so neither is certain.
   * https://labs.reversec.com/posts/2026/03/unexpected-routing-behaviour-in-aws-with-vpc-peering-and-nat-gateway
   */
  #mayReturnTo(walk: RouteWalk, peering: string): RouteWalk {
    if (!this.#model.natGateways.has(walk.currentSource.name)) return walk;
    const text = "a peering may return traffic to a NAT gateway without a route";
    return appendComponent(walk, { kind: "may-return", address: peering, text });
  }

  /** https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html */
  #isInOneRegion(peering: string): boolean {
    const [one, other] = this.#model.peerings.get(peering)?.sides ?? [];
    if (one === undefined || other === undefined) return false;
    return this.#model.vpcs.get(one)?.region === this.#model.vpcs.get(other)?.region;
  }

  #toVpnGateway(walk: RouteWalk, subnet: Subnet, address: string): RoutePath[] {
    const { currentSource, to } = walk;
    const gateway = this.#model.vpnGateways.get(address);
    const isBehind = gateway !== undefined && to.externalNetwork?.attachedTo === address;
    const isOwn = currentSource.subnet?.vpc === subnet.vpc && gateway?.vpc === subnet.vpc;
    if (isBehind && isOwn) return [endReached(walk)];
    const tunnel = gateway?.tunnels.find(({ destinations }) => destinations.covers(walk.destinations));
    if (isOwn && tunnel !== undefined) return this.#outOfTunnel(walk, tunnel);
    const text = `${to.name} is not behind this virtual private gateway`;
    return [endBlocked(walk, address, "NO_PATH", text, "connect it to the gateway")];
  }

  /**
   * Leaves the tunnel of a VPN at a router in a VPC, which sends the packets on from its interface.
   */
  #outOfTunnel(walk: RouteWalk, { connection, router }: VpnTunnel): RoutePath[] {
    const endpoint = this.#model.endpoints.get(router);
    const item = endpoint?.interfaces[0];
    const home = item?.subnet === undefined ? undefined : this.#model.subnets.get(item.subnet);
    if (endpoint === undefined || item === undefined || home === undefined)
      return [endUnknown(walk, router, "the router's interface")];
    const on = passThrough(walk, connection, `VPN ${shortName(connection)} → ${shortName(router)}`);
    const trafficEndpoint = interfaceEndpoint(endpoint, item, home);
    if (walk.to.endpoint === endpoint) return [endReached(on)];
    if (!trafficEndpoint.forwards) return [dropsForeignPackets(on, router)];
    return this.#from(home, appendComponent(on, { kind: "through", trafficEndpoint, only: "egress" }));
  }

  /** The tunnel that leads from a router to the target's VPC; undefined if there is none. */
  #tunnelFrom(router: string, { to }: RouteWalk): VpnTunnel | undefined {
    return [...this.#model.vpnGateways.values()]
      .filter(({ vpc }) => vpc !== undefined && vpc === to.subnet?.vpc)
      .flatMap(({ tunnels }) => tunnels)
      .find((tunnel) => tunnel.router === router);
  }

  /**
   * Passes a forwarding instance, which is assumed to forward everything: its software is not in
   * Terraform. Towards the internet, its own public address replaces the sender's.
   * https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
   */
  #overInterface(walk: RouteWalk, subnet: Subnet, address: string): RoutePath[] {
    const endpoint = this.#model.endpoints.get(address);
    const item = endpoint?.interfaces[0];
    const home = item?.subnet === undefined ? undefined : this.#model.subnets.get(item.subnet);
    if (endpoint === undefined || item === undefined || home === undefined)
      return [endUnknown(walk, address, "the route's target interface")];
    const inside = crossSubnets(walk, subnet, home);
    if (walk.to.endpoint === endpoint) return [endReached(inside)];
    const trafficEndpoint = interfaceEndpoint(endpoint, item, home);
    if (!trafficEndpoint.forwards) return [dropsForeignPackets(walk, address)];
    const tunnel = this.#tunnelFrom(address, walk);
    if (tunnel !== undefined && walk.to.subnet !== undefined) {
      const entered = appendComponent(inside, { kind: "through", trafficEndpoint, only: "ingress" });
      const text = `VPN ${shortName(tunnel.connection)}`;
      return [endReached(enterSubnet(passThrough(entered, tunnel.connection, text), walk.to.subnet))];
    }
    const through = appendComponent(inside, { kind: "through", trafficEndpoint });
    return this.#from(
      home,
      isReachedOverInternet(walk.to) ? translateSource(through, trafficEndpoint, address) : through,
    );
  }

  /** Continues a walk from an external network into a VPC. */
  #enter(walk: RouteWalk): RoutePath[] {
    const { externalNetwork } = walk.currentSource;
    // Its VPC or subnet is in none of the files.
    if (externalNetwork === undefined)
      return [endUnknown(walk, walk.currentSource.name, "where it is in the network")];
    const origin = vpcOriginBetween(this.#model, walk.currentSource, walk.to);
    if (origin !== undefined) return [byVpcOrigin(walk, origin)];
    if (isReachedOverInternet(walk.currentSource)) return [routePathsFromInternet(this.#model, walk)];
    if (externalNetwork.kind === "nowhere") return [this.#fromUnknownLocation(walk, externalNetwork)];
    if (externalNetwork.kind === "gateway-endpoint") {
      const text = "a service opens no connections through a gateway endpoint";
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

  /**
   * An unknown address: networks in other files that are attached to a transit gateway or peered
   * may have it.
   */
  #fromUnknownLocation(walk: RouteWalk, { name }: ExternalNetwork): RoutePath {
    const { transitGateways, peerings } = this.#model;
    const forwardsOn = [...peerings.values()].some(({ sides: trafficEndpoints }) =>
      trafficEndpoints.includes(undefined),
    );
    if (forwardsOn || transitGateways.size > 0) return endUnknown(walk, name, "where it enters the network");
    return endBlocked(
      walk,
      name,
      "NO_PATH",
      `no resource in these files has ${name} or a route to it`,
      "include the files that define it",
    );
  }

  #byVpnGateway(walk: RouteWalk, { name, attachedTo }: ExternalNetwork): RoutePath {
    const gateway = this.#model.vpnGateways.get(attachedTo ?? "");
    if (gateway === undefined) return endUnknown(walk, name, "where it enters the network");
    const on = passThrough(walk, gateway.address, `virtual private gateway ${shortName(gateway.address)}`);
    const { subnet } = walk.to;
    if (subnet !== undefined && subnet.vpc === gateway.vpc) return endReached(enterSubnet(on, subnet));
    const text = "a virtual private gateway forwards only to its own VPC";
    return endBlocked(on, gateway.address, "NO_PATH", text, "use a transit gateway");
  }
}

/** Reports that a gateway endpoint leads to a service, or is the endpoint asked for. */
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

/** Ends a walk at an instance that does not forward. */
function dropsForeignPackets(walk: RouteWalk, address: string): RoutePath {
  const text = `${address} drops packets that are not addressed to it`;
  const remedy = "disable its source/destination check";
  return endBlocked(walk, address, "ENI_SOURCE_DEST_CHECK_RESTRICTION", text, remedy);
}

/**
 * Behind another interface, a rule that references a security group does not recognize the sender.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
function isOwnInterface({ to }: RouteWalk, endpoint: string): boolean {
  return to.endpoint?.address === endpoint;
}

/** Ends a walk at a route that does not lead to the target. */
function noAddressThere(walk: RouteWalk, route: Route): RoutePath {
  const text = `route ${route.text} → ${describeTarget(route.target)} does not lead to ${walk.to.name}`;
  return endBlocked(walk, route.origin, "NO_ROUTE_TO_DESTINATION", text, "add a more specific route");
}
