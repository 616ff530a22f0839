import type { Construct } from "constructs";
import { nameOf } from "../modules/names.ts";
import { ClientVpn } from "../modules/network/client-vpn.ts";
import { planClientVpn } from "../modules/network/client-vpn-plan.ts";
import { DirectConnect } from "../modules/network/direct-connect.ts";
import { EndpointService } from "../modules/network/endpoint-service.ts";
import { serviceEndName } from "../modules/network/hops.ts";
import { JoinedRoutes, type RouteTarget } from "../modules/network/joined-routes.ts";
import { type JoinedRoutePlan, planJoinedRoutes } from "../modules/network/joined-routes-plan.ts";
import { Peering, PeeringAccepter } from "../modules/network/peering.ts";
import { type LineEnd, SiteToSiteVpn } from "../modules/network/site-to-site-vpn.ts";
import { TransitConnect } from "../modules/network/transit-connect.ts";
import { TransitGateway } from "../modules/network/transit-gateway.ts";
import { TransitPeering, TransitPeeringAccepter } from "../modules/network/transit-peering.ts";
import { planPeerBlocks } from "../modules/network/transit-plan.ts";
import { VpnGateway } from "../modules/network/vpn-gateway.ts";
import type { Connection } from "../spec/connections.ts";
import { connectionsOf } from "../spec/joins.ts";
import { inRegion, type RegionalPlatform } from "../spec/regional.ts";
import type { Region } from "../spec/regions.ts";
import { subnetHolding } from "../spec/subnets.ts";
import { Places } from "./connect-places.ts";
import { publish, read } from "./contract.ts";
import { connectShape, edgeShape, networkShape } from "./outputs.ts";
import { PlatformStack } from "./platform-stack.ts";

/** The stacks that connections join: those of every region. */
export interface ConnectProducers {
  readonly networks: ReadonlyMap<Region, PlatformStack>;
  /** The load balancers that endpoint services publish. */
  readonly edges: ReadonlyMap<Region, PlatformStack>;
}

type Of<K extends Connection["kind"]> = Extract<Connection, { kind: K }>;
/** The logs of who connects are kept as long as flow logs are. */
const LOG_RETENTION_DAYS = 365;

/** All ways between networks, regions and places outside, and the routes that lead to them. */
export class ConnectStack extends PlatformStack {
  private readonly places: Places;
  private readonly peerings: ReadonlyMap<string, RouteTarget>;
  private readonly gateways: ReadonlyMap<string, TransitGateway>;
  /** By network: one has at most one. */
  private readonly vpnGateways: ReadonlyMap<string, VpnGateway>;

  constructor(scope: Construct, home: RegionalPlatform, producers: ConnectProducers) {
    super(scope, home, "connect");
    this.places = new Places(
      home.whole,
      new Map(
        [...producers.networks].map(([region, stack]) => [
          region,
          read(this, stack, networkShape(inRegion(home.whole, region))),
        ]),
      ),
    );
    this.peerings = this.createEach("peering", (name, peering) => this.createPeering(name, peering));
    this.gateways = this.createEach("transit-gateway", (name, gateway) => this.createGateway(name, gateway));
    this.joinGateways();
    this.vpnGateways = this.createVpnGateways();
    const vpns = this.createEach("site-to-site-vpn", (name, vpn) => this.createVpn(name, vpn));
    const lines = this.createEach("direct-connect", (name, line) => this.createLine(name, line));
    const tunnels = this.createEach("transit-connect", (name, link) => this.createTunnels(name, link));
    const clients = this.createEach("client-vpn", (name, vpn) => this.createClientVpn(name, vpn));
    const balancerArns = this.readBalancerArns(producers.edges);
    const services = this.createEach("endpoint-service", (name, service) =>
      this.createService(name, service, balancerArns),
    );
    this.createRoutes();
    this.places.useProviders((region) => this.providerIn(region));
    publish(this, connectShape(home.whole), {
      lineIds: {
        ...mapBy(vpns, ({ vpnId }) => vpnId),
        ...mapBy(lines, ({ associationId }) => associationId),
        ...mapBy(tunnels, ({ attachmentId }) => attachmentId),
        ...mapBy(clients, ({ endpointId }) => endpointId),
      },
      vpnTunnelAddresses: mapBy(vpns, ({ tunnelAddresses }) => tunnelAddresses),
      vpnKeysSecretArns: mapBy(vpns, ({ keysSecretArn }) => keysSecretArn),
      clientVpnDnsNames: mapBy(clients, ({ dnsName }) => dnsName),
      directConnectGatewayIds: mapBy(lines, ({ gatewayId }) => gatewayId),
      tunnelInterfaceIds: mapBy(tunnels, ({ interfaceId }) => interfaceId),
      tunnelAddresses: mapBy(tunnels, ({ transitGatewayAddress }) => transitGatewayAddress),
      serviceDnsNames: Object.fromEntries(
        [...services].flatMap(([service, { dnsNames }]) =>
          Object.entries(dnsNames).map(([network, name]) => [serviceEndName(service, network), name]),
        ),
      ),
    });
  }

