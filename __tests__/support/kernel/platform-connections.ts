import type { Platform } from "../../../language/platform.ts";
import type { TerraformFolder, TerraformResource } from "./terraform-folder.ts";
import type { TinyConnection, TinyTunnel } from "./tiny-network.ts";

/** An external network of a platform, behind a connection. */
export interface PlatformExternalNetwork {
  /** `hybrid-prod/office`. */
  readonly name: string;
  readonly cidrs: readonly string[];
  /** The address of the connection's resource. */
  readonly connection: string;
}

/**
 * The external networks behind a platform's connections. The connect stack's output maps
 * connections to resources.
 */
export function platformExternalNetworks(
  folder: TerraformFolder,
  platform: Platform,
): PlatformExternalNetwork[] {
  const prefix = `${platform.name}-${platform.environment}`;
  const connections = folder.output(`${prefix}-connect`, "line_ids") as
    | Readonly<Record<string, string>>
    | undefined;
  return Object.entries(platform.outside).flatMap(([name, { cidrs, via }]) => {
    const connection = connections?.[via];
    return connection === undefined ? [] : [{ name: `${prefix}/${name}`, cidrs, connection }];
  });
}

/** An address in the first CIDR block of an external network. */
export function addressIn({ cidrs }: Pick<PlatformExternalNetwork, "cidrs">, number = 7): string {
  return cidrs[0]!.replace(/\d+\/\d+$/, `${number}`);
}

/** A connection and its transit gateway attachment; undefined on a virtual private gateway. */
export interface PlatformConnection {
  readonly connection: TinyConnection;
  readonly attachment: string | undefined;
}

/** Resource types of connections to external networks, without client VPNs. */
const CONNECTION_TYPES = [
  "aws_vpn_connection",
  "aws_dx_gateway_association",
  "aws_ec2_transit_gateway_connect",
];

/**
 * Returns the external connections of stacks.
 * @throws Error unless exactly one external network is behind each connection.
 */
export function externalConnectionsOf(
  folder: TerraformFolder,
  externalNetworks: readonly PlatformExternalNetwork[],
): PlatformConnection[] {
  const external = folder
    .ofType(...CONNECTION_TYPES)
    .filter((resource) => routerOf(folder, resource) === undefined);
  return external.map((resource) => {
    const behind = externalNetworks.filter(({ connection }) => connection === resource.address);
    if (behind.length !== 1) throw new Error(`${behind.length} networks are behind ${resource.address}`);
    const { name, cidrs } = behind[0]!;
    const gateway = resource.values.vpn_gateway_id;
    const advertised = staticRoutesOf(folder, resource) ?? cidrs;
    const connection = { name, addresses: [addressIn({ cidrs })], advertised };
    if (gateway === undefined) return { connection, attachment: attachmentOf(folder, resource) };
    const vpnGateway = folder.at(gateway).address;
    return { connection: { ...connection, vpnGateway }, attachment: undefined };
  });
}

/** The VPNs whose customer gateway is an interface of these stacks. */
export function tunnelsOf(folder: TerraformFolder): TinyTunnel[] {
  return folder.ofType("aws_vpn_connection").flatMap((vpn) => {
    const router = routerOf(folder, vpn);
    if (router === undefined) return [];
    const vpnGateway = folder.at(vpn.values.vpn_gateway_id).address;
    return [{ vpnGateway, router, destinations: staticRoutesOf(folder, vpn) ?? [] }];
  });
}

/** The interface whose Elastic IP a VPN's customer gateway has. */
function routerOf(folder: TerraformFolder, { values }: TerraformResource): string | undefined {
  if (values.customer_gateway_id === undefined) return undefined;
  const address = folder.at(values.customer_gateway_id).values.ip_address;
  const association = folder
    .ofType("aws_eip_association")
    .find((one) => one.values.allocation_id === address);
  const interfaceId = association?.values.network_interface_id;
  return interfaceId === undefined ? undefined : folder.at(interfaceId).address;
}

/** The static routes of a VPN; undefined with BGP, which advertises the spec's CIDR blocks. */
function staticRoutesOf(
  folder: TerraformFolder,
  { address, values }: TerraformResource,
): string[] | undefined {
  if (values.static_routes_only !== true) return undefined;
  const routes = folder.ofType("aws_vpn_connection_route");
  return routes
    .filter((route) => route.values.vpn_connection_id === address)
    .map((route) => route.values.destination_cidr_block as string);
}

/**
 * Returns the address of a connection's transit gateway attachment. AWS creates the attachment of a
 * Direct Connect gateway, so a data source reads it; VPN and Connect resources are attachments.
 */
function attachmentOf(folder: TerraformFolder, { address, type, values }: TerraformResource): string {
  if (type !== "aws_dx_gateway_association") return address;
  const found = folder
    .ofType("aws_ec2_transit_gateway_dx_gateway_attachment")
    .find((one) => one.values.dx_gateway_id === values.dx_gateway_id);
  if (found === undefined) throw new Error(`${address} has no attachment`);
  return found.address;
}
