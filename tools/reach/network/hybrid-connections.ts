import { memoize } from "../../../language/memoize.ts";
import { readFlag } from "../terraform/attributes.ts";
import type { Resource } from "../terraform/inventory.ts";
import { Unknown } from "../terraform/value.ts";
import { type CidrBlock, readCidrBlock } from "./cidr-blocks.ts";
import type { VpnGateway } from "./gateway-model.ts";
import type { ModelContext } from "./model-context.ts";
import { readVpcs } from "./vpcs.ts";

/**
 * A site-to-site VPN connection or Direct Connect association: an external network and the prefixes
 * that it advertises.
 */
export interface HybridConnection {
  /** The address of the connection, association or interface, which names the external network. */
  readonly address: string;
  /** The kind of connection. */
  readonly kind: "vpn" | "direct-connect";
  /**
   * The virtual private gateway or transit gateway it terminates on; undefined if not in these
   * files.
   */
  readonly gateway: Resource | undefined;
  /** Static routes, each with the address of the resource that creates it. */
  readonly routes: readonly { readonly block: CidrBlock; readonly origin: string }[];
  /** Why not all advertised prefixes are known; undefined if they are. */
  readonly unknown: string | undefined;
}

/** The reader of each connection type. */
const READERS = {
  aws_vpn_connection: vpnConnection,
  aws_dx_gateway_association: directConnectAssociation,
  aws_dx_private_virtual_interface: directConnectAssociation,
} as const;

/**
 * Reads VPN connections, Direct Connect associations, and virtual interfaces that terminate on a
 * virtual private gateway.
 */
export const readHybridConnections = memoize((context: ModelContext): readonly HybridConnection[] =>
  Object.entries(READERS).flatMap(([type, read]) =>
    context.managed(type).flatMap((resource) => {
      const line = read(context, resource);
      const isPart = type === "aws_dx_private_virtual_interface" && line.gateway === undefined;
      if (isPart) return [];
      if (line.gateway === undefined) {
        context.addGap(resource.address, "the gateway that it terminates on is not in these files");
      }
      return [line];
    }),
  ),
);

/**
 * A VPN connection. With static routes only, it advertises just these; otherwise BGP supplies the
 * routes once the connection is up.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html
 */
function vpnConnection(context: ModelContext, { address, values }: Resource): HybridConnection {
  const isStatic = readFlag(values.static_routes_only, false) === true;
  const own = context
    .managed("aws_vpn_connection_route")
    .filter((route) => context.resolver.resource(route.values.vpn_connection_id)?.address === address);
  const read = own.map((route) => ({
    block: readCidrBlock(context, route.values.destination_cidr_block),
    origin: route.address,
  }));
  const open = read.find(({ block }) => block instanceof Unknown || block === undefined);
  const missing = context.whyMoreMayExist("aws_vpn_connection_route");
  return {
    address,
    kind: "vpn",
    gateway:
      context.resolver.resource(values.vpn_gateway_id, "aws_vpn_gateway") ??
      context.resolver.resource(values.transit_gateway_id, "aws_ec2_transit_gateway"),
    routes: read.flatMap(({ block, origin }) =>
      block === undefined || block instanceof Unknown ? [] : [{ block, origin }],
    ),
    unknown: isStatic
      ? (missing ?? (open && `the destination of ${open.origin} is unknown`))
      : `${address} advertises its routes over BGP`,
  };
}

/**
 * A Direct Connect gateway association, whose routes arrive over BGP.
 * https://docs.aws.amazon.com/directconnect/latest/UserGuide/routing-and-bgp.html
 */
function directConnectAssociation(context: ModelContext, { address, values }: Resource): HybridConnection {
  return {
    address,
    kind: "direct-connect",
    gateway: context.resolver.resource(
      values.associated_gateway_id ?? values.vpn_gateway_id,
      "aws_vpn_gateway",
      "aws_ec2_transit_gateway",
    ),
    routes: [],
    unknown: `${address} advertises its routes over BGP`,
  };
}

/** Reads virtual private gateways, with the external networks that terminate on each. */
export function readVpnGateways(context: ModelContext): ReadonlyMap<string, VpnGateway> {
  return new Map(
    context.existing("aws_vpn_gateway").map(({ address }) => {
      const vpc = [...readVpcs(context).values()].find(({ vpnGateway }) => vpnGateway === address)?.address;
      const externalNetworks = readHybridConnections(context)
        .filter(({ gateway }) => gateway?.address === address)
        .map((line) => line.address);
      return [address, { address, vpc, externalNetworks }];
    }),
  );
}
