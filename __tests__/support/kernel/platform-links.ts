import type { TerraformFolder } from "./terraform-folder.ts";
import type { TinyPeering, TinyTransitGateway } from "./tiny-network.ts";

/** The VPC peerings of some stacks. */
export function peeringsOf(folder: TerraformFolder): TinyPeering[] {
  return folder.ofType("aws_vpc_peering_connection").map(({ address, values }) => ({
    name: address,
    requester: folder.at(values.vpc_id).address,
    accepter: folder.at(values.peer_vpc_id).address,
  }));
}

/** The transit gateway of some stacks. @throws Error for several of them, and for an attachment of several subnets. */
export function transitGatewayOf(folder: TerraformFolder): TinyTransitGateway | undefined {
  const gateways = folder.ofType("aws_ec2_transit_gateway");
  if (gateways.length > 1) throw new Error("several transit gateways are not translated");
  if (gateways.length === 0) return undefined;
  return { attachments: attachmentsOf(folder), tables: tablesOf(folder) };
}

function attachmentsOf(folder: TerraformFolder): TinyTransitGateway["attachments"] {
  const associations = folder.ofType("aws_ec2_transit_gateway_route_table_association");
  return folder.ofType("aws_ec2_transit_gateway_vpc_attachment").map(({ address, values }) => {
    const [subnet, ...others] = values.subnet_ids as string[];
    if (others.length > 0) throw new Error(`${address} is in several subnets, which is not translated`);
    const table = associations.find((one) => one.values.transit_gateway_attachment_id === address)?.values
      .transit_gateway_route_table_id;
    return {
      name: address,
      vpc: folder.at(values.vpc_id).address,
      subnet: folder.at(subnet).address,
      ...(table === undefined ? {} : { table: folder.at(table).address }),
    };
  });
}

function tablesOf(folder: TerraformFolder): TinyTransitGateway["tables"] {
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
        ...(route.blackhole === true
          ? {}
          : { attachment: folder.at(route.transit_gateway_attachment_id).address }),
      })),
      propagations: own("aws_ec2_transit_gateway_route_table_propagation").map(
        (one) => folder.at(one.transit_gateway_attachment_id).address,
      ),
    };
  });
}
