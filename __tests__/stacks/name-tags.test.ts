import { environmentsOf, resolve } from "../../language/resolve.ts";
import { platforms } from "../../platforms/index.ts";
import { parseStackJson, resourcesOfType, synthesize } from "../support/synth.ts";

/**
 * Resource types that AWS identifies by ID only, so that the console shows them by their Name tag.
 */
const TYPES = [
  "aws_customer_gateway",
  "aws_default_network_acl",
  "aws_default_route_table",
  "aws_default_security_group",
  "aws_ec2_client_vpn_endpoint",
  "aws_ec2_transit_gateway",
  "aws_ec2_transit_gateway_connect",
  "aws_ec2_transit_gateway_connect_peer",
  "aws_ec2_transit_gateway_peering_attachment",
  "aws_ec2_transit_gateway_peering_attachment_accepter",
  "aws_ec2_transit_gateway_route_table",
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_eip",
  "aws_flow_log",
  "aws_instance",
  "aws_internet_gateway",
  "aws_nat_gateway",
  "aws_network_acl",
  "aws_network_interface",
  "aws_route_table",
  "aws_security_group",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_endpoint",
  "aws_vpc_endpoint_service",
  "aws_vpc_peering_connection",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_vpn_connection",
  "aws_vpn_gateway",
];

const NAMES = platforms.flatMap((spec) =>
  environmentsOf(spec).flatMap((environment) => {
    const stacks = synthesize(resolve(spec, environment));
    return Object.keys(stacks).flatMap((stack) =>
      TYPES.flatMap((type) =>
        resourcesOfType(parseStackJson(stacks, stack), type).map(({ tags }) => ({
          stack,
          type,
          name: (tags as Record<string, string> | undefined)?.Name,
        })),
      ),
    );
  }),
);

describe("each resource type without a name argument", () => {
  it("occurs in some platform", () => {
    expect([...new Set(NAMES.map(({ type }) => type))].sort()).toEqual(TYPES);
  });

  it("has a Name tag that is unique for its type in the stack", () => {
    expect(NAMES.filter(({ name }) => name === undefined || name === "")).toEqual([]);
    const known = new Set<string>();
    const duplicates = NAMES.filter(({ stack, type, name }) => {
      const key = `${stack} ${type} ${name}`;
      return known.has(key) || known.add(key) === undefined;
    });
    expect(duplicates).toEqual([]);
  });
});
