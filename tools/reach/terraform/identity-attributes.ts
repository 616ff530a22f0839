import { withDefaultTwin } from "../../../aws/resource-types.ts";
import type { Resource } from "./inventory.ts";

/** An attribute by which others may reference a resource. A lower rank is a stronger claim. */
export interface IdentityAttribute {
  /** The attribute's name: `default_route_table_id`. */
  readonly attribute: string;
  /** The strength of the claim, from 0, the strongest. */
  readonly rank: number;
}

const VPCS = withDefaultTwin("aws_vpc");

/**
 * Attributes other than `id` and `arn` that identify the resource itself or what AWS creates along
 * with it. On other types these names refer to other resources: a NAT gateway's `allocation_id` is
 * its address's.
 */
const OWN: ReadonlyMap<string, { readonly types: readonly string[]; readonly rank: number }> = new Map(
  Object.entries({
    allocation_id: { types: ["aws_eip"], rank: 1 },
    association_default_route_table_id: { types: ["aws_ec2_transit_gateway"], rank: 1 },
    association_id: { types: ["aws_eip", "aws_eip_association", "aws_route_table_association"], rank: 1 },
    default_network_acl_id: { types: VPCS, rank: 1 },
    default_route_table_id: { types: VPCS, rank: 1 },
    default_security_group_id: { types: VPCS, rank: 1 },
    ipv6_association_id: { types: VPCS, rank: 1 },
    main_route_table_id: { types: VPCS, rank: 4 },
    network_interface_id: { types: ["aws_nat_gateway"], rank: 1 },
    network_interface_ids: { types: ["aws_vpc_endpoint"], rank: 1 },
    prefix_list_id: { types: ["aws_vpc_endpoint", "aws_prefix_list"], rank: 3 },
    primary_network_interface_id: { types: ["aws_instance", "aws_spot_instance_request"], rank: 3 },
    propagation_default_route_table_id: { types: ["aws_ec2_transit_gateway"], rank: 1 },
    security_group_rule_id: {
      types: [
        "aws_security_group_rule",
        "aws_vpc_security_group_ingress_rule",
        "aws_vpc_security_group_egress_rule",
      ],
      rank: 1,
    },
    transit_gateway_attachment_id: { types: ["aws_vpn_connection", "aws_dx_gateway_association"], rank: 3 },
  }),
);

/** Types whose `id` is that of the resource they adopt: the VPC's own default comes first. */
const ADOPTING = /^aws_default_(network_acl|route_table|security_group)$/;
/** Types that are not resources in AWS: their `id` is another resource's, or generated. */
const DATA = 10;

/** Returns the attributes by which others may reference a resource. */
export function identityAttributes({ type, mode, values }: Resource): IdentityAttribute[] {
  const behind = mode === "data" ? DATA : 0;
  const idRank = ADOPTING.test(type) ? 2 : 0;
  const own = Object.keys(values).flatMap((attribute) => {
    const claim = OWN.get(attribute);
    return claim?.types.includes(type) ? [{ attribute, rank: claim.rank + behind }] : [];
  });
  return [{ attribute: "id", rank: idRank + behind }, { attribute: "arn", rank: idRank + behind }, ...own];
}
