import { validationRecord } from "../../constraints/case-resources.ts";
import { type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

export const route53ZoneCases: readonly ConstraintCase[] = [
  { constraint: "zone-in-use", when: "the zone is empty", type: "aws_route53_zone", before: { id: "Z1" } },
  {
    constraint: "zone-in-use",
    when: "the zone has a record",
    type: "aws_route53_zone",
    before: { id: "Z1" },
    account: [validationRecord],
    errors: [
      "DeleteHostedZone HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    ],
  },
  {
    constraint: "references-exist",
    when: "an authorization is for a VPC of another account",
    type: "aws_route53_vpc_association_authorization",
    after: { zone_id: "Z1", vpc_id: "vpc-0fedcba9876543210", vpc_region: "eu-west-1" },
    account: [exists("aws_route53_zone", "Z1", { zone_id: "Z1" })],
  },
];
