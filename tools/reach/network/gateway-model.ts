import type { Addresses } from "../packets/addresses.ts";

/** A NAT gateway, located in a subnet. Traffic that it forwards has its address as the source. */
export interface NatGateway {
  /** The address of its resource. */
  readonly address: string;
  /** The address of its subnet. */
  readonly subnet: string;
  /** The connectivity type: a private one has no Elastic IP address. */
  readonly connectivity: "public" | "private";
  /** Its private address; undefined if AWS chooses it or it has secondary ones. */
  readonly privateAddress: Addresses | undefined;
}

/** A peering between two VPCs. Peering is not transitive. */
export interface Peering {
  /** The address of its resource. */
  readonly address: string;
  /** The two VPCs; a side that is not in these files is undefined. */
  readonly sides: readonly [requester: string | undefined, accepter: string | undefined];
  /** True if the accepter's owner accepts it; unknown if only other files can show it. */
  readonly isAccepted: boolean | "unknown";
}

/** A transit gateway and its route tables. */
export interface TransitGateway {
  /** The address of its resource. */
  readonly address: string;
  /** Its region; undefined if unknown. */
  readonly region: string | undefined;
  /** Its attachments. */
  readonly attachments: readonly TransitGatewayAttachment[];
  /** Its route tables, by address. */
  readonly tables: ReadonlyMap<string, TransitGatewayRouteTable>;
}

/** An attachment of a transit gateway. */
export interface TransitGatewayAttachment {
  /** The address of its resource. */
  readonly address: string;
  /** The attached network, gateway or connection. */
  readonly resource:
    | { readonly kind: "vpc"; readonly vpc: string; readonly subnets: readonly string[] }
    /** Another transit gateway; undefined if it is not in these files. */
    | {
        readonly kind: "peering";
        readonly gateway: string | undefined;
        readonly attachment: string | undefined;
      }
    /**
     * A VPN connection, Direct Connect gateway or Connect peer: the `ExternalNetwork` behind
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
  /** The address of its resource. */
  readonly address: string;
  /** Its routes, static and propagated. */
  readonly routes: readonly TransitGatewayRoute[];
  /** Why unlisted routes may exist; undefined if all are known. */
  readonly unknown?: string;
}

/** One route of a transit gateway route table. */
export interface TransitGatewayRoute {
  /** The destination addresses. */
  readonly destination: Addresses;
  /** The destination as written: `10.0.0.0/16`. */
  readonly text: string;
  /** The prefix length in bits: the longest one that matches wins. */
  readonly prefixLength: number;
  /** The attachment; undefined for a blackhole. */
  readonly attachment: string | undefined;
  /** The resource that creates it. */
  readonly origin: string;
  /** True if propagated. For equal prefixes, a static route wins. */
  readonly isPropagated: boolean;
}

/** A virtual private gateway, which terminates VPN and Direct Connect connections. */
export interface VpnGateway {
  /** The address of its resource. */
  readonly address: string;
  /** The address of its VPC; undefined if it is not attached to one here. */
  readonly vpc: string | undefined;
  /** The external networks behind it. */
  readonly externalNetworks: readonly string[];
  /** Its VPN connections to routers in these files. */
  readonly tunnels: readonly VpnTunnel[];
}

/** A VPN connection from a virtual private gateway to a router in a VPC. */
export interface VpnTunnel {
  /** The VPN connection, by address. */
  readonly connection: string;
  /** The instance or interface that is its customer gateway, by address. */
  readonly router: string;
  /** The addresses that the gateway sends to it. */
  readonly destinations: Addresses;
}

/**
 * A client VPN endpoint. Its clients are the `ExternalNetwork` of the same name. Their
 * traffic leaves from one of the endpoint's addresses in an associated subnet.
 */
export interface ClientVpn {
  /** The address of its resource. */
  readonly address: string;
  /** The address of its VPC; undefined if unknown. */
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
  /** The destination addresses. */
  readonly destination: Addresses;
  /** The destination as written: `10.0.0.0/16`. */
  readonly text: string;
  /** The prefix length in bits: the longest one that matches wins. */
  readonly prefixLength: number;
  /**
   * The subnet that a route's traffic leaves through; undefined for authorization rules, and if
   * unknown.
   */
  readonly subnet: string | undefined;
  /** The resource that creates it. */
  readonly origin: string;
}
