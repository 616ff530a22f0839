import { compact } from "../../../language/compact.ts";
import { memoize } from "../../../language/memoize.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import { type Attributes, readFlag } from "../terraform/attributes.ts";
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
  /**
   * The instance or interface in these files that is the customer gateway, by address: what is
   * behind the connection is then its VPC, and no external network.
   */
  readonly router?: string;
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
    ...compact({ router: routerOf(context, values) }),
    unknown: isStatic
      ? (missing ?? (open && `the destination of ${open.origin} is unknown`))
      : `${address} advertises its routes over BGP`,
  };
}

/**
 * Returns the interface or instance whose Elastic IP a VPN's customer gateway names; undefined
 * outside these files, and on a transit gateway, where this is not modelled.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-vpc-connectivity-options/software-vpn-to-aws-site-to-site-vpn.html
 */
function routerOf(context: ModelContext, vpn: Attributes): string | undefined {
  const { resolver } = context;
  if (resolver.resource(vpn.vpn_gateway_id, "aws_vpn_gateway") === undefined) return undefined;
  const gateway = resolver.resource(vpn.customer_gateway_id, "aws_customer_gateway");
  const address = resolver.resource(gateway?.values.ip_address, "aws_eip");
  if (address === undefined) return undefined;
  const association = context
    .managed("aws_eip_association")
    .find(({ values }) => resolver.resource(values.allocation_id, "aws_eip") === address)?.values;
  const owner =
    association?.network_interface_id ??
    association?.instance_id ??
    address.values.network_interface ??
    address.values.instance;
  return resolver.resource(owner, "aws_network_interface", "aws_instance")?.address;
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
      const lines = readHybridConnections(context).filter(({ gateway }) => gateway?.address === address);
      const externalNetworks = lines.filter(({ router }) => router === undefined).map((line) => line.address);
      const tunnels = lines.flatMap(({ address: connection, router, routes }) => {
        const destinations = IntervalSet.of(...routes.flatMap(({ block }) => block.addresses.intervals));
        return router === undefined ? [] : [{ connection, router, destinations }];
      });
      return [address, { address, vpc, externalNetworks, tunnels }];
    }),
  );
}