  private createEach<K extends Connection["kind"], T>(
    kind: K,
    create: (name: string, connection: Of<K>) => T,
  ): Map<string, T> {
    return new Map(
      connectionsOf(this.platform.whole, kind).map(([name, connection]) => [name, create(name, connection)]),
    );
  }

  private createPeering(name: string, { between: [first, second] }: Of<"peering">): RouteTarget {
    const { places } = this;
    const [region, peerRegion] = [places.regionOf(first), places.regionOf(second)];
    const display = nameOf(this.platform, name);
    const { peeringId, resource } = places.put(
      region,
      new Peering(this, name, {
        name: display,
        vpcId: places.vpcId(first),
        peerVpcId: places.vpcId(second),
        ...(region === peerRegion ? {} : { peerRegion }),
      }),
    );
    const target = { vpcPeeringConnectionId: peeringId };
    if (region === peerRegion) return { target, waitFor: [resource] };
    const accepter = new PeeringAccepter(this, `${name}-accepter`, { name: display, peeringId });
    return { target, waitFor: [places.put(peerRegion, accepter).resource] };
  }

  private createGateway(name: string, gateway: Of<"transit-gateway">): TransitGateway {
    const attachments = Object.entries(gateway.attachments).map(([network, settings]) => {
      const place = {
        vpcId: this.places.vpcId(network),
        subnetIds: this.places.subnetIds(network, settings.tier),
      };
      return [network, { ...settings, ...place }];
    });
    return this.places.put(
      this.places.regionOfConnection(name),
      new TransitGateway(this, name, {
        name: nameOf(this.platform, name),
        asn: gateway.asn,
        cidrs: gateway.cidrs,
        attachments: Object.fromEntries(attachments),
      }),
    );
  }

  /** Joins every two transit gateways that peer: one asks, the other accepts, and both say their routes. */
  private joinGateways(): void {
    for (const [name, { peers }] of connectionsOf(this.platform.whole, "transit-gateway")) {
      for (const peer of peers) this.joinGateway(name, peer);
    }
  }

  private joinGateway(name: string, peer: string): void {
    const { places, gateways } = this;
    const { whole, account } = this.platform;
    const [gateway, other] = [gateways.get(name)!, gateways.get(peer)!];
    const display = nameOf(this.platform, `${name}-to-${peer}`);
    const peerRegion = places.regionOfConnection(peer);
    const peering = new TransitPeering(this, `${name}-to-${peer}`, {
      name: display,
      account,
      gatewayId: gateway.gatewayId,
      peerGatewayId: other.gatewayId,
      peerRegion,
    });
    const { attachmentId } = places.put(places.regionOfConnection(name), peering);
    const accepter = new TransitPeeringAccepter(this, `${name}-to-${peer}-accepter`, {
      name: display,
      attachmentId,
    });
    const accepted = places.put(peerRegion, accepter);
    gateway.attachPeer(peer, attachmentId, planPeerBlocks(whole, peer), [accepted.resource]);
    other.attachPeer(name, accepted.attachmentId, planPeerBlocks(whole, name));
  }

  private createVpnGateways(): Map<string, VpnGateway> {
    const ends = Object.values(this.platform.whole.connections).flatMap((connection) =>
      "endsOn" in connection && connection.endsOn.kind === "virtual-private-gateway"
        ? [connection.endsOn.network]
        : [],
    );
    return new Map(
      [...new Set(ends)].map((network) => {
        const props = {
          name: nameOf(this.platform, `${network}-vpn-gateway`),
          vpcId: this.places.vpcId(network),
        };
        const gateway = new VpnGateway(this, `${network}-vpn-gateway`, props);
        return [network, this.places.put(this.places.regionOf(network), gateway)];
      }),
    );
  }

  private createVpn(name: string, vpn: Of<"site-to-site-vpn">): SiteToSiteVpn {
    const { customerGateway, endsOn, routing } = vpn;
    const region = this.places.regionOfConnection(name);
    const staticCidrs = routing.kind === "static" ? routing.cidrs : undefined;
    const made = this.places.put(
      region,
      new SiteToSiteVpn(this, name, {
        name: nameOf(this.platform, name),
        ...customerGateway,
        end: this.endOf(endsOn),
        ...(staticCidrs === undefined ? {} : { staticCidrs }),
        logRetentionDays: LOG_RETENTION_DAYS,
        logKeyArn: this.places.logsKeyArn(region),
      }),
    );
    if (endsOn.kind === "transit-gateway") {
      const gateway = this.gateways.get(endsOn.connection)!;
      gateway.attachLine(name, made.attachmentId);
      gateway.routeToLine(name, made.attachmentId, staticCidrs ?? []);
    }
    return made;
  }

