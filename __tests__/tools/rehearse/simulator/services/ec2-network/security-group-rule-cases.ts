import { awsPrefixLists } from "../../../../../../tools/rehearse/simulator/services/ec2-network/aws-prefix-lists.ts";
import { httpsRule, INGRESS_RULE_TYPE } from "../../constraints/case-resources.ts";
import { type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const many = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    exists(INGRESS_RULE_TYPE, `sgr-${n}`, httpsRule({ cidr_ipv4: `10.0.${n}.0/24` })),
  );
const cloudfront = awsPrefixLists("us-east-1").find(({ name }) => name.includes("cloudfront"))?.id ?? "";
const pl = httpsRule({ cidr_ipv4: null, prefix_list_id: cloudfront });
const FULL =
  "AuthorizeSecurityGroupIngress RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached.";

export const ec2NetworkSecurityGroupRuleCases: readonly ConstraintCase[] = [
  {
    constraint: "security-group-rule-duplicate",
    when: "the port differs",
    type: INGRESS_RULE_TYPE,
    account: [exists(INGRESS_RULE_TYPE, "sgr-0", httpsRule({ from_port: 80, to_port: 80 }))],
    after: httpsRule(),
  },
  {
    constraint: "security-group-rule-duplicate",
    when: "the direction differs",
    type: "aws_vpc_security_group_egress_rule",
    account: [exists(INGRESS_RULE_TYPE, "sgr-0", httpsRule())],
    after: httpsRule(),
  },
  {
    constraint: "security-group-rule-duplicate",
    when: "the rule already exists",
    type: INGRESS_RULE_TYPE,
    account: [exists(INGRESS_RULE_TYPE, "sgr-0", httpsRule())],
    after: httpsRule({ description: "again" }),
    errors: [
      'AuthorizeSecurityGroupIngress InvalidPermission.Duplicate: the specified rule "peer: 0.0.0.0/0, TCP, from port: 443, to port: 443, ALLOW" already exists',
    ],
  },
  {
    constraint: "security-group-rule-duplicate",
    when: "the rule already exists as another resource type",
    type: INGRESS_RULE_TYPE,
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
    after: httpsRule({ ip_protocol: "-1", from_port: null, to_port: null, cidr_ipv4: "10.0.0.0/8" }),
    errors: [
      'AuthorizeSecurityGroupIngress InvalidPermission.Duplicate: the specified rule "peer: 10.0.0.0/8, ALL, ALLOW" already exists',
    ],
  },
  {
    constraint: "security-group-rule-quota",
    when: "it is the 60th rule",
    type: INGRESS_RULE_TYPE,
    account: many(59),
    after: httpsRule(),
  },
  {
    constraint: "security-group-rule-quota",
    when: "it is the 61st rule",
    type: INGRESS_RULE_TYPE,
    account: many(60),
    after: httpsRule(),
    errors: [FULL],
  },
  {
    constraint: "security-group-rule-quota",
    when: "CloudFront's prefix list is added to five rules",
    type: INGRESS_RULE_TYPE,
    account: many(5),
    after: pl,
  },
  {
    constraint: "security-group-rule-quota",
    when: "CloudFront's prefix list, which counts as 55, is added to six rules",
    type: INGRESS_RULE_TYPE,
    account: many(6),
    after: pl,
    errors: [FULL],
  },
];
