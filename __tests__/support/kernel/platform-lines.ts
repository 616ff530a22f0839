import type { Platform } from "../../../language/platform.ts";
import type { TerraformFolder, TerraformResource } from "./terraform-folder.ts";
import type { TinyLine } from "./tiny-network.ts";

/** An external network of a platform that is not on the internet. */
export interface NamedOutside {
  /** `hybrid-prod/office`. */
  readonly name: string;
  readonly cidrs: readonly string[];
  /** The connection that it is behind: a resource. */
  readonly behind: string;
}

/**
 * The external networks behind a platform's connections, and their resources from the connect
 * stack's outputs.
 */
export function outsideOf(folder: TerraformFolder, platform: Platform): NamedOutside[] {
  const prefix = `${platform.name}-${platform.environment}`;
  const lines = folder.output(`${prefix}-connect`, "line_ids") as
    | Readonly<Record<string, string>>
    | undefined;
  return Object.entries(platform.outside).flatMap(([name, { cidrs, via }]) => {
    const behind = lines?.[via];
    return behind === undefined ? [] : [{ name: `${prefix}/${name}`, cidrs, behind }];
  });
}

/** An address of a network outside: no network ends in it. */
export function addressIn({ cidrs }: Pick<NamedOutside, "cidrs">, number = 7): string {
  return cidrs[0]!.replace(/\d+\/\d+$/, `${number}`);
}

/** A connection and its transit gateway attachment; undefined on a virtual private gateway. */
export interface PlatformLine {
  readonly line: TinyLine;
  readonly attachment: string | undefined;
}

/** Resource types of connections to external networks, without client VPNs. */
const LINES = ["aws_vpn_connection", "aws_dx_gateway_association", "aws_ec2_transit_gateway_connect"];

/**
 * Returns the external connections of stacks.
 * @throws Error for a connection without a listed external network.
 */
export function linesOf(folder: TerraformFolder, outside: readonly NamedOutside[]): PlatformLine[] {
  return folder.ofType(...LINES).map((resource) => {
    const who = outside.filter(({ behind }) => behind === resource.address);
    if (who.length !== 1) throw new Error(`${who.length} networks are behind ${resource.address}`);
    const { name, cidrs } = who[0]!;
    const gateway = resource.values.vpn_gateway_id;
    const line = { name, addresses: [addressIn(who[0]!)], told: staticRoutesOf(folder, resource) ?? cidrs };
    if (gateway === undefined) return { line, attachment: attachmentOf(folder, resource) };
    return { line: { ...line, vpnGateway: folder.at(gateway).address }, attachment: undefined };
  });
}

/** With BGP, the prefixes in the spec are propagated; without it, static routes apply. */
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
 * Finds the attachment: AWS creates that of a Direct Connect gateway, so a data source reads it.
 * VPN and Connect have their own.
 */
function attachmentOf(folder: TerraformFolder, { address, type, values }: TerraformResource): string {
  if (type !== "aws_dx_gateway_association") return address;
  const found = folder
    .ofType("aws_ec2_transit_gateway_dx_gateway_attachment")
    .find((one) => one.values.dx_gateway_id === values.dx_gateway_id);
  if (found === undefined) throw new Error(`${address} has no attachment`);
  return found.address;
}
