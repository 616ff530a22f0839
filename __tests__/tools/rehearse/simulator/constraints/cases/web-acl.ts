import { awsPrefixLists } from "../../../../../../tools/rehearse/simulator/data-sources/aws-published.ts";
import { type ConstraintCase, exists } from "../constraint-case.ts";

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

const entry = (number: number, values = {}) =>
  exists("aws_network_acl_rule", `nacl-${number}`, {
    network_acl_id: "acl-0",
    egress: false,
    rule_number: number,
    ...values,
  });
const next = { network_acl_id: "acl-0", egress: false, rule_number: 1000 };

const BAD_RULE_DESCRIPTION =
  "InvalidParameterValue: Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";

export const webAclCases: readonly ConstraintCase[] = [
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
  {
    constraint: "security-group-description",
    when: "a rule description has 255 characters, with every allowed one",
    type: INGRESS,
    after: rule({ description: "aZ09. _-:/()#,@[]+=&;{}!$*".padEnd(255, "x") }),
  },
  {
    constraint: "security-group-description",
    when: "a rule description has an arrow",
    type: "aws_vpc_security_group_egress_rule",
    after: rule({ description: "app -> db" }),
    errors: [`AuthorizeSecurityGroupEgress ${BAD_RULE_DESCRIPTION}`],
  },
  {
    constraint: "security-group-description",
    when: "a rule description has 256 characters",
    type: INGRESS,
    after: rule({ description: "x".repeat(256) }),
    errors: [`AuthorizeSecurityGroupIngress ${BAD_RULE_DESCRIPTION}`],
  },
  {
    constraint: "security-group-description",
    when: "a rule of the older resource type has a quote",
    type: "aws_security_group_rule",
    after: { type: "egress", description: "Alice's" },
    errors: [`AuthorizeSecurityGroupEgress ${BAD_RULE_DESCRIPTION}`],
  },
  {
    constraint: "security-group-description",
    when: "a group and its inline rule have non-ASCII characters",
    type: "aws_security_group",
    after: { description: "Büro", ingress: [{ description: "ok" }], egress: [{ description: "→" }] },
    errors: [
      "CreateSecurityGroup InvalidParameterValue: Value (Büro) for parameter GroupDescription is invalid. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
      `AuthorizeSecurityGroupEgress ${BAD_RULE_DESCRIPTION}`,
    ],
  },
  {
    constraint: "interface-security-groups",
    when: "it has five security groups",
    type: "aws_lb",
    after: { security_groups: ["1", "2", "3", "4", "5"] },
  },
  {
    constraint: "interface-security-groups",
    when: "an ECS service has six security groups",
    type: "aws_ecs_service",
    after: { network_configuration: [{ security_groups: ["1", "2", "3", "4", "5", "6"] }] },
    errors: [
      "CreateService SecurityGroupsPerInterfaceLimitExceeded: The maximum number of security groups per interface has been reached.",
    ],
  },
  {
    constraint: "network-acl-entries",
    when: "it is the 19th entry",
    type: "aws_network_acl_rule",
    account: Array.from({ length: 18 }, (_, n) => entry(n)),
    after: next,
  },
  {
    constraint: "network-acl-entries",
    when: "it is the first IPv6 entry",
    type: "aws_network_acl_rule",
    account: Array.from({ length: 19 }, (_, n) => entry(n)),
    after: { ...next, cidr_block: null, ipv6_cidr_block: "::/0" },
  },
  {
    constraint: "network-acl-entries",
    when: "it is the 20th entry, which makes 21 with AWS's default",
    type: "aws_network_acl_rule",
    account: Array.from({ length: 19 }, (_, n) => entry(n)),
    after: next,
    errors: [
      "CreateNetworkAclEntry NetworkAclEntryLimitExceeded: The maximum number of network ACL entries has been reached.",
    ],
  },
  {
    constraint: "network-acl-entries",
    when: "the rule number is used in the other direction",
    type: "aws_network_acl_rule",
    account: [entry(1000, { egress: true })],
    after: next,
  },
  {
    constraint: "network-acl-entries",
    when: "the rule number is taken",
    type: "aws_network_acl_rule",
    account: [entry(1000)],
    after: next,
    errors: [
      "CreateNetworkAclEntry NetworkAclEntryAlreadyExists: The network acl entry identified by 1000 already exists.",
    ],
  },
  {
    constraint: "network-acl-entries",
    when: "a network ACL has a rule number twice",
    type: "aws_network_acl",
    after: { ingress: [{ rule_no: 100 }, { rule_no: 100 }], egress: [{ rule_no: 100 }] },
    errors: [
      "CreateNetworkAclEntry NetworkAclEntryAlreadyExists: The network acl entry identified by 100 already exists.",
    ],
  },
  {
    constraint: "web-acl-scope",
    when: "a CLOUDFRONT resource is created in us-east-1",
    type: "aws_wafv2_web_acl",
    after: { scope: "CLOUDFRONT" },
  },
  {
    constraint: "web-acl-scope",
    when: "a CLOUDFRONT resource is created elsewhere",
    type: "aws_wafv2_web_acl",
    region: "eu-west-1",
    after: { scope: "CLOUDFRONT" },
    errors: [
      "CreateWebACL WAFInvalidParameterException: Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT",
    ],
  },
  {
    constraint: "web-acl-in-use",
    when: "the web ACL is not associated",
    type: "aws_wafv2_web_acl",
    before: { id: "acl", arn: "arn:acl" },
  },
  {
    constraint: "web-acl-in-use",
    when: "a distribution uses the web ACL",
    type: "aws_wafv2_web_acl",
    before: { id: "acl", arn: "arn:acl" },
    account: [exists("aws_cloudfront_distribution", "E1", { web_acl_id: "arn:acl" })],
    errors: [
      "DeleteWebACL WAFAssociatedItemException: AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.",
    ],
  },
  {
    constraint: "web-acl-log-name",
    when: "the name has the prefix",
    type: "aws_wafv2_web_acl_logging_configuration",
    after: { log_destination_configs: ["arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-web"] },
  },
  {
    constraint: "web-acl-log-name",
    when: "the name lacks the prefix",
    type: "aws_wafv2_web_acl_logging_configuration",
    after: { log_destination_configs: ["arn:aws:logs:us-east-1:123456789012:log-group:waf"] },
    errors: [
      "PutLoggingConfiguration WAFInvalidParameterException: Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes., field: LOG_DESTINATION, parameter: arn:aws:logs:us-east-1:123456789012:log-group:waf",
    ],
  },
];
