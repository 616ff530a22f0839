/**
 * A small network as the second judge knows it: what AWS would be asked for, by plain names and numbers. It
 * shares nothing with tools/reach. Every name is unique in its network.
 */
export interface TinyNetwork {
  readonly vpcs: readonly TinyVpc[];
  readonly subnets: readonly TinySubnet[];
  readonly hosts: readonly TinyHost[];
  readonly groups: readonly TinyGroup[];
  readonly natGateways: readonly TinyNatGateway[];
  readonly peerings: readonly TinyPeering[];
  readonly transitGateway?: TinyTransitGateway;
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
  readonly cidrs: readonly string[];
  readonly acl: { readonly ingress: readonly TinyEntry[]; readonly egress: readonly TinyEntry[] };
  /** Its route table, without the local route. */
  readonly routes: readonly TinyRoute[];
}

/** Ports `from` to `to`; ICMP of both families: type `from`, code `to`, -1 for all. */
export interface TinyService {
  readonly protocol: "tcp" | "udp" | "icmp" | "icmpv6" | "all";
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
  readonly target: "internet-gateway" | "egress-only-gateway" | "nat" | "peering" | "transit-gateway";
  /** The NAT gateway or instance, or the peering. */
  readonly name?: string;
}

export interface TinyHost {
  readonly name: string;
  readonly subnet: string;
  readonly addresses: readonly string[];
  readonly publicAddress?: string;
  readonly groups: readonly string[];
  /** Whether it sends on as its own what is not for it: a NAT instance. Routes name it as they do a NAT gateway. */
  readonly forwards?: boolean;
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
  readonly publicAddress: string;
}

export interface TinyPeering {
  readonly name: string;
  readonly requester: string;
  readonly accepter: string;
}

export interface TinyTransitGateway {
  readonly attachments: readonly {
    readonly name: string;
    readonly vpc: string;
    readonly subnet: string;
    /** The associated table. */
    readonly table?: string;
  }[];
  readonly tables: readonly {
    readonly name: string;
    /** Static routes; without an attachment, blackholes. */
    readonly routes: readonly { readonly cidr: string; readonly attachment?: string }[];
    /** The attachments whose VPCs' blocks it learns. */
    readonly propagations: readonly string[];
  }[];
}

/** One connection to try. */
export interface Probe {
  /** A host, or an internet host, by name. */
  readonly from: string;
  /** An address. */
  readonly to: string;
  /** `icmp` is an echo request, of the address's own family: its port is 0. */
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly port: number;
}
