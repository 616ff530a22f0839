import type { TopologyContext } from "./topology-context.ts";

/** Types that let packets pass, or keep them, in ways that this model does not follow, and what that leaves open. */
const UNMODELLED: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^aws_networkfirewall_firewall$/, "routes to its endpoints lead to what is unknown"],
  [
    /^aws_vpclattice_(service_network_vpc_association|service_network_resource_association|resource_gateway)$/,
    "what VPC Lattice lets through beside routes and gateways is unknown",
  ],
  [
    /^aws_networkmanager_(vpc_attachment|transit_gateway_route_table_attachment|transit_gateway_peering|connect_attachment|site_to_site_vpn_attachment|dx_gateway_attachment)$/,
    "what Cloud WAN carries is unknown",
  ],
  [/^aws_verifiedaccess_endpoint$/, "who gets in by Verified Access is unknown"],
  [/^aws_ec2_carrier_gateway$/, "routes to carrier gateways lead to what is unknown"],
  [/^aws_ec2_local_gateway_route_table_vpc_association$/, "routes to local gateways lead to what is unknown"],
  [
    /^aws_ec2_transit_gateway_policy_table_association$/,
    "where packets go that a policy table sends is unknown",
  ],
  [/^aws_ec2_transit_gateway_multicast_domain_association$/, "multicast is not followed"],
  [
    /^aws_globalaccelerator_(endpoint_group|custom_routing_endpoint_group)$/,
    "what Global Accelerator brings to its endpoints is unknown",
  ],
  [
    /^aws_route53_resolver_firewall_rule_group_association$/,
    "names that the DNS firewall keeps back still count as reached by address",
  ],
];

/** Names what is in these files and not modelled, with what it leaves unknown. */
export function reportUnmodelled(context: TopologyContext): void {
  for (const { address, type, mode, values } of context.inventory.resources) {
    if (mode === "data") continue;
    const found = UNMODELLED.find(([pattern]) => pattern.test(type));
    if (found !== undefined) context.addGap(address, `it is not modelled: ${found[1]}`);
    if (
      type === "aws_vpc_endpoint" &&
      context.knownText(values.vpc_endpoint_type) === "GatewayLoadBalancer"
    ) {
      context.addGap(address, "what its load balancer does with packets is unknown");
    }
  }
}
