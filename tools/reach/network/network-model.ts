import type { Addresses } from "../packets/addresses.ts";
import type { TransportSet } from "../packets/transport-set.ts";
import type { ModelGap } from "../terraform/inventory.ts";

/**
 * A network as AWS would run it, read from Terraform JSON: every endpoint and every component
 * between them. Each item is named by the address of its resource; what AWS creates along with a
 * resource, by that address and its kind: `net/aws_vpc.main#main-route-table`.
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
  /** Gateway endpoints, with the addresses of each one's service; undefined if unknown. */
  readonly gatewayEndpoints: ReadonlyMap<string, Addresses | undefined>;
  readonly proxies: readonly NetworkProxy[];
  /** Whatever could not be read or is not modelled; each gap states what it leaves unknown. */
  readonly gaps: readonly ModelGap[];
}

/** A virtual private cloud. */
export interface Vpc {
  readonly address: string;
  readonly region: string | undefined;
  /** CIDR blocks of both families, including secondary ones. */
  readonly blocks: Addresses;
  /** Attached gateways, by address; undefined if there is none. */
  readonly internetGateway: string | undefined;
  readonly egressOnlyGateway: string | undefined;
  readonly vpnGateway: string | undefined;
  /** Why the path of packets entering through its gateways is unknown; undefined if it is known. */
  readonly unknownIngress?: string;
}

/**
 * A subnet with the route table and network ACL in effect: associated ones or the VPC's defaults.
 */
export interface Subnet {
  readonly address: string;
  readonly vpc: string;
  /** CIDR blocks of both families. */
  readonly blocks: Addresses;
  /** The zone, such as `us-east-1a`; undefined if unknown. */
  readonly zone: string | undefined;
  readonly table: RouteTable;
  readonly acl: NetworkAcl;
  /**
   * Traffic through internet and egress-only gateways that Block Public Access denies for this
   * subnet; undefined if it denies none.
   */
  readonly publicAccessBlock?: PublicAccessBlock;
}

/**
 * A region's Block Public Access setting, which denies internet traffic, and the resource that sets
 * it.
 */
export interface PublicAccessBlock {
  /**
   * `both` denies every packet; `ingress` still allows connections opened from inside through NAT
   * or egress-only gateways.
   */
  readonly direction: "both" | "ingress";
  readonly origin: string;
}

/** A route table: one associated with a subnet, or the VPC's main one. */
export interface RouteTable {
  readonly address: string;
  /**
   * Routes, including local ones. The longest matching prefix wins, then a static route over a
   * propagated one.
   */
  readonly routes: readonly Route[];
  /** Why unlisted routes may exist; undefined if all are known. */
  readonly unknown?: string;
}

/** One route. */
export interface Route {
  readonly destination: Addresses;
  /** The destination as written: `10.0.0.0/16`, `pl-… (s3)`. */
  readonly text: string;
  /** Prefix length in bits; 128 for routes to AWS's prefix lists, which win over all others. */
  readonly prefixLength: number;
  readonly target: RouteTarget;
  /** The resource that creates it. */
  readonly origin: string;
  readonly isPropagated: boolean;
}

