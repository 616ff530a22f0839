import { existingZone, LOAD_BALANCER_ARN } from "../../constraints/case-resources.ts";
import { type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const record = (values = {}) => ({ zone_id: "Z1", name: "www", type: "A", ...values });
const alias = (name: string, zone_id: string) => record({ alias: [{ name, zone_id }] });
const balancer = exists("aws_lb", LOAD_BALANCER_ARN, {
  dns_name: "web-1.us-east-1.elb.amazonaws.com",
  zone_id: "Z35SXDOTRQ7X7K",
});
const tried =
  "ChangeResourceRecordSets InvalidChangeBatch: [Tried to create an alias that targets web-1.us-east-1.elb.amazonaws.com., type A in zone";

export const route53RecordCases: readonly ConstraintCase[] = [
  {
    constraint: "record-unique",
    when: "the record type differs",
    type: "aws_route53_record",
    account: [existingZone(), exists("aws_route53_record", "r", record())],
    after: record({ type: "AAAA" }),
  },
  {
    constraint: "record-unique",
    when: "overwriting is allowed",
    type: "aws_route53_record",
    account: [existingZone(), exists("aws_route53_record", "r", record())],
    after: record({ allow_overwrite: true }),
  },
  {
    constraint: "record-unique",
    when: "the record already exists, with its full name",
    type: "aws_route53_record",
    account: [existingZone(), exists("aws_route53_record", "r", record({ name: "www.example.com" }))],
    after: record(),
    errors: [
      "ChangeResourceRecordSets InvalidChangeBatch: [Tried to create resource record set [name='www.example.com.', type='A'] but it already exists]",
    ],
  },
  {
    constraint: "alias-target",
    when: "the load balancer exists",
    type: "aws_route53_record",
    account: [balancer],
    after: alias("dualstack.web-1.us-east-1.elb.amazonaws.com", "Z35SXDOTRQ7X7K"),
  },
  {
    constraint: "alias-target",
    when: "the name is not one of AWS's",
    type: "aws_route53_record",
    after: alias("other.example.com", "Z1"),
  },
  {
    constraint: "alias-target",
    when: "the target does not exist",
    type: "aws_route53_record",
    after: alias("web-1.us-east-1.elb.amazonaws.com", "Z35SXDOTRQ7X7K"),
    errors: [`${tried} Z35SXDOTRQ7X7K, but that target was not found]`],
  },
  {
    constraint: "alias-target",
    when: "the zone ID is not the target's",
    type: "aws_route53_record",
    account: [balancer],
    after: alias("web-1.us-east-1.elb.amazonaws.com", "Z2FDTNDATAQYW2"),
    errors: [`${tried} Z2FDTNDATAQYW2, but the alias target name does not lie within the target zone]`],
  },
];
