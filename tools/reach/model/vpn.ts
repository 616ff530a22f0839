import type { Resource } from "../input/inventory.ts";
import { Unknown } from "../input/value.ts";
import type { VpnGateway } from "./fabric.ts";
import type { Block, Survey } from "./survey.ts";
import type { VpcPlan } from "./vpcs.ts";

/** A site-to-site VPN connection or Direct Connect association: a network outside and what it announces. */
export interface Line {
  /** The address of the connection, association or interface: the outside network's name. */
  readonly address: string;
  readonly kind: "vpn" | "direct-connect";
  /** The virtual private gateway or transit gateway that it ends on; undefined: not in these files. */
  readonly gateway: Resource | undefined;
  /** Static routes, each with the resource that makes it. */
  readonly routes: readonly { readonly block: Block; readonly origin: string }[];
  /** Why what it announces is not all known; undefined when it is. */
  readonly unknown: string | undefined;
}

/** Reads each type of line. */
const READERS = {
  aws_vpn_connection: vpnLine,
  aws_dx_gateway_association: dxLine,
  aws_dx_private_virtual_interface: dxLine,
} as const;

/** VPN connections, Direct Connect associations, and interfaces that end on a virtual private gateway. */
export function readLines(survey: Survey): readonly Line[] {
  return Object.entries(READERS).flatMap(([type, read]) =>
    survey.managed(type).flatMap((resource) => {
      const line = read(survey, resource);
      const isPart = type === "aws_dx_private_virtual_interface" && line.gateway === undefined;
      if (isPart) return [];
      if (line.gateway === undefined) {
        survey.gap(resource.address, "the gateway that it ends on is not in these files");
      }
      return [line];
    }),
  );
}

/**
 * A connection with static routes only announces these; any other, what BGP tells once it is up.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html
 */
function vpnLine(survey: Survey, { address, values }: Resource): Line {
  const isStatic = survey.flag(values.static_routes_only, false) === true;
  const own = survey
    .managed("aws_vpn_connection_route")
    .filter((route) => survey.keys.resource(route.values.vpn_connection_id)?.address === address);
  const read = own.map((route) => ({
    block: survey.block(route.values.destination_cidr_block),
    origin: route.address,
  }));
  const open = read.find(({ block }) => block instanceof Unknown || block === undefined);
  const missing = survey.uncounted("aws_vpn_connection_route");
  return {
    address,
    kind: "vpn",
    gateway:
      survey.keys.resource(values.vpn_gateway_id, "aws_vpn_gateway") ??
      survey.keys.resource(values.transit_gateway_id, "aws_ec2_transit_gateway"),
    routes: read.flatMap(({ block, origin }) =>
      block === undefined || block instanceof Unknown ? [] : [{ block, origin }],
    ),
    unknown: isStatic
      ? (missing ?? (open && `the destination of ${open.origin} is not known`))
      : `${address} tells its routes by BGP`,
  };
}

/** What stands behind a Direct Connect gateway comes by BGP. https://docs.aws.amazon.com/directconnect/latest/UserGuide/routing-and-bgp.html */
function dxLine(survey: Survey, { address, values }: Resource): Line {
  return {
    address,
    kind: "direct-connect",
    gateway: survey.keys.resource(
      values.associated_gateway_id ?? values.vpn_gateway_id,
      "aws_vpn_gateway",
      "aws_ec2_transit_gateway",
    ),
    routes: [],
    unknown: `${address} tells its routes by BGP`,
  };
}

/** Virtual private gateways, with the networks outside that end on each. */
export function readVpnGateways(
  survey: Survey,
  vpcs: ReadonlyMap<string, VpcPlan>,
  lines: readonly Line[],
): ReadonlyMap<string, VpnGateway> {
  return new Map(
    survey.known("aws_vpn_gateway").map(({ address }) => {
      const vpc = [...vpcs.values()].find(({ vpnGateway }) => vpnGateway === address)?.address;
      const outsides = lines
        .filter(({ gateway }) => gateway?.address === address)
        .map((line) => line.address);
      return [address, { address, vpc, outsides }];
    }),
  );
}
