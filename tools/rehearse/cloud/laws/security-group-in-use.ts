import { blocksOf, textOf, textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import type { ObjectValue } from "../value.ts";
import { securityGroups } from "./support/network.ts";
import { deletes, idOf, isSelf, refuse } from "./support/rule.ts";

const RULES = [
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_security_group_rule",
];
const OWN = ["aws_security_group", "aws_default_security_group", ...RULES];

/** Whether a rule of another group names the group as its other side. */
function namesGroup(values: ObjectValue, owner: string | undefined, id: string): boolean {
  const peers = [
    textOf(values, "referenced_security_group_id"),
    textOf(values, "source_security_group_id"),
    ...["ingress", "egress"].flatMap((name) =>
      blocksOf(values, name).flatMap((rule) => textsOf(rule, "security_groups")),
    ),
  ];
  return owner !== id && peers.includes(id);
}

/** A security group goes after the interfaces it stands on and the rules of others that name it. */
export const securityGroupInUse: Law = {
  name: "security-group-in-use",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html",
  types: ["aws_security_group"],
  check(change, context) {
    if (!deletes(change)) return [];
    const id = idOf(change.before);
    const used = context.account.resources().some((other) => {
      if (isSelf(change, other)) return false;
      if (OWN.includes(other.type))
        return namesGroup(other.values, textOf(other.values, "security_group_id") ?? other.id, id);
      return securityGroups(other.values).includes(id);
    });
    return refuse(
      used,
      "DeleteSecurityGroup",
      "DependencyViolation",
      `resource ${id} has a dependent object`,
    );
  },
};
