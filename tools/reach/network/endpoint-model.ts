import type { Addresses } from "../packets/addresses.ts";
import type { TransportSet } from "../packets/transport-set.ts";

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
  /** True if it has exactly `addresses`; otherwise it has some of them. */
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
  /** The kind of network. */
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
  /** The protocols and ports on which the target receives the traffic. */
  readonly transport: TransportSet;
  /**
   * Ports that the load balancer must also reach on the target for health checks; it forwards no
   * traffic to them.
   */
  readonly healthCheck?: TransportSet;
  /** The rules that forward to it: `listener 443 → rule 100 (path /api/*) → target group web`. */
  readonly via: readonly string[];
}
