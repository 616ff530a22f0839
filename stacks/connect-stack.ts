import type { Construct } from "constructs";
import type { Region } from "../aws/regions.ts";
import { compact } from "../language/compact.ts";
import type { Connection } from "../language/connections.ts";
import { connectionsOf } from "../language/network-connectivity.ts";
import { zoneAssociations } from "../language/private-names.ts";
import { type RegionalView, regionalView } from "../language/regional-view.ts";
import { required } from "../language/required.ts";
import { subnetContaining } from "../language/subnets.ts";
import { resourceName } from "../modules/names.ts";
import { ClientVpn } from "../modules/network/client-vpn.ts";
import { planClientVpn } from "../modules/network/client-vpn-plan.ts";
import { DirectConnect } from "../modules/network/direct-connect.ts";
import { ZoneInVpc } from "../modules/network/dns.ts";
import { EndpointService } from "../modules/network/endpoint-service.ts";
import { endpointServiceName } from "../modules/network/hops.ts";
import { InterNetworkRoutes, type RouteGateway } from "../modules/network/inter-network-routes.ts";
import {
  type InterNetworkRoutePlan,
  planInterNetworkRoutes,
} from "../modules/network/inter-network-routes-plan.ts";
import { Peering, PeeringAccepter } from "../modules/network/peering.ts";
import { SiteToSiteVpn, type VpnGatewayRef } from "../modules/network/site-to-site-vpn.ts";
import { TransitConnect } from "../modules/network/transit-connect.ts";
import { TransitGateway } from "../modules/network/transit-gateway.ts";
import { TransitPeering, TransitPeeringAccepter } from "../modules/network/transit-peering.ts";
import { planPeerCidrs } from "../modules/network/transit-plan.ts";
import { VpnGateway } from "../modules/network/vpn-gateway.ts";
import { VpnRouter } from "../modules/network/vpn-router.ts";
import { connectOutputSchema, edgeOutputSchema, networkOutputSchema } from "./output-schemas.ts";
import { PlatformStack } from "./platform-stack.ts";
import { RegionalOutputs } from "./regional-outputs.ts";
import { publishStackOutputs, readStackOutputs } from "./stack-outputs.ts";

/** The stacks of all regions whose outputs the connect stack reads. */
export interface ConnectProducers {
  /** The network stacks of all regions with networks. */
  readonly networks: ReadonlyMap<Region, PlatformStack>;
  /** The edge stacks, for the load balancers of endpoint services. */
  readonly edges: ReadonlyMap<Region, PlatformStack>;
}

type ConnectionOfKind<K extends Connection["kind"]> = Extract<Connection, { kind: K }>;
/** Retention of connection logs, the same as for flow logs. */
const LOG_RETENTION_DAYS = 365;
/** The ASN of VPN routers. Their routes are static, but AWS requires one. */
const ROUTER_ASN = 65_000;

/** Connections between networks, regions and external networks, and the routes over them. */
export class ConnectStack extends PlatformStack {
  readonly #regional: RegionalOutputs;
  readonly #peerings: ReadonlyMap<string, RouteGateway>;
  readonly #gateways: ReadonlyMap<string, TransitGateway>;
  /** Virtual private gateways by network; a network has at most one. */
  readonly #vpnGateways: ReadonlyMap<string, VpnGateway>;
  /** The routers of VPNs between networks, by connection. */
  readonly #vpnRouters: ReadonlyMap<string, VpnRouter>;

