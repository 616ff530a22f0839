import type { Addresses } from "../packets/addresses.ts";
import type { TransportSet } from "../packets/transport-set.ts";
import type { ModelGap } from "../terraform/inventory.ts";

/**
 * A network as AWS would run it, read from Terraform JSON: all that can send or receive, and all that stands
 * between. Things are named by the address of the resource they come from; what AWS makes along with a
 * resource by that address and what it is: `net/aws_vpc.main#main-route-table`.
 */
export interface NetworkModel {
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>;
  readonly natGateways: ReadonlyMap<string, NatGateway>;
  readonly peerings: ReadonlyMap<string, Peering>;
  readonly transitGateways: ReadonlyMap<string, TransitGateway>;
  /** Virtual private gateways. */
  readonly vpnGateways: ReadonlyMap<string, VpnGateway>;
  readonly clientVpns: ReadonlyMap<string, ClientVpn>;
  readonly endpoints: ReadonlyMap<string, NetworkEndpoint>;
  readonly externalNetworks: ReadonlyMap<string, ExternalNetwork>;
  /** Gateway endpoints, and the addresses of the service of each; undefined where that is not known. */
  readonly gatewayEndpoints: ReadonlyMap<string, Addresses | undefined>;
  readonly proxies: readonly NetworkProxy[];
  /** What could not be read or is not modelled; each names what it makes unknown. */
  readonly gaps: readonly ModelGap[];
}

/** A virtual private cloud. */
export interface Vpc {
  readonly address: string;
  readonly region: string | undefined;
  /** Its blocks of both families, secondary ones too. */
  readonly blocks: Addresses;
  /** Attached gateways, by address; undefined without one. */
  readonly internetGateway: string | undefined;
  readonly egressOnlyGateway: string | undefined;
  readonly vpnGateway: string | undefined;
  /** Why it is not known where packets go that come in by its gateways; undefined when it is. */
  readonly unknownIngress?: string;
}

/** A subnet with the tables that hold for it, its own or the VPC's. */
export interface Subnet {
  readonly address: string;
  readonly vpc: string;
  /** Its blocks of both families. */
  readonly blocks: Addresses;
  /** `us-east-1a`; undefined when it is not known. */
  readonly zone: string | undefined;
  readonly table: RouteTable;
  readonly acl: NetworkAcl;
  /** Block Public Access: what passes no internet or egress-only gateway to or from here; undefined: nothing. */
  readonly publicAccessBlock?: PublicAccessBlock;
}

/** A region's refusal of traffic of the internet, and the resource that makes it. */
export interface PublicAccessBlock {
  /** `both`: no packet passes; `ingress`: only connections opened from inside, by NAT or egress-only gateways. */
  readonly direction: "both" | "ingress";
  readonly origin: string;
}

/** A route table: the subnet's own, else the VPC's main one. */
export interface RouteTable {
  readonly address: string;
  /** Local routes too. The longest prefix that holds an address wins, then a static route over a learnt one. */
  readonly routes: readonly Route[];
  /** Why more routes may exist than are listed; undefined when all are known. */
  readonly unknown?: string;
}

/** One route. */
export interface Route {
  readonly destination: Addresses;
  /** As it is written: `10.0.0.0/16`, `pl-… (s3)`. */
  readonly text: string;
  /** Bits of the prefix; a prefix list's own routes come first at 128. */
  readonly prefixLength: number;
  readonly target: RouteTarget;
  /** The resource that makes it. */
  readonly origin: string;
  readonly isPropagated: boolean;
}

