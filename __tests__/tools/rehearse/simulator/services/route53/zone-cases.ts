import { validationRecord } from "../../constraints/case-resources.ts";
import type { ConstraintCase } from "../../constraints/constraint-case.ts";

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
];
