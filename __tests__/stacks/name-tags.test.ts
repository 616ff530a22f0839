import { environmentsOf, resolve } from "../../language/resolve.ts";
import { platforms } from "../../platforms/index.ts";
import { parseStackJson, resourcesOfType, synthesize } from "../support/synth.ts";

/**
 * What AWS knows by an id alone, so that nobody can tell one from another in the console but by its
 * Name.
 */
const NAMELESS = [
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
      NAMELESS.flatMap((type) =>
        resourcesOfType(parseStackJson(stacks, stack), type).map(({ tags }) => ({
          stack,
          type,
          name: (tags as Record<string, string> | undefined)?.Name,
        })),
      ),
    );
  }),
);

describe("what has no name of its own", () => {
  it("is each in some platform", () => {
    expect([...new Set(NAMES.map(({ type }) => type))].sort()).toEqual(NAMELESS);
  });

  it("is tagged with one, that no other of its kind in the stack has", () => {
    expect(NAMES.filter(({ name }) => name === undefined || name === "")).toEqual([]);
    const known = new Set<string>();
    const twice = NAMES.filter(({ stack, type, name }) => {
      const key = `${stack} ${type} ${name}`;
      return known.has(key) || known.add(key) === undefined;
    });
    expect(twice).toEqual([]);
  });
});
