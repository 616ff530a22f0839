import type { FlowEndpoint } from "../../language/endpoints.ts";
import type { PortRange } from "../../language/flows.ts";

/** Kinds of endpoints that connections, logins and DNS add to a network. */
type AddedEndpointKind =
  | "client-vpn"
  | "dns-resolver"
  | "instance-connect"
  | "private-link"
  | "tunnel-peer"
  | "transit-gateway"
  | "vpn-router";

/** Generic Routing Encapsulation, used by transit gateway Connect. It has no ports. */
export const GRE = { protocol: "gre", from: 0, to: 0 } as const;
/**
 * GRE's protocol number.
 * https://www.iana.org/assignments/protocol-numbers
 */
export const GRE_NUMBER = "47";
/** The ports of a hop, or GRE. */
export type HopPorts = PortRange | typeof GRE;

/** An endpoint of a hop: one from the spec, or one that Drydock adds. */
export interface HopEndpoint {
  /** Its name in the spec, or a derived one: `main-endpoints`. */
  readonly name: string;
  /** The kind in the spec, or that of a resource that Drydock adds. */
  readonly kind: FlowEndpoint["kind"] | "cloudfront" | "gateway-endpoint" | "nat-gateway" | AddedEndpointKind;
  /** The network of its interfaces. @default none: it is outside the platform's networks */
  readonly network?: string;
  /** The tier of its subnets. @default none */
  readonly tier?: string;
  /** Its addresses as CIDR blocks. @default those of its tier */
  readonly cidrs?: readonly string[];
  /** The AWS service of a gateway endpoint: `s3`. @default none: another kind */
  readonly service?: string;
  /** The security group that represents it. @default the one with its name */
  readonly group?: string;
  /**
   * The final destination of packets through a private NAT gateway, which keeps this address.
   * @default none: the hop does not end at such a gateway
   */
  readonly externalNetwork?: HopEndpoint;
}

/** One direct hop of a flow, between two endpoints. */
export interface FlowHop {
  /** The declared flow that it serves: `internet -> app`. */
  readonly flow: string;
  /** The endpoint that opens the connection. */
  readonly from: HopEndpoint;
  /** The endpoint that accepts it. */
  readonly to: HopEndpoint;
  /** The destination ports by protocol. */
  readonly ports: readonly HopPorts[];
  /**
   * The client whose addresses UDP packets carry behind a network load balancer. Security groups
   * still match the load balancer's group, but ACLs see the client's address.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
   * @default none
   */
  readonly client?: HopEndpoint;
}