/** Where a route leads. */
export type RouteTarget =
  | { readonly kind: "local" }
  | {
      readonly kind:
        | "internet-gateway"
        | "egress-only-gateway"
        | "nat-gateway"
        | "peering"
        | "transit-gateway"
        | "vpn-gateway"
        | "gateway-endpoint";
      /** The gateway's address. */
      readonly address: string;
    }
  /** An instance or a network interface that forwards: the {@link Endpoint}'s address. */
  | { readonly kind: "endpoint"; readonly address: string }
  | { readonly kind: "blackhole"; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

/** A network ACL. It keeps no state: a reply passes by rules of its own. */
export interface NetworkAcl {
  readonly address: string;
  /** By number, lowest first; the first that fits decides; what fits none is denied. */
  readonly ingress: readonly NetworkAclEntry[];
  readonly egress: readonly NetworkAclEntry[];
  /** Why its entries are not all known; undefined when they are. */
  readonly unknown?: string;
}

/** One entry of a network ACL. */
export interface NetworkAclEntry {
  readonly number: number;
  readonly action: "allow" | "deny";
  /** The far side: sources of an ingress entry, destinations of an egress one. */
  readonly peer: Addresses;
  readonly transport: TransportSet;
  /** The resource that makes it. */
  readonly origin: string;
}

/** A security group. It keeps state: the reply to what it admits always passes. */
export interface SecurityGroup {
  readonly address: string;
  /** Its name in AWS, or the resource's own. */
  readonly name: string;
  readonly vpc: string | undefined;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
  /** Why its rules are not all known; undefined when they are. */
  readonly unknown?: string;
}

/** One rule of a security group: one peer of one block or rule resource. */
export interface SecurityGroupRule {
  readonly peer: SecurityGroupPeer;
  readonly transport: TransportSet;
  /** The resource that makes it, with the place in it where it has several: `…web#ingress[0]`. */
  readonly origin: string;
}

/** The far side of a rule. */
export type SecurityGroupPeer =
  | { readonly kind: "addresses"; readonly addresses: Addresses; readonly text: string }
  | { readonly kind: "group"; readonly group: string }
  | { readonly kind: "unknown"; readonly why: string };

/** A NAT gateway: it stands in a subnet, and what it sends on carries its own address. */
export interface NatGateway {
  readonly address: string;
  readonly subnet: string;
  readonly connectivity: "public" | "private";
  /** Its private address; undefined where AWS chooses it, or has chosen more. */
  readonly privateAddress: Addresses | undefined;
}

/** Two VPCs joined; nothing beyond them is. */
export interface Peering {
  readonly address: string;
  /** A side that is not in these files is undefined. */
  readonly sides: readonly [requester: string | undefined, accepter: string | undefined];
  /** Whether the other side's owner takes it; unknown when that is for other files to say. */
  readonly isAccepted: boolean | "unknown";
}

/** A transit gateway and its own route tables. */
export interface TransitGateway {
  readonly address: string;
  readonly region: string | undefined;
  readonly attachments: readonly TransitGatewayAttachment[];
  readonly tables: ReadonlyMap<string, TransitGatewayRouteTable>;
}

/** What is attached to a transit gateway. */
export interface TransitGatewayAttachment {
  readonly address: string;
  readonly resource:
    | { readonly kind: "vpc"; readonly vpc: string; readonly subnets: readonly string[] }
    /** Another transit gateway; undefined when it is not in these files. */
    | {
        readonly kind: "peering";
        readonly gateway: string | undefined;
        readonly attachment: string | undefined;
      }
    /** A VPN, a Direct Connect gateway or a Connect peer: the {@link Outside} behind it. */
    | { readonly kind: "external-network"; readonly externalNetwork: string }
    | { readonly kind: "unknown"; readonly why: string };
  /** The table that decides where packets from here go; undefined: none, so they go nowhere. */
  readonly table: string | undefined;
  /** Whether rules that name a group across the gateway hold for packets to and from here. */
  readonly groupReferences: boolean;
}

/** A transit gateway's route table. */
export interface TransitGatewayRouteTable {
  readonly address: string;
  readonly routes: readonly TransitGatewayRoute[];
  /** Why more routes may exist than are listed; undefined when all are known. */
  readonly unknown?: string;
}

/** One route of a transit gateway. */
export interface TransitGatewayRoute {
  readonly destination: Addresses;
  readonly text: string;
  readonly prefixLength: number;
  /** The attachment; undefined: a blackhole. */
  readonly attachment: string | undefined;
  readonly origin: string;
  /** Propagated rather than static: at one prefix a static route wins. */
  readonly isPropagated: boolean;
}

/** A virtual private gateway: VPNs and Direct Connect end on it. */
export interface VpnGateway {
  readonly address: string;
  readonly vpc: string | undefined;
  /** The outside networks behind it. */
  readonly externalNetworks: readonly string[];
}

/**
 * A client VPN endpoint. Its clients are the {@link ExternalNetwork} of the same name; what they send leaves from an
 * address of its own in an associated subnet.
 */
export interface ClientVpn {
  readonly address: string;
  readonly vpc: string | undefined;
  /** Associated subnets: the endpoint has a network interface in each. */
  readonly subnets: readonly string[];
  /** Security groups of these interfaces. */
  readonly groups: readonly string[];
  /** Where clients' packets go. */
  readonly routes: readonly ClientVpnRoute[];
  /** What clients may reach: authorization rules, for whichever of them. */
  readonly authorizationRules: readonly ClientVpnRoute[];
  /** Why these are not all known; undefined when they are. */
  readonly unknown?: string;
}

/** A route or an authorization rule of a client VPN endpoint. */
export interface ClientVpnRoute {
  readonly destination: Addresses;
  readonly text: string;
  readonly prefixLength: number;
  /** The subnet that a route leaves by; undefined for authorization rules, and when it is not known. */
  readonly subnet: string | undefined;
  readonly origin: string;
}

/** What can send and receive inside a VPC: servers, services, load balancers, databases, endpoints, … */
export interface NetworkEndpoint {
  /** The resource: `compute/aws_ecs_service.app`. */
  readonly address: string;
  /** What a person calls it: `instance`, `service`, `load balancer`, `database`, `cache`, `interface endpoint`. */
  readonly kind: string;
  /** One for each place where it has, or may have, an address. */
  readonly interfaces: readonly NetworkInterface[];
  /** What it listens on; undefined: anything may be sent to it. */
  readonly listening: TransportSet | undefined;
  /** Why it may listen on more than that; undefined when it is known. */
  readonly unknownListening?: string;
  /** Source ports that it calls out from: by AWS's documentation of the kind. */
  readonly ephemeralPorts: readonly [from: number, to: number];
  /** Why its interfaces are not all known; undefined when they are. */
  readonly unknown?: string;
}

/** One network interface, or a place where one comes to be. */
export interface NetworkInterface {
  /** Undefined: where it stands is not known. */
  readonly subnet: string | undefined;
  /** Its private addresses: all of them when `isExact`, else any of these may become its own. */
  readonly addresses: Addresses;
  readonly isExact: boolean;
  /** Whether it has a public IPv4 address of its own: automatic, elastic, or a public load balancer's. */
  readonly publicIPv4: boolean | "unknown";
  /** Its public IPv4 address, where that is known before anything is deployed. */
  readonly publicAddresses: Addresses;
  /** Whether it has an IPv6 address. */
  readonly ipv6: boolean;
  /** Security groups; none: nothing filters it (a network load balancer without groups). */
  readonly groups: readonly string[];
  /** Why its groups are not all known; undefined when they are. */
  readonly unknownGroups?: string;
  /** Whether it passes on what is not addressed to it: its source/destination check is off. */
  readonly forwards: boolean;
}

/** A network that is not a VPC. */
export interface ExternalNetwork {
  /** `internet`, `cloudfront.origin-facing`, `s3`, the resource that stands for it, or what a platform calls it. */
  readonly name: string;
  readonly kind:
    | "internet"
    | "aws-service"
    | "cdn"
    | "vpn"
    | "vpn-clients"
    | "direct-connect"
    | "connect"
    /** A service by one gateway endpoint alone, and what nothing here has: a question names them, no fabric has them. */
    | "gateway-endpoint"
    | "nowhere";
  /** Its addresses; a block of its own where only AWS knows them. */
  readonly addresses: Addresses;
  /** Nothing names its addresses: it has some of these, not known which. */
  readonly hasUnknownPrefixes?: true;
  /** Why its addresses are not all known; undefined when they are. */
  readonly unknown?: string;
  /** Where it comes in: the transit gateway's attachment, the virtual private gateway or the client VPN. */
  readonly attachedTo: string | undefined;
}

/** What takes a connection and opens another: a load balancer's listener, CloudFront, PrivateLink. */
export interface NetworkProxy {
  /** The listener's, distribution's or endpoint's address. */
  readonly address: string;
  /** Who takes the connection: an endpoint or an outside network (`internet` reaches CloudFront itself). */
  readonly servedBy: string;
  /** On which services it takes it. */
  readonly frontend: TransportSet;
  /** Who opens the next: the load balancer itself, or an outside network (`cloudfront.origin-facing`). */
  readonly backendSource: string;
  /** Where to: endpoints, and on which services. */
  readonly targets: readonly ProxyTarget[];
  /** Whether the target sees the client's own address (network load balancers, by target type). */
  readonly keepsClientAddress: boolean;
  /** The load balancer whose security groups also judge the client's own address: of what comes by PrivateLink. */
  readonly alsoFilteredAt?: string;
  /** Why it may lead to more than its targets; undefined when all are known. */
  readonly unknown?: string;
}

/** One target of a relay. */
export interface ProxyTarget {
  /** The endpoint. */
  readonly endpoint: string;
  readonly transport: TransportSet;
  /** What the load balancer itself must reach there too, for its health checks; it passes nothing on by it. */
  readonly healthCheck?: TransportSet;
  /** The rules that lead there: `listener 443 → rule 100 (path /api/*) → target group web`. */
  readonly via: readonly string[];
}
