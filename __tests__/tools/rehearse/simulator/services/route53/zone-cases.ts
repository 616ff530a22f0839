import { type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const proof = exists("aws_route53_record", "Z1__1.example.com._CNAME", {
  zone_id: "Z1",
  name: "_1.example.com",
  type: "CNAME",
  records: ["_2.x.acm-validations.aws"],
});

export const route53ZoneCases: readonly ConstraintCase[] = [
  { constraint: "zone-in-use", when: "the zone is empty", type: "aws_route53_zone", before: { id: "Z1" } },
  {
    constraint: "zone-in-use",
    when: "the zone has a record",
    type: "aws_route53_zone",
    before: { id: "Z1" },
    account: [proof],
    errors: [
      "DeleteHostedZone HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    ],
  },
];
