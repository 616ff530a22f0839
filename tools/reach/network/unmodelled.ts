import { attributeText } from "../terraform/attributes.ts";
import type { ModelContext } from "./model-context.ts";

/**
 * Types that forward or filter traffic in ways that this model does not cover, and what each leaves
 * unknown.
 */
const UNMODELLED: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^aws_networkfirewall_firewall$/, "routes to its endpoints have an unknown target"],
  [
    /^aws_vpclattice_(service_network_vpc_association|service_network_resource_association|resource_gateway)$/,
    "traffic that VPC Lattice carries besides routes and gateways is unknown",
  ],
  [
    /^aws_networkmanager_(vpc_attachment|transit_gateway_route_table_attachment|transit_gateway_peering|connect_attachment|site_to_site_vpn_attachment|dx_gateway_attachment)$/,
    "traffic that Cloud WAN carries is unknown",
  ],
  [/^aws_verifiedaccess_endpoint$/, "ingress through Verified Access is unknown"],
  [/^aws_ec2_carrier_gateway$/, "routes to carrier gateways have an unknown target"],
  [/^aws_ec2_local_gateway_route_table_vpc_association$/, "routes to local gateways have an unknown target"],
  [
    /^aws_ec2_transit_gateway_policy_table_association$/,
    "the targets of traffic routed by a policy table are unknown",
  ],
  [/^aws_ec2_transit_gateway_multicast_domain_association$/, "multicast traffic is not analysed"],
  [
    /^aws_globalaccelerator_(endpoint_group|custom_routing_endpoint_group)$/,
    "traffic that Global Accelerator forwards to its endpoints is unknown",
  ],
  [
    /^aws_route53_resolver_firewall_rule_group_association$/,
    "hosts whose names the DNS firewall blocks still count as reachable by address",
  ],
];

/** Reports resources in these files that are not modelled, with what each leaves unknown. */
export function reportUnmodelled(context: ModelContext): void {
  for (const { address, type, mode, values } of context.inventory.resources) {
    if (mode === "data") continue;
    const found = UNMODELLED.find(([pattern]) => pattern.test(type));
    if (found !== undefined) context.addGap(address, `it is not modelled: ${found[1]}`);
    if (type === "aws_vpc_endpoint" && attributeText(values.vpc_endpoint_type) === "GatewayLoadBalancer") {
      context.addGap(address, "how its load balancer handles traffic is unknown");
    }
  }
}
