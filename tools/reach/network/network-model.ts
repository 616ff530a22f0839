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
  /** VPCs, by address. */
  readonly vpcs: ReadonlyMap<string, Vpc>;
  /** Subnets, by address. */
  readonly subnets: ReadonlyMap<string, Subnet>;
  /** Security groups, by address. */
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>;
  /** NAT gateways, by address. */
  readonly natGateways: ReadonlyMap<string, NatGateway>;
  /** VPC peering connections, by address. */
  readonly peerings: ReadonlyMap<string, Peering>;
  /** Transit gateways, by address. */
  readonly transitGateways: ReadonlyMap<string, TransitGateway>;
  /** Virtual private gateways. */
  readonly vpnGateways: ReadonlyMap<string, VpnGateway>;
  /** Client VPN endpoints, by address. */
  readonly clientVpns: ReadonlyMap<string, ClientVpn>;
  /** VPC origins of CloudFront, by the endpoint that each leads to. */
  readonly vpcOrigins: ReadonlyMap<string, string>;
  /** Whatever sends or receives traffic in a VPC, by address. */
  readonly endpoints: ReadonlyMap<string, NetworkEndpoint>;
  /** Networks outside the VPCs, by name. */
  readonly externalNetworks: ReadonlyMap<string, ExternalNetwork>;
  /** Gateway endpoints, with the addresses of each one's service; undefined if unknown. */
  readonly gatewayEndpoints: ReadonlyMap<string, Addresses | undefined>;
  /** Components that accept connections and open others. */
  readonly proxies: readonly NetworkProxy[];
  /** Whatever could not be read or is not modelled; each gap states what it leaves unknown. */
  readonly gaps: readonly ModelGap[];
}

/** A virtual private cloud. */
export interface Vpc {
  /** The address of its resource. */
  readonly address: string;
  /** Its region; undefined if unknown. */
  readonly region: string | undefined;
  /** CIDR blocks of both families, including secondary ones. */
  readonly blocks: Addresses;
  /** Attached gateways, by address; undefined if there is none. */
  readonly internetGateway: string | undefined;
  /** The attached egress-only internet gateway; undefined if there is none. */
  readonly egressOnlyGateway: string | undefined;
  /** The attached virtual private gateway; undefined if there is none. */
  readonly vpnGateway: string | undefined;
  /** Why the path of packets entering through its gateways is unknown; undefined if it is known. */
  readonly unknownIngress?: string;
}

/**
 * A subnet with the route table and network ACL in effect: associated ones or the VPC's defaults.
 */
export interface Subnet {
  /** The address of its resource. */
  readonly address: string;
  /** The address of its VPC. */
  readonly vpc: string;
  /** CIDR blocks of both families. */
  readonly blocks: Addresses;
  /** The zone, such as `us-east-1a`; undefined if unknown. */
  readonly zone: string | undefined;
  /** The route table in effect. */
  readonly table: RouteTable;
  /** The network ACL in effect. */
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
  /** The resource that sets it. */
  readonly origin: string;
}

/** A route table: one associated with a subnet, or the VPC's main one. */
export interface RouteTable {
  /** The address of its resource. */
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
  /** The destination addresses. */
  readonly destination: Addresses;
  /** The destination as written: `10.0.0.0/16`, `pl-… (s3)`. */
  readonly text: string;
  /** Prefix length in bits; 128 for routes to AWS's prefix lists, which win over all others. */
  readonly prefixLength: number;
  /** The target to which matching packets go. */
  readonly target: RouteTarget;
  /** The resource that creates it. */
  readonly origin: string;
  /** True if a gateway propagates it, rather than a resource setting it. */
  readonly isPropagated: boolean;
}

/** The target of a route. */
export type RouteTarget =
  | { readonly kind: "local" }
  | {
      /** The kind of gateway. */
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
  /** The address of its resource. */
  readonly address: string;
  /**
   * By number, lowest first. The first matching entry decides; traffic that matches none is denied.
   */
  readonly ingress: readonly NetworkAclEntry[];
  /** Entries for outbound traffic, in the order of {@link ingress}. */
  readonly egress: readonly NetworkAclEntry[];
  /** Why not all of its entries are known; undefined if they are. */
  readonly unknown?: string;
}

/** One entry of a network ACL. */
export interface NetworkAclEntry {
  /** The rule number: the lowest entry that matches decides. */
  readonly number: number;
  /** The action on traffic that it matches. */
  readonly action: "allow" | "deny";
  /** The remote side: sources of an ingress entry, destinations of an egress entry. */
  readonly peer: Addresses;
  /** The protocols and ports that it matches. */
  readonly transport: TransportSet;
  /** The resource that creates it. */
  readonly origin: string;
}

/** A security group. It is stateful: replies to admitted traffic always pass. */
export interface SecurityGroup {
  /** The address of its resource. */
  readonly address: string;
  /** Its name in AWS, or the resource's name. */
  readonly name: string;
  /** The address of its VPC; undefined if unknown. */
  readonly vpc: string | undefined;
  /** Rules for inbound traffic. */
  readonly ingress: readonly SecurityGroupRule[];
  /** Rules for outbound traffic. */
  readonly egress: readonly SecurityGroupRule[];
  /** Why not all of its rules are known; undefined if they are. */
  readonly unknown?: string;
}

/** One rule of a security group: a single peer of one rule block or rule resource. */
export interface SecurityGroupRule {
  /** The remote side that it allows. */
  readonly peer: SecurityGroupPeer;
  /** The protocols and ports that it allows. */
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