/** The target of a route. */
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
  /** A forwarding instance or network interface: the {@link Endpoint}'s address. */
  | { readonly kind: "endpoint"; readonly address: string }
  | { readonly kind: "blackhole"; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

/** A network ACL. It is stateless: return traffic needs rules of its own. */
export interface NetworkAcl {
  readonly address: string;
  /**
   * By number, lowest first. The first matching entry decides; traffic that matches none is denied.
   */
  readonly ingress: readonly NetworkAclEntry[];
  readonly egress: readonly NetworkAclEntry[];
  /** Why not all of its entries are known; undefined if they are. */
  readonly unknown?: string;
}

/** One entry of a network ACL. */
export interface NetworkAclEntry {
  readonly number: number;
  readonly action: "allow" | "deny";
  /** The remote side: sources of an ingress entry, destinations of an egress entry. */
  readonly peer: Addresses;
  readonly transport: TransportSet;
  /** The resource that creates it. */
  readonly origin: string;
}

/** A security group. It is stateful: replies to admitted traffic always pass. */
export interface SecurityGroup {
  readonly address: string;
  /** Its name in AWS, or the resource's name. */
  readonly name: string;
  readonly vpc: string | undefined;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
  /** Why not all of its rules are known; undefined if they are. */
  readonly unknown?: string;
}

/** One rule of a security group: a single peer of one rule block or rule resource. */
export interface SecurityGroupRule {
  readonly peer: SecurityGroupPeer;
  readonly transport: TransportSet;
  /**
   * The resource that creates it, with the rule's position if it holds several: `…web#ingress[0]`.
   */
  readonly origin: string;
}

/** The remote side of a rule. */
export type SecurityGroupPeer =
  | { readonly kind: "addresses"; readonly addresses: Addresses; readonly text: string }
  | { readonly kind: "group"; readonly group: string }
  | { readonly kind: "unknown"; readonly why: string };

/** A NAT gateway, located in a subnet. Traffic that it forwards has its address as the source. */
export interface NatGateway {
  readonly address: string;
  readonly subnet: string;
  readonly connectivity: "public" | "private";
  /** Its private address; undefined if AWS chooses it or it has secondary ones. */
  readonly privateAddress: Addresses | undefined;
}

/** A peering between two VPCs. Peering is not transitive. */
export interface Peering {
  readonly address: string;
  /** The two VPCs; a side that is not in these files is undefined. */
  readonly sides: readonly [requester: string | undefined, accepter: string | undefined];
  /** True if the accepter's owner accepts it; unknown if only other files can show it. */
  readonly isAccepted: boolean | "unknown";
}

/** A transit gateway and its route tables. */
export interface TransitGateway {
  readonly address: string;
  readonly region: string | undefined;
  readonly attachments: readonly TransitGatewayAttachment[];
  readonly tables: ReadonlyMap<string, TransitGatewayRouteTable>;
}

/** An attachment of a transit gateway. */
export interface TransitGatewayAttachment {
  readonly address: string;
  readonly resource:
    | { readonly kind: "vpc"; readonly vpc: string; readonly subnets: readonly string[] }
    /** Another transit gateway; undefined if it is not in these files. */
    | {
        readonly kind: "peering";
        readonly gateway: string | undefined;
        readonly attachment: string | undefined;
      }
    /**
     * A VPN connection, Direct Connect gateway or Connect peer: the {@link ExternalNetwork} behind
     * it.
     */
    | { readonly kind: "external-network"; readonly externalNetwork: string }
    | { readonly kind: "unknown"; readonly why: string };
  /**
   * The associated route table, which routes packets from here; undefined if there is none and
   * packets are dropped.
   */
  readonly table: string | undefined;
  /**
   * True if rules that reference a security group across the gateway apply to traffic to and from
   * here.
   */
  readonly groupReferences: boolean;
}

/** A route table of a transit gateway. */
export interface TransitGatewayRouteTable {
  readonly address: string;
  readonly routes: readonly TransitGatewayRoute[];
  /** Why unlisted routes may exist; undefined if all are known. */
  readonly unknown?: string;
}

/** One route of a transit gateway route table. */
export interface TransitGatewayRoute {
  readonly destination: Addresses;
  readonly text: string;
  readonly prefixLength: number;
  /** The attachment; undefined for a blackhole. */
  readonly attachment: string | undefined;
  readonly origin: string;
  /** True if propagated. For equal prefixes, a static route wins. */
  readonly isPropagated: boolean;
}

/** A virtual private gateway, which terminates VPN and Direct Connect connections. */
export interface VpnGateway {
  readonly address: string;
  readonly vpc: string | undefined;
  /** The external networks behind it. */
  readonly externalNetworks: readonly string[];
}

/**
 * A client VPN endpoint. Its clients are the {@link ExternalNetwork} of the same name. Their
 * traffic leaves from one of the endpoint's addresses in an associated subnet.
 */
export interface ClientVpn {
  readonly address: string;
  readonly vpc: string | undefined;
  /** Associated subnets; the endpoint has a network interface in each. */
  readonly subnets: readonly string[];
  /** Security groups of these interfaces. */
  readonly groups: readonly string[];
  /** Routes for client traffic. */
  readonly routes: readonly ClientVpnRoute[];
  /** Authorization rules: destinations that clients may reach, for any client group. */
  readonly authorizationRules: readonly ClientVpnRoute[];
  /** Why not all of these are known; undefined if they are. */
  readonly unknown?: string;
}

/** A route or an authorization rule of a client VPN endpoint. */
export interface ClientVpnRoute {
  readonly destination: Addresses;
  readonly text: string;
  readonly prefixLength: number;
  /**
   * The subnet that a route's traffic leaves through; undefined for authorization rules, and if
   * unknown.
   */
  readonly subnet: string | undefined;
  readonly origin: string;
}

/** A sender or receiver inside a VPC: server, service, load balancer, database, VPC endpoint, … */
export interface NetworkEndpoint {
  /** The resource's address: `compute/aws_ecs_service.app`. */
  readonly address: string;
  /**
   * The kind as users know it: `instance`, `service`, `load balancer`, `database`, `cache`,
   * `interface endpoint`.
   */
  readonly kind: string;
  /** One for each subnet where it has, or may have, an address. */
  readonly interfaces: readonly NetworkInterface[];
  /** Ports and protocols that it listens on; undefined if any traffic may be sent to it. */
  readonly listening: TransportSet | undefined;
  /** Why it may listen on more than that; undefined if `listening` is complete. */
  readonly unknownListening?: string;
  /** Source ports of the connections it opens, according to AWS's documentation for its kind. */
  readonly ephemeralPorts: readonly [from: number, to: number];
  /** Why not all of its interfaces are known; undefined if they are. */
  readonly unknown?: string;
}

/** One network interface, or a subnet where AWS may create one. */
export interface NetworkInterface {
  /** The subnet; undefined if unknown. */
  readonly subnet: string | undefined;
  /** Its private addresses: exactly these if `isExact`, otherwise the candidates. */
  readonly addresses: Addresses;
  readonly isExact: boolean;
  /** True if it has a public IPv4 address: automatic, Elastic, or a public load balancer's. */
  readonly publicIPv4: boolean | "unknown";
  /** Its public IPv4 address, if known before deployment. */
  readonly publicAddresses: Addresses;
  /** True if it has an IPv6 address. */
  readonly ipv6: boolean;
  /** Security groups; none means unfiltered (a Network Load Balancer without groups). */
  readonly groups: readonly string[];
  /** Why not all of its groups are known; undefined if they are. */
  readonly unknownGroups?: string;
  /** True if it forwards traffic not addressed to it: its source/destination check is off. */
  readonly forwards: boolean;
}

/** A network that is not a VPC. */
export interface ExternalNetwork {
  /**
   * `internet`, `cloudfront.origin-facing`, `s3`, the address of its resource, or a platform's name
   * for it.
   */
  readonly name: string;
  readonly kind:
    | "internet"
    | "aws-service"
    | "cdn"
    | "vpn"
    | "vpn-clients"
    | "direct-connect"
    | "connect"
    /**
     * A service through one gateway endpoint only, and a name that nothing here has. Queries use
     * both; no network model contains them.
     */
    | "gateway-endpoint"
    | "nowhere";
  /** Its addresses; a placeholder block if only AWS knows them. */
  readonly addresses: Addresses;
  /** Set if no route names its prefixes: it has some of `addresses`, but which is unknown. */
  readonly hasUnknownPrefixes?: true;
  /** Why not all of its addresses are known; undefined if they are. */
  readonly unknown?: string;
  /**
   * The transit gateway attachment, virtual private gateway or client VPN endpoint through which it
   * connects.
   */
  readonly attachedTo: string | undefined;
}

/**
 * A component that terminates a connection and opens another: a load balancer listener, CloudFront,
 * PrivateLink.
 */
export interface NetworkProxy {
  /** The address of the listener, distribution or endpoint. */
  readonly address: string;
  /**
   * The endpoint or external network that accepts the connection (`internet` reaches CloudFront
   * itself).
   */
  readonly servedBy: string;
  /** Ports and protocols on which it accepts connections. */
  readonly frontend: TransportSet;
  /**
   * The source of the backend connection: the load balancer itself, or an external network
   * (`cloudfront.origin-facing`).
   */
  readonly backendSource: string;
  /** Target endpoints, with their ports and protocols. */
  readonly targets: readonly ProxyTarget[];
  /** True if the target sees the client's address (Network Load Balancers, by target type). */
  readonly keepsClientAddress: boolean;
  /**
   * The load balancer whose security groups also filter by the client's address, for PrivateLink
   * traffic.
   */
  readonly alsoFilteredAt?: string;
  /** Why it may have more targets; undefined if all are known. */
  readonly unknown?: string;
}

/** One target of a proxy. */
export interface ProxyTarget {
  /** The target endpoint. */
  readonly endpoint: string;
  readonly transport: TransportSet;
  /**
   * Ports that the load balancer must also reach on the target for health checks; it forwards no
   * traffic to them.
   */
  readonly healthCheck?: TransportSet;
  /** The rules that forward to it: `listener 443 → rule 100 (path /api/*) → target group web`. */
  readonly via: readonly string[];
}