  private createLine(name: string, { asn, endsOn, allowedPrefixes }: Of<"direct-connect">): DirectConnect {
    const display = nameOf(this.platform, name);
    const line = this.places.put(
      this.places.regionOfConnection(name),
      new DirectConnect(this, name, { name: display, asn, end: this.endOf(endsOn), allowedPrefixes }),
    );
    if (endsOn.kind === "transit-gateway" && line.attachmentId !== undefined) {
      this.gateways.get(endsOn.connection)!.attachLine(name, line.attachmentId);
    }
    return line;
  }

  private endOf(endsOn: Of<"site-to-site-vpn">["endsOn"]): LineEnd {
    return endsOn.kind === "transit-gateway"
      ? { transitGatewayId: this.gateways.get(endsOn.connection)!.gatewayId }
      : { vpnGatewayId: this.vpnGateways.get(endsOn.network)!.gatewayId };
  }

  private createTunnels(name: string, { transitGateway, transport, peer }: Of<"transit-connect">) {
    const gateway = this.gateways.get(transitGateway)!;
    const place = subnetHolding(this.platform.whole.networks[transport]!, peer.address);
    if (place === undefined) throw new RangeError(`${peer.address} is in no subnet of network ${transport}`);
    const tunnels = new TransitConnect(this, name, {
      name: nameOf(this.platform, name),
      transitGatewayId: gateway.gatewayId,
      transportAttachmentId: gateway.attachments.get(transport)!.id,
      peer: {
        ...peer,
        subnetId: this.places.subnetsByZone(transport, place.tier)[place.zone]!,
        groupId: this.places.groupId(transport, name),
      },
    });
    gateway.attachLine(name, tunnels.attachmentId);
    return this.places.put(this.places.regionOfConnection(name), tunnels);
  }

  private createClientVpn(name: string, vpn: Of<"client-vpn">): ClientVpn {
    const { places } = this;
    const region = places.regionOfConnection(name);
    return places.put(
      region,
      new ClientVpn(this, name, {
        name: nameOf(this.platform, name),
        plan: planClientVpn(vpn, this.platform.whole.networks[vpn.network]!),
        clientCidr: vpn.clientCidr,
        serverCertificateArn: vpn.certificateArns.server,
        clientAuthorityArn: vpn.certificateArns.clientAuthority,
        vpcId: places.vpcId(vpn.network),
        subnetIds: places.subnetsByZone(vpn.network, vpn.tier),
        groupId: places.groupId(vpn.network, name),
        logRetentionDays: LOG_RETENTION_DAYS,
        logKeyArn: places.logsKeyArn(region),
      }),
    );
  }

  /** The load balancers of those regions whose edge an endpoint service publishes. */
  private readBalancerArns(edges: ConnectProducers["edges"]): Readonly<Record<string, string>> {
    const services = connectionsOf(this.platform.whole, "endpoint-service");
    const regions = new Set(services.map(([name]) => this.places.regionOfConnection(name)));
    const arns = [...regions].flatMap((region) => {
      const shape = edgeShape(inRegion(this.platform.whole, region));
      return Object.entries(read(this, edges.get(region), shape).loadBalancerArns);
    });
    return Object.fromEntries(arns);
  }

  private createService(
    name: string,
    { loadBalancer, consumers }: Of<"endpoint-service">,
    balancerArns: Readonly<Record<string, string>>,
  ): EndpointService {
    const { places } = this;
    const placed = Object.entries(consumers).map(([network, { tier }]) => [
      network,
      {
        vpcId: places.vpcId(network),
        subnetIds: places.subnetIds(network, tier),
        groupId: places.groupId(network, serviceEndName(name, network)),
      },
    ]);
    return places.put(
      places.regionOfConnection(name),
      new EndpointService(this, name, {
        name: nameOf(this.platform, name),
        account: this.platform.account,
        loadBalancerArn: balancerArns[loadBalancer]!,
        consumers: Object.fromEntries(placed),
      }),
    );
  }

  /** The routes of every network over connections, each network's below a construct of its own. */
  private createRoutes(): void {
    const plans = planJoinedRoutes(this.platform.whole);
    for (const network of new Set(plans.map((plan) => plan.network))) {
      const routes = new JoinedRoutes(this, `${network}-routes`, {
        plans: plans.filter((plan) => plan.network === network),
        tablesOf: (tier) => this.places.tablesByZone(network, tier),
        targetOf: (plan) => this.targetOf(plan),
      });
      this.places.put(this.places.regionOf(network), routes);
    }
  }

  private targetOf({ network, way }: JoinedRoutePlan): RouteTarget {
    if (way.kind === "peering") return this.peerings.get(way.connection)!;
    if (way.kind === "virtual-private-gateway") {
      return { target: { gatewayId: this.vpnGateways.get(way.network)!.gatewayId }, waitFor: [] };
    }
    const { gatewayId, attachments } = this.gateways.get(way.connection)!;
    // AWS takes no route to a transit gateway that the VPC is not attached to.
    return { target: { transitGatewayId: gatewayId }, waitFor: [attachments.get(network)!] };
  }
}

function mapBy<T, V>(items: ReadonlyMap<string, T>, pick: (item: T) => V): Record<string, V> {
  return Object.fromEntries([...items].map(([name, item]) => [name, pick(item)]));
}
