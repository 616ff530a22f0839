import { blocksOf, textOf } from "../answers/read.ts";
import type { Change, Law, Refusal } from "../contracts.ts";
import type { ObjectValue } from "../value.ts";
import { refuse } from "./support/rule.ts";

/** The characters that AWS takes, and how many. */
const DESCRIPTION = /^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/;

const RULES: readonly string[] = [
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_security_group_rule",
];

function isRefused(values: ObjectValue): boolean {
  const description = textOf(values, "description");
  return description !== undefined && !DESCRIPTION.test(description);
}

function refusedRule(broken: boolean, direction: string | undefined): readonly Refusal[] {
  return refuse(
    broken && direction !== undefined,
    direction === "egress" ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress",
    "InvalidParameterValue",
    "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
    "description",
  );
}

function directionOf({ type }: Change, values: ObjectValue): string | undefined {
  if (type === "aws_security_group_rule") return textOf(values, "type");
  return type === "aws_vpc_security_group_egress_rule" ? "egress" : "ingress";
}

/** A security group and its rules are described with at most 255 of AWS's characters, of which `<`, `>` and quotes are none. */
export const securityGroupDescription: Law = {
  name: "security-group-description",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html",
  types: ["aws_security_group", "aws_default_security_group", ...RULES],
  check(change) {
    const { after } = change;
    if (after === null) return [];
    if (RULES.includes(change.type)) return refusedRule(isRefused(after), directionOf(change, after));
    return [
      ...refuse(
        isRefused(after),
        "CreateSecurityGroup",
        "InvalidParameterValue",
        `Value (${textOf(after, "description")}) for parameter GroupDescription is invalid. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*`,
        "description",
      ),
      ...["ingress", "egress"].flatMap((way) => refusedRule(blocksOf(after, way).some(isRefused), way)),
    ];
  },
};
