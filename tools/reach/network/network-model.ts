import type { Addresses } from "../packets/addresses.ts";
import type { TransportSet } from "../packets/transport-set.ts";
import type { ModelGap } from "../terraform/inventory.ts";
import type { ExternalNetwork, NetworkEndpoint, NetworkProxy } from "./endpoint-model.ts";
import type { ClientVpn, NatGateway, Peering, TransitGateway, VpnGateway } from "./gateway-model.ts";

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
  /** A forwarding instance or network interface: the `NetworkEndpoint`'s address. */
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
