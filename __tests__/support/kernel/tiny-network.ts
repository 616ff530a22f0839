/**
 * A small network for the kernel reference: AWS resources as plain data, independent of the code of
 * tools/reach. Names are unique in a network.
 */
export interface TinyNetwork {
  readonly vpcs: readonly TinyVpc[];
  readonly subnets: readonly TinySubnet[];
  readonly hosts: readonly TinyHost[];
  readonly groups: readonly TinySecurityGroup[];
  readonly natGateways: readonly TinyNatGateway[];
  readonly peerings: readonly TinyPeering[];
  readonly transitGateway?: TinyTransitGateway;
  readonly vpnGateways?: readonly { readonly name: string; readonly vpc: string }[];
  readonly connections?: readonly TinyConnection[];
  readonly tunnels?: readonly TinyTunnel[];
  readonly internetHosts: readonly { readonly name: string; readonly addresses: readonly string[] }[];
}

export interface TinyVpc {
  readonly name: string;
  readonly cidrs: readonly string[];
  readonly internetGateway: boolean;
  readonly egressOnlyGateway?: boolean;
}

export interface TinySubnet {
  readonly name: string;
  readonly vpc: string;
  /** The Availability Zone. Subnets without it share one zone. */
  readonly zone?: string;
  readonly cidrs: readonly string[];
  readonly acl: { readonly ingress: readonly TinyAclEntry[]; readonly egress: readonly TinyAclEntry[] };
  /** Its route table, without the local route. */
  readonly routes: readonly TinyRoute[];
}

/**
 * A protocol with ports `from` to `to`, or for ICMP and ICMPv6 type `from` and code `to`; -1
 * matches all. GRE has neither.
 */
export interface TinyTransport {
  readonly protocol: "tcp" | "udp" | "icmp" | "icmpv6" | "gre" | "all";
  readonly from: number;
  readonly to: number;
}

export interface TinyAclEntry extends TinyTransport {
  readonly number: number;
  readonly action: "allow" | "deny";
  readonly cidr: string;
}

export interface TinyRoute {
  readonly cidr: string;
  readonly target:
    | "internet-gateway"
    | "egress-only-gateway"
    | "nat"
    | "peering"
    | "transit-gateway"
    | "vpn-gateway";
  /** The NAT gateway or instance, the peering, or the virtual private gateway. */
  readonly name?: string;
}

export interface TinyHost {
  readonly name: string;
  readonly subnet: string;
  readonly addresses: readonly string[];
  readonly publicAddress?: string;
  readonly groups: readonly string[];
  /**
   * Makes it a NAT instance: it forwards packets with its own source address, unless it is the
   * router of a tunnel. Routes reference it as they do a NAT gateway.
   */
  readonly forwards?: boolean;
  /**
   * Makes it the network interface of a client VPN endpoint: these clients enter the VPC here, with
   * its source address.
   */
  readonly clients?: TinyVpnClient;
}

/** A client of a client VPN. */
export interface TinyVpnClient {
  readonly name: string;
  readonly addresses: readonly string[];
  /** The destinations inside the VPC that authorization rules allow. */
  readonly authorizedCidrs: readonly string[];
}

export interface TinySecurityGroup {
  readonly name: string;
  readonly vpc: string;
  readonly ingress: readonly TinySecurityGroupRule[];
  readonly egress: readonly TinySecurityGroupRule[];
}

export interface TinySecurityGroupRule extends TinyTransport {
  readonly peer: { readonly cidr: string } | { readonly group: string };
}

export interface TinyNatGateway {
  readonly name: string;
  readonly subnet: string;
  readonly addresses: readonly string[];
  /** Undefined for a private NAT gateway. */
  readonly publicAddress?: string;
}

export interface TinyPeering {
  readonly name: string;
  readonly requester: string;
  readonly accepter: string;
}

/**
 * All transit gateways merged into one, since separate route tables keep them apart. No VPC is
 * attached to two of them.
 */
export interface TinyTransitGateway {
  readonly attachments: readonly TinyAttachment[];
  readonly tables: readonly {
    readonly name: string;
    /** Static routes; without an attachment, blackholes. */
    readonly routes: readonly { readonly cidr: string; readonly attachment?: string }[];
    /** The attachments whose CIDR blocks propagate to it. */
    readonly propagations: readonly string[];
  }[];
}

/**
 * An attachment of a VPC, by subnets in different zones; of a connection, by name; or of a peer
 * transit gateway, by the name of the peer's attachment.
 */
export type TinyAttachment = {
  readonly name: string;
  /** The associated table. */
  readonly table?: string;
} & (
  | { readonly vpc: string; readonly subnets: readonly string[] }
  | { readonly connection: string }
  | { readonly peer: string }
);

/**
 * A VPN, Direct Connect or Connect connection with a single host behind it. It terminates on the
 * transit gateway, by an attachment that references it, or on a virtual private gateway.
 */
export interface TinyConnection {
  readonly name: string;
  readonly addresses: readonly string[];
  /** The CIDR blocks behind it: advertised over BGP, or static routes. */
  readonly advertised: readonly string[];
  /** The virtual private gateway that it terminates on, if any. */
  readonly vpnGateway?: string;
}

/** A VPN from a virtual private gateway to a router, which is a host of another VPC. */
export interface TinyTunnel {
  /** The virtual private gateway. */
  readonly vpnGateway: string;
  /** The host that forwards. */
  readonly router: string;
  /** The gateway's static routes into the tunnel. */
  readonly destinations: readonly string[];
}

/** A connection to try from a host to an address. */
export interface Probe {
  /** A host by name: in a VPC, on the internet, behind a connection or in a client VPN. */
  readonly from: string;
  /** An address. */
  readonly to: string;
  /** `icmp` is an echo request in the family of `to`, with port 0. */
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly port: number;
}
