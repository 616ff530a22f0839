import { withDefaultTwin } from "../../../../aws/resource-types.ts";
import { nestedBlocksOf, stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { apiErrorIf, idOrName, isChangedResource, isDelete } from "./support/constraint-helpers.ts";
import { securityGroupIdsOf } from "./support/network.ts";

const RULE_TYPES = [
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_security_group_rule",
];
const SECURITY_GROUP_TYPES = [...withDefaultTwin("aws_security_group"), ...RULE_TYPES];

/** True if a rule of another security group references the group as its peer. */
function referencesGroup(values: ObjectValue, owner: string | undefined, id: string): boolean {
  const peers = [
    stringAttribute(values, "referenced_security_group_id"),
    stringAttribute(values, "source_security_group_id"),
    ...["ingress", "egress"].flatMap((name) =>
      nestedBlocksOf(values, name).flatMap((rule) => stringListAttribute(rule, "security_groups")),
    ),
  ];
  return owner !== id && peers.includes(id);
}

/** A security group cannot be deleted while a network interface or another group's rule uses it. */
export const securityGroupInUse: Constraint = {
  name: "security-group-in-use",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html",
  types: ["aws_security_group"],
  check(change, context) {
    if (!isDelete(change)) return [];
    const id = idOrName(change.before);
    const isUsed = context.account.resources().some((other) => {
      if (isChangedResource(change, other)) return false;
      if (SECURITY_GROUP_TYPES.includes(other.type))
        return referencesGroup(
          other.values,
          stringAttribute(other.values, "security_group_id") ?? other.id,
          id,
        );
      return securityGroupIdsOf(other.values).includes(id);
    });
    return apiErrorIf(
      isUsed,
      "DeleteSecurityGroup",
      "DependencyViolation",
      `resource ${id} has a dependent object`,
    );
  },
};
