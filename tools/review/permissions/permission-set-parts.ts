import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import type { AttachedKind } from "./identity-kinds.ts";
import { attachmentParts } from "./managed-policy-parts.ts";
import type { PlansIndex } from "./plans-index.ts";
import type { PolicyPart } from "./policy-part.ts";

/** Permission sets of IAM Identity Center, which become a role in each account. */
const PERMISSION_SET: AttachedKind = { noun: "permission set", type: "aws_ssoadmin_permission_set" };

/**
 * Collects the policies of permission sets.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
 */
export function permissionSetParts(index: PlansIndex): PolicyPart[] {
  return index.changes.flatMap((change) => partsOf(index, change));
}

function partsOf(index: PlansIndex, change: PlannedResourceChange): PolicyPart[] {
  const { noun, type } = PERMISSION_SET;
  const owner = () => index.owner(change, "permission_set_arn", type);
  switch (change.type) {
    case "aws_ssoadmin_managed_policy_attachment":
      return attachmentParts(index, change, PERMISSION_SET, owner(), "managed_policy_arn", true);
    case "aws_ssoadmin_permission_set_inline_policy":
      return [
        {
          kind: "identity",
          owner: owner(),
          ownerType: type,
          noun,
          role: "grant",
          change,
          before: index.policyBefore(change, "inline_policy"),
          after: index.policyAfter(change, "inline_policy"),
        },
      ];
    default:
      return [];
  }
}
