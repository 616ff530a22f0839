import { groupInVpc, httpsRule, INGRESS_RULE_TYPE } from "../../constraints/case-resources.ts";
import { type ConstraintCase, exists, OTHER_VPC_ID, VPC_ID } from "../../constraints/constraint-case.ts";

const BAD_RULE_DESCRIPTION =
  "InvalidParameterValue: Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*";

export const ec2NetworkSecurityGroupCases: readonly ConstraintCase[] = [
  {
    constraint: "security-group-in-use",
    when: "only its own rules reference it",
    type: "aws_security_group",
    before: { id: "sg-0a" },
    account: [
      groupInVpc("sg-0a"),
      exists("aws_vpc_security_group_ingress_rule", "sgr-0", {
        security_group_id: "sg-0a",
        referenced_security_group_id: "sg-0a",
      }),
    ],
  },
  {
    constraint: "security-group-in-use",
    when: "a load balancer uses it",
    type: "aws_security_group",
    before: { id: "sg-0a" },
    account: [exists("aws_lb", "lb", { security_groups: ["sg-0a"] })],
    errors: ["DeleteSecurityGroup DependencyViolation: resource sg-0a has a dependent object"],
  },
  {
    constraint: "security-group-in-use",
    when: "another group's rule references it",
    type: "aws_security_group",
    before: { id: "sg-0a" },
    account: [
      exists("aws_vpc_security_group_ingress_rule", "sgr-0", {
        security_group_id: "sg-0b",
        referenced_security_group_id: "sg-0a",
      }),
    ],
    errors: ["DeleteSecurityGroup DependencyViolation: resource sg-0a has a dependent object"],
  },
  {
    constraint: "security-group-name",
    when: "the name is taken in another VPC",
    type: "aws_security_group",
    account: [groupInVpc("sg-0a", { name: "web" })],
    after: { name: "web", vpc_id: OTHER_VPC_ID },
  },
  {
    constraint: "security-group-name",
    when: "the name is taken in the VPC",
    type: "aws_security_group",
    account: [groupInVpc("sg-0a", { name: "web" })],
    after: { name: "web", vpc_id: VPC_ID },
    errors: [
      `CreateSecurityGroup InvalidGroup.Duplicate: The security group 'web' already exists for VPC '${VPC_ID}'`,
    ],
  },
  {
    constraint: "security-group-description",
    when: "a rule description has 255 characters, with every allowed one",
    type: INGRESS_RULE_TYPE,
    after: httpsRule({ description: "aZ09. _-:/()#,@[]+=&;{}!$*".padEnd(255, "x") }),
  },
  {
    constraint: "security-group-description",
    when: "a rule description has an arrow",
    type: "aws_vpc_security_group_egress_rule",
    after: httpsRule({ description: "app -> db" }),
    errors: [`AuthorizeSecurityGroupEgress ${BAD_RULE_DESCRIPTION}`],
  },
  {
    constraint: "security-group-description",
    when: "a rule description has 256 characters",
    type: INGRESS_RULE_TYPE,
    after: httpsRule({ description: "x".repeat(256) }),
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
];
