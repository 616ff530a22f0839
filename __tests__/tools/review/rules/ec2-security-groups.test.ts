import { ec2SecurityGroupRules } from "../../../../tools/review/rules/ec2-security-groups.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample } from "../../../support/traffic-examples.ts";

const GROUP = "sg-0123456789abcdef0";
const user = {
  type: "aws_lb",
  before: { security_groups: [GROUP] },
  after: {},
  unknown: { security_groups: true },
};
const inline = [{ from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }];

describe("rules on security groups", () => {
  describeRules(ec2SecurityGroupRules, {
    "security-group-removed": [
      {
        dangerous: { actions: ["delete", "create"], before: { id: GROUP }, beside: [user] },
        risks: [["refused", "block"]],
        harmless: { actions: ["create", "delete"], before: { id: GROUP }, beside: [user] },
        harmlessRisks: [["later", "note"]],
      },
      {
        dangerous: { actions: ["delete", "create"], before: { id: GROUP } },
        risks: [["refused", "ask"]],
        harmless: { actions: ["delete"], before: { id: GROUP } },
        harmlessRisks: [["cut", "note"]],
      },
      {
        dangerous: {
          actions: ["delete"],
          before: { id: GROUP },
          beside: [{ ...user, actions: ["no-op"], after: user.before, unknown: {} }],
        },
        risks: [["refused", "block"]],
        harmless: { actions: ["delete"], before: { id: GROUP }, beside: [user] },
        harmlessRisks: [["cut", "note"]],
      },
    ],
    "inline-rules-remove-others": [
      {
        dangerous: {
          before: { id: GROUP, ingress: [] },
          after: { id: GROUP, ingress: inline },
          beside: [
            {
              type: "aws_vpc_security_group_ingress_rule",
              actions: ["no-op"],
              before: { security_group_id: GROUP },
            },
          ],
        },
        risks: [["cut", "ask"]],
        harmless: {
          before: { id: GROUP, ingress: [] },
          after: { id: GROUP, ingress: inline },
          beside: [
            {
              type: "aws_vpc_security_group_ingress_rule",
              actions: ["no-op"],
              before: { security_group_id: "sg-2" },
            },
          ],
        },
      },
      {
        dangerous: {
          before: { id: GROUP, egress: [] },
          after: { id: GROUP, egress: inline },
          beside: [
            {
              type: "aws_security_group_rule",
              actions: ["no-op"],
              before: { security_group_id: GROUP, type: "egress" },
            },
          ],
        },
        risks: [["cut", "ask"]],
        harmless: {
          before: { id: GROUP, egress: [] },
          after: { id: GROUP, egress: inline },
          beside: [
            {
              type: "aws_security_group_rule",
              actions: ["no-op"],
              before: { security_group_id: GROUP, type: "ingress" },
            },
          ],
        },
      },
    ],
    "path-rule-removed": [removalExample({ security_group_id: GROUP }, [["cut", "note"]])],
  });
});
