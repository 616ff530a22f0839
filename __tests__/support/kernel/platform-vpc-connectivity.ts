import type { PlatformConnection } from "./platform-connections.ts";
import type { TerraformFolder } from "./terraform-folder.ts";
import type { TinyAttachment, TinyPeering, TinyTransitGateway } from "./tiny-network.ts";

/** The VPC peering connections of stacks. */
export function peeringsOf(folder: TerraformFolder): TinyPeering[] {
  return folder.ofType("aws_vpc_peering_connection").map(({ address, values }) => ({
    name: address,
    requester: folder.at(values.vpc_id).address,
    accepter: folder.at(values.peer_vpc_id).address,
  }));
}

/**
 * Merges the transit gateways of stacks into one.
 * @throws Error for a VPC with two attachments, and for references to unknown attachments.
 */
export function transitGatewayOf(
  folder: TerraformFolder,
  connections: readonly PlatformConnection[],
): TinyTransitGateway | undefined {
  if (folder.ofType("aws_ec2_transit_gateway").length === 0) return undefined;
  const attachments = [
    ...vpcAttachmentsOf(folder),
    ...peersOf(folder),
    ...connectionAttachmentsOf(connections),
  ];
  const vpcs = attachments.flatMap((one) => ("vpc" in one ? [one.vpc] : []));
  if (new Set(vpcs).size < vpcs.length) throw new Error("a VPC is attached to two transit gateways");
  const known = new Set(attachments.map(({ name }) => name));
  return {
    attachments: attachments.map((one) => ({ ...one, ...associatedWith(folder, one.name) })),
    tables: tablesOf(folder, known),
  };
}

function vpcAttachmentsOf(folder: TerraformFolder): TinyAttachment[] {
  return folder.ofType("aws_ec2_transit_gateway_vpc_attachment").map(({ address, values }) => ({
    name: address,
    vpc: folder.at(values.vpc_id).address,
    subnets: (values.subnet_ids as string[]).map((subnet) => folder.at(subnet).address),
  }));
}

/** Each side of a peering has an attachment: the requester's and the accepter's. */
function peersOf(folder: TerraformFolder): TinyAttachment[] {
  return folder.ofType("aws_ec2_transit_gateway_peering_attachment_accepter").flatMap((accepter) => {
    const requester = folder.at(accepter.values.transit_gateway_attachment_id).address;
    return [
      { name: requester, peer: accepter.address },
      { name: accepter.address, peer: requester },
    ];
  });
}

function connectionAttachmentsOf(connections: readonly PlatformConnection[]): TinyAttachment[] {
  return connections.flatMap(({ connection, attachment }) =>
    attachment === undefined ? [] : [{ name: attachment, connection: connection.name }],
  );
}

function associatedWith(folder: TerraformFolder, attachment: string): { readonly table?: string } {
  const table = folder
    .ofType("aws_ec2_transit_gateway_route_table_association")
    .find(({ values }) => values.transit_gateway_attachment_id === attachment)
    ?.values.transit_gateway_route_table_id;
  return table === undefined ? {} : { table: folder.at(table).address };
}

function tablesOf(folder: TerraformFolder, known: ReadonlySet<string>): TinyTransitGateway["tables"] {
  const named = (address: unknown) => {
    if (!known.has(address as string)) throw new Error(`${String(address)} is no attachment`);
    return address as string;
  };
  return folder.ofType("aws_ec2_transit_gateway_route_table").map(({ address }) => {
    const own = (type: string) =>
      folder
        .ofType(type)
        .filter(({ values }) => values.transit_gateway_route_table_id === address)
        .map(({ values }) => values);
    return {
      name: address,
      routes: own("aws_ec2_transit_gateway_route").map((route) => ({
        cidr: route.destination_cidr_block as string,
        ...(route.blackhole === true ? {} : { attachment: named(route.transit_gateway_attachment_id) }),
      })),
      propagations: own("aws_ec2_transit_gateway_route_table_propagation").map((one) =>
        named(one.transit_gateway_attachment_id),
      ),
    };
  });
}
