/**
 * A small network for the kernel reference: AWS resources by plain names and numbers, without any
 * code of tools/reach. Every name is unique in its network.
 */
export interface TinyNetwork {
  readonly vpcs: readonly TinyVpc[];
  readonly subnets: readonly TinySubnet[];
  readonly hosts: readonly TinyHost[];
  readonly groups: readonly TinyGroup[];
  readonly natGateways: readonly TinyNatGateway[];
  readonly peerings: readonly TinyPeering[];
  readonly transitGateway?: TinyTransitGateway;
  readonly vpnGateways?: readonly { readonly name: string; readonly vpc: string }[];
  readonly lines?: readonly TinyLine[];
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
  /** Undefined: all such items share one. */
  readonly zone?: string;
  readonly cidrs: readonly string[];
  readonly acl: { readonly ingress: readonly TinyEntry[]; readonly egress: readonly TinyEntry[] };
  /** Its route table, without the local route. */
  readonly routes: readonly TinyRoute[];
}

/**
 * Ports `from` to `to`. ICMP of both families: type `from`, code `to`, -1 for all. GRE: neither.
 */
export interface TinyService {
  readonly protocol: "tcp" | "udp" | "icmp" | "icmpv6" | "gre" | "all";
  readonly from: number;
  readonly to: number;
}

export interface TinyEntry extends TinyService {
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
   * Makes it a NAT instance: it forwards packets with its own address. Routes name it like a NAT
   * gateway.
   */
  readonly forwards?: boolean;
  /**
   * The clients that enter the VPC here and take its address: it is the network interface of a
   * client VPN.
   */
  readonly clients?: TinyClients;
}

/** A client of a client VPN. */
export interface TinyClients {
  readonly name: string;
  readonly addresses: readonly string[];
  /** The allowed destinations inside the VPC. */
  readonly admits: readonly string[];
}

export interface TinyGroup {
  readonly name: string;
  readonly vpc: string;
  readonly ingress: readonly TinyRule[];
  readonly egress: readonly TinyRule[];
}

export interface TinyRule extends TinyService {
  readonly peer: { readonly cidr: string } | { readonly group: string };
}

export interface TinyNatGateway {
  readonly name: string;
  readonly subnet: string;
  readonly addresses: readonly string[];
  /** Undefined: a private one. */
  readonly publicAddress?: string;
}

export interface TinyPeering {
  readonly name: string;
  readonly requester: string;
  readonly accepter: string;
}

/**
 * All transit gateways as one, since their route tables keep them apart; no VPC is attached to two.
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
 * An attachment: of a VPC, by subnets in different zones; of a connection; or of a peer transit
 * gateway, by its own attachment.
 */
export type TinyAttachment = {
  readonly name: string;
  /** The associated table. */
  readonly table?: string;
} & (
  | { readonly vpc: string; readonly subnets: readonly string[] }
  | { readonly line: string }
  | { readonly peer: string }
);

/**
 * The single host behind a VPN, Direct Connect or Connect, which a transit gateway attachment
 * references.
 */
export interface TinyLine {
  readonly name: string;
  readonly addresses: readonly string[];
  /** The CIDR blocks that it advertises to the other side, by BGP or statically. */
  readonly told: readonly string[];
  /** The virtual private gateway that it terminates on. */
  readonly vpnGateway?: string;
}

/** One connection to try. */
export interface Probe {
  /** A host by name: in a VPC, on the internet, behind a connection or in a client VPN. */
  readonly from: string;
  /** An address. */
  readonly to: string;
  /** `icmp` is an echo request, of the address's own family: its port is 0. */
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly port: number;
}
