import { mergeResources, type networkOf, type Resources, verdictAndCauses } from "./network.ts";
import { ec2Instance, id, openGroup, routes, subnet, vpc } from "./resource-builders.ts";

/** A route for 10.0.0.0/8 to the transit gateway. */
export const ALL = { cidr_block: "10.0.0.0/8", transit_gateway_id: id("aws_ec2_transit_gateway.tgw") };

/**
 * A VPC 10.<n>.0.0/16 with an attachment, a subnet in zone a, an instance, and a route for
 * 10.0.0.0/8 to the transit gateway.
 */
export function spoke(name: string, n: number, more: object = {}): Resources {
  return mergeResources(
    vpc(name, `10.${n}.0.0/16`),
    subnet(name, name, `10.${n}.1.0/24`, { availability_zone: "us-east-1a" }),
    openGroup(name, name),
    ec2Instance(name, name, `10.${n}.1.10`, [name]),
    routes(name, name, [name], ALL),
    {
      aws_ec2_transit_gateway_vpc_attachment: {
        [name]: {
          vpc_id: id(`aws_vpc.${name}`),
          subnet_ids: [id(`aws_subnet.${name}`)],
          transit_gateway_id: id("aws_ec2_transit_gateway.tgw"),
          ...more,
        },
      },
    },
  );
}

/** The transit gateway. */
export const tgw = (more: object = {}): Resources => ({ aws_ec2_transit_gateway: { tgw: more } });
/** The attachment of a VPC of {@link spoke}. */
export const attachment = (name: string) => id(`aws_ec2_transit_gateway_vpc_attachment.${name}`);
/** An attachment without default association and propagation. */
export const manual = {
  transit_gateway_default_route_table_association: false,
  transit_gateway_default_route_table_propagation: false,
};

/** A transit gateway route table with associated and propagating attachments. */
export function table(name: string, associated: readonly string[], propagated: readonly string[]): Resources {
  const transit_gateway_route_table_id = id(`aws_ec2_transit_gateway_route_table.${name}`);
  const of = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((each) => [
        `${name}_${each}`,
        { transit_gateway_route_table_id, transit_gateway_attachment_id: attachment(each) },
      ]),
    );
  return {
    aws_ec2_transit_gateway_route_table: {
      [name]: { transit_gateway_id: id("aws_ec2_transit_gateway.tgw") },
    },
    aws_ec2_transit_gateway_route_table_association: of(associated),
    aws_ec2_transit_gateway_route_table_propagation: of(propagated),
  };
}

/** A static route in a transit gateway route table. */
export function route(name: string, of: string, destination_cidr_block: string, more: object): Resources {
  return {
    aws_ec2_transit_gateway_route: {
      [name]: {
        transit_gateway_route_table_id: id(`aws_ec2_transit_gateway_route_table.${of}`),
        destination_cidr_block,
        ...more,
      },
    },
  };
}

/** Returns the verdict and causes between the instances of two spokes, `a` and `b`. */
export function fromAToB(network: Awaited<ReturnType<typeof networkOf>>) {
  return verdictAndCauses(network, "aws_instance.a", "aws_instance.b:443");
}
