import { awsPrefixLists } from "../../../../../../tools/rehearse/simulator/services/ec2-network/aws-prefix-lists.ts";
import { type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const INGRESS = "aws_vpc_security_group_ingress_rule";
const rule = (values = {}) => ({
  security_group_id: "sg-0a",
  ip_protocol: "tcp",
  from_port: 443,
  to_port: 443,
  cidr_ipv4: "0.0.0.0/0",
  ...values,
});
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => exists(INGRESS, `sgr-${n}`, rule({ cidr_ipv4: `10.0.${n}.0/24` })));
const cloudfront = awsPrefixLists("us-east-1").find(({ name }) => name.includes("cloudfront"))?.id ?? "";
const pl = rule({ cidr_ipv4: null, prefix_list_id: cloudfront });
const FULL =
  "AuthorizeSecurityGroupIngress RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached.";

export const ec2NetworkSecurityGroupRuleCases: readonly ConstraintCase[] = [
  {
    constraint: "security-group-rule-duplicate",
    when: "the port differs",
    type: INGRESS,
    account: [exists(INGRESS, "sgr-0", rule({ from_port: 80, to_port: 80 }))],
    after: rule(),
  },
  {
    constraint: "security-group-rule-duplicate",
    when: "the direction differs",
    type: "aws_vpc_security_group_egress_rule",
    account: [exists(INGRESS, "sgr-0", rule())],
    after: rule(),
  },
  {
    constraint: "security-group-rule-duplicate",
    when: "the rule already exists",
    type: INGRESS,
    account: [exists(INGRESS, "sgr-0", rule())],
    after: rule({ description: "again" }),
    errors: [
      'AuthorizeSecurityGroupIngress InvalidPermission.Duplicate: the specified rule "peer: 0.0.0.0/0, TCP, from port: 443, to port: 443, ALLOW" already exists',
    ],
  },
  {
    constraint: "security-group-rule-duplicate",
    when: "the rule already exists as another resource type",
    type: INGRESS,
    account: [
      exists("aws_security_group_rule", "sgrule-0", {
        security_group_id: "sg-0a",
        type: "ingress",
        protocol: "-1",
        from_port: 0,
        to_port: 0,
        cidr_blocks: ["10.0.0.0/8"],
      }),
    ],
    after: rule({ ip_protocol: "-1", from_port: null, to_port: null, cidr_ipv4: "10.0.0.0/8" }),
    errors: [
      'AuthorizeSecurityGroupIngress InvalidPermission.Duplicate: the specified rule "peer: 10.0.0.0/8, ALL, ALLOW" already exists',
    ],
  },
  {
    constraint: "security-group-rule-quota",
    when: "it is the 60th rule",
    type: INGRESS,
    account: many(59),
    after: rule(),
  },
  {
    constraint: "security-group-rule-quota",
    when: "it is the 61st rule",
    type: INGRESS,
    account: many(60),
    after: rule(),
    errors: [FULL],
  },
  {
    constraint: "security-group-rule-quota",
    when: "CloudFront's prefix list is added to five rules",
    type: INGRESS,
    account: many(5),
    after: pl,
  },
  {
    constraint: "security-group-rule-quota",
    when: "CloudFront's prefix list, which counts as 55, is added to six rules",
    type: INGRESS,
    account: many(6),
    after: pl,
    errors: [FULL],
  },
];