  constructor(scope: Construct, home: RegionalView, producers: ConnectProducers) {
    super(scope, home, "connect");
    this.#regional = new RegionalOutputs(
      home.fullPlatform,
      new Map(
        [...producers.networks].map(([region, stack]) => [
          region,
          readStackOutputs(this, stack, networkOutputSchema(regionalView(home.fullPlatform, region))),
        ]),
      ),
    );
    this.#peerings = this.#createEach("peering", (name, peering) => this.#createPeering(name, peering));
    this.#gateways = this.#createEach("transit-gateway", (name, gateway) =>
      this.#createGateway(name, gateway),
    );
    this.#peerTransitGateways();
    this.#vpnGateways = this.#createVpnGateways();
    const vpns = this.#createEach("site-to-site-vpn", (name, vpn) => this.#createVpn(name, vpn));
    this.#vpnRouters = this.#createEach("network-vpn", (name, vpn) => this.#createRouter(name, vpn));
    const joins = this.#createEach("network-vpn", (name, vpn) => this.#createNetworkVpn(name, vpn));
    const lines = this.#createEach("direct-connect", (name, line) => this.#createDirectConnect(name, line));
    const tunnels = this.#createEach("transit-connect", (name, link) => this.#createTunnels(name, link));
    const clients = this.#createEach("client-vpn", (name, vpn) => this.#createClientVpn(name, vpn));
    const balancerArns = this.#readBalancerArns(producers.edges);
    const services = this.#createEach("endpoint-service", (name, service) =>
      this.#createService(name, service, balancerArns),
    );
    this.#createRoutes();
    this.#shareZones();
    this.#regional.useProviders((region) => this.providerIn(region));
    publishStackOutputs(this, connectOutputSchema(home.fullPlatform), {
      lineIds: {
        ...mapBy(vpns, ({ vpnId }) => vpnId),
        ...mapBy(joins, ({ vpnId }) => vpnId),
        ...mapBy(lines, ({ associationId }) => associationId),
        ...mapBy(tunnels, ({ attachmentId }) => attachmentId),
        ...mapBy(clients, ({ endpointId }) => endpointId),
      },
      vpnTunnelAddresses: mapBy(new Map([...vpns, ...joins]), ({ tunnelAddresses }) => tunnelAddresses),
      vpnKeysSecretArns: mapBy(new Map([...vpns, ...joins]), ({ keysSecretArn }) => keysSecretArn),
      ...(joins.size === 0
        ? {}
        : { vpnRouterInterfaceIds: mapBy(this.#vpnRouters, (one) => one.interfaceId) }),
      clientVpnDnsNames: mapBy(clients, ({ dnsName }) => dnsName),
      directConnectGatewayIds: mapBy(lines, ({ gatewayId }) => gatewayId),
      tunnelInterfaceIds: mapBy(tunnels, ({ interfaceId }) => interfaceId),
      tunnelAddresses: mapBy(tunnels, ({ transitGatewayAddress }) => transitGatewayAddress),
      serviceDnsNames: Object.fromEntries(
        [...services].flatMap(([service, { dnsNames }]) =>
          Object.entries(dnsNames).map(([network, name]) => [endpointServiceName(service, network), name]),
        ),
      ),
    });
  }

  #createEach<K extends Connection["kind"], T>(
    kind: K,
    create: (name: string, connection: ConnectionOfKind<K>) => T,
  ): Map<string, T> {
    return new Map(
      connectionsOf(this.platform.fullPlatform, kind).map(([name, connection]) => [
        name,
        create(name, connection),
      ]),
    );
  }

  #createPeering(name: string, { between: [first, second] }: ConnectionOfKind<"peering">): RouteGateway {
    const places = this.#regional;
    const [region, peerRegion] = [places.regionOf(first), places.regionOf(second)];
    const display = resourceName(this.platform, name);
    const { peeringId, resource } = places.put(
      region,
      new Peering(this, name, {
        name: display,
        vpcId: places.vpcId(first),
        peerVpcId: places.vpcId(second),
        ...compact({ peerRegion: region === peerRegion ? undefined : peerRegion }),
      }),
    );
    const target = { vpcPeeringConnectionId: peeringId };
    if (region === peerRegion) return { target, waitFor: [resource] };
    const accepter = new PeeringAccepter(this, `${name}-accepter`, { name: display, peeringId });
    return { target, waitFor: [places.put(peerRegion, accepter).resource] };
  }

  #createGateway(name: string, gateway: ConnectionOfKind<"transit-gateway">): TransitGateway {
    const attachments = Object.entries(gateway.attachments).map(([network, settings]) => {
      const place = {
        vpcId: this.#regional.vpcId(network),
        subnetIds: this.#regional.subnetIds(network, settings.tier),
      };
      return [network, { ...settings, ...place }];
    });
    return this.#regional.put(
      this.#regional.regionOfConnection(name),
      new TransitGateway(this, name, {
        name: resourceName(this.platform, name),
        asn: gateway.asn,
        cidrs: gateway.cidrs,
        attachments: Object.fromEntries(attachments),
      }),
    );
  }

  /** Peers transit gateways: one side requests, the other accepts, and each adds its routes. */
  #peerTransitGateways(): void {
    for (const [name, { peers }] of connectionsOf(this.platform.fullPlatform, "transit-gateway")) {
      for (const peer of peers) this.#attachNetworks(name, peer);
    }
  }

  #attachNetworks(name: string, peer: string): void {
    const places = this.#regional;
    const gateways = this.#gateways;
    const { fullPlatform, account } = this.platform;
    const [gateway, other] = [required(gateways, name), required(gateways, peer)];
    const display = resourceName(this.platform, `${name}-to-${peer}`);
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
    gateway.attachPeer(peer, attachmentId, planPeerCidrs(fullPlatform, peer), [accepted.resource]);
    other.attachPeer(name, accepted.attachmentId, planPeerCidrs(fullPlatform, name));
  }

  #createVpnGateways(): Map<string, VpnGateway> {
    const ends = Object.values(this.platform.fullPlatform.connections).flatMap((connection) => {
      if (connection.kind === "network-vpn") return [connection.network];
      return "endsOn" in connection && connection.endsOn.kind === "virtual-private-gateway"
        ? [connection.endsOn.network]
        : [];
    });
    return new Map(
      [...new Set(ends)].map((network) => {
        const props = {
          name: resourceName(this.platform, `${network}-vpn-gateway`),
          vpcId: this.#regional.vpcId(network),
        };
        const gateway = new VpnGateway(this, `${network}-vpn-gateway`, props);
        return [network, this.#regional.put(this.#regional.regionOf(network), gateway)];
      }),
    );
  }

  #createVpn(name: string, vpn: ConnectionOfKind<"site-to-site-vpn">): SiteToSiteVpn {
    const { customerGateway, endsOn, routing } = vpn;
    const region = this.#regional.regionOfConnection(name);
    const staticCidrs = routing.kind === "static" ? routing.cidrs : undefined;
    const made = this.#regional.put(
      region,
      new SiteToSiteVpn(this, name, {
        name: resourceName(this.platform, name),
        ...customerGateway,
        endsOn: this.#vpnGatewayRef(endsOn),
        ...compact({ staticCidrs }),
        logRetentionDays: LOG_RETENTION_DAYS,
        logKeyArn: this.#regional.logsKeyArn(region),
      }),
    );
    if (endsOn.kind === "transit-gateway") {
      const gateway = required(this.#gateways, endsOn.connection);
      gateway.attachConnection(name, made.attachmentId);
      gateway.routeToConnection(name, made.attachmentId, staticCidrs ?? []);
    }
    return made;
  }

  #createRouter(name: string, { router }: ConnectionOfKind<"network-vpn">): VpnRouter {
    const places = this.#regional;
    const { zones } = required(this.platform.fullPlatform.networks, router.network);
    const zone = router.zone ?? required(zones, 0);
    const props = {
      name: resourceName(this.platform, name),
      subnetId: required(places.subnetsByZone(router.network, router.tier), zone),
      groupId: places.groupId(router.network, name),
    };
    return places.put(places.regionOf(router.network), new VpnRouter(this, `${name}-router`, props));
  }

  /** Creates a VPN from a network's gateway to the router in the other network. */
  #createNetworkVpn(name: string, { network, router }: ConnectionOfKind<"network-vpn">): SiteToSiteVpn {
    const region = this.#regional.regionOf(network);
    const { cidr, secondaryCidrs } = required(this.platform.fullPlatform.networks, router.network);
    return this.#regional.put(
      region,
      new SiteToSiteVpn(this, name, {
        name: resourceName(this.platform, name),
        address: required(this.#vpnRouters, name).address,
        asn: ROUTER_ASN,
        endsOn: { vpnGatewayId: required(this.#vpnGateways, network).gatewayId },
        staticCidrs: [cidr, ...secondaryCidrs],
        logRetentionDays: LOG_RETENTION_DAYS,
        logKeyArn: this.#regional.logsKeyArn(region),
      }),
    );
  }

  #createDirectConnect(
    name: string,
    { asn, endsOn, allowedPrefixes }: ConnectionOfKind<"direct-connect">,
  ): DirectConnect {
    const display = resourceName(this.platform, name);
    const line = this.#regional.put(
      this.#regional.regionOfConnection(name),
      new DirectConnect(this, name, {
        name: display,
        asn,
        endsOn: this.#vpnGatewayRef(endsOn),
        allowedPrefixes,
      }),
    );
    if (endsOn.kind === "transit-gateway" && line.attachmentId !== undefined) {
      required(this.#gateways, endsOn.connection).attachConnection(name, line.attachmentId);
    }
    return line;
  }

  #vpnGatewayRef(endsOn: ConnectionOfKind<"site-to-site-vpn">["endsOn"]): VpnGatewayRef {
    return endsOn.kind === "transit-gateway"
      ? { transitGatewayId: required(this.#gateways, endsOn.connection).gatewayId }
      : { vpnGatewayId: required(this.#vpnGateways, endsOn.network).gatewayId };
  }

  #createTunnels(name: string, { transitGateway, transport, peer }: ConnectionOfKind<"transit-connect">) {
    const gateway = required(this.#gateways, transitGateway);
    const place = subnetContaining(required(this.platform.fullPlatform.networks, transport), peer.address);
    if (place === undefined) throw new RangeError(`${peer.address} is in no subnet of network ${transport}`);
    const tunnels = new TransitConnect(this, name, {
      name: resourceName(this.platform, name),
      transitGatewayId: gateway.gatewayId,
      transportAttachmentId: required(gateway.attachments, transport).id,
      peer: {
        ...peer,
        subnetId: required(this.#regional.subnetsByZone(transport, place.tier), place.zone),
        groupId: this.#regional.groupId(transport, name),
      },
    });
    gateway.attachConnection(name, tunnels.attachmentId);
    return this.#regional.put(this.#regional.regionOfConnection(name), tunnels);
  }

  #createClientVpn(name: string, vpn: ConnectionOfKind<"client-vpn">): ClientVpn {
    const places = this.#regional;
    const region = places.regionOfConnection(name);
    return places.put(
      region,
      new ClientVpn(this, name, {
        name: resourceName(this.platform, name),
        plan: planClientVpn(vpn, required(this.platform.fullPlatform.networks, vpn.network)),
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

  /** Reads the load balancer ARNs of the regions that have endpoint services. */
  #readBalancerArns(edges: ConnectProducers["edges"]): Readonly<Record<string, string>> {
    const services = connectionsOf(this.platform.fullPlatform, "endpoint-service");
    const regions = new Set(services.map(([name]) => this.#regional.regionOfConnection(name)));
    const arns = [...regions].flatMap((region) => {
      const schema = edgeOutputSchema(regionalView(this.platform.fullPlatform, region));
      return Object.entries(readStackOutputs(this, edges.get(region), schema).loadBalancerArns);
    });
    return Object.fromEntries(arns);
  }

  #createService(
    name: string,
    { loadBalancer, consumers }: ConnectionOfKind<"endpoint-service">,
    balancerArns: Readonly<Record<string, string>>,
  ): EndpointService {
    const places = this.#regional;
    const placed = Object.entries(consumers).map(([network, { tier }]) => [
      network,
      {
        vpcId: places.vpcId(network),
        subnetIds: places.subnetIds(network, tier),
        groupId: places.groupId(network, endpointServiceName(name, network)),
      },
    ]);
    return places.put(
      places.regionOfConnection(name),
      new EndpointService(this, name, {
        name: resourceName(this.platform, name),
        account: this.platform.account,
        loadBalancerArn: required(balancerArns, loadBalancer),
        consumers: Object.fromEntries(placed),
      }),
    );
  }

  /** Creates each network's routes over connections, in one construct per network. */
  #createRoutes(): void {
    const plans = planInterNetworkRoutes(this.platform.fullPlatform);
    for (const network of new Set(plans.map((plan) => plan.network))) {
      const routes = new InterNetworkRoutes(this, `${network}-routes`, {
        plans: plans.filter((plan) => plan.network === network),
        tablesOf: (tier) => this.#regional.tablesByZone(network, tier),
        targetOf: (plan) => this.#targetOf(plan),
      });
      this.#regional.put(this.#regional.regionOf(network), routes);
    }
  }

  /** Lets the VPCs that flows lead from resolve the private zones of those that they lead to. */
  #shareZones(): void {
    for (const { zoneOf, resolvedIn } of zoneAssociations(this.platform.fullPlatform)) {
      new ZoneInVpc(this, `${zoneOf}-zone-in-${resolvedIn}`, {
        zoneId: this.#regional.privateZoneId(zoneOf),
        vpcId: this.#regional.vpcId(resolvedIn),
        vpcRegion: this.#regional.regionOf(resolvedIn),
      });
    }
  }

  #targetOf({ network, nextHop }: InterNetworkRoutePlan): RouteGateway {
    if (nextHop.kind === "peering") return required(this.#peerings, nextHop.connection);
    if (nextHop.kind === "virtual-private-gateway") {
      return { target: { gatewayId: required(this.#vpnGateways, nextHop.network).gatewayId }, waitFor: [] };
    }
    if (nextHop.kind === "vpn-router") {
      const { interfaceId } = required(this.#vpnRouters, nextHop.connection);
      return { target: { networkInterfaceId: interfaceId }, waitFor: [] };
    }
    const { gatewayId, attachments } = required(this.#gateways, nextHop.connection);
    // AWS rejects a route to a transit gateway to which the VPC is not attached.
    return { target: { transitGatewayId: gatewayId }, waitFor: [required(attachments, network)] };
  }
}

function mapBy<T, V>(items: ReadonlyMap<string, T>, pick: (item: T) => V): Record<string, V> {
  return Object.fromEntries([...items].map(([name, item]) => [name, pick(item)]));
}
