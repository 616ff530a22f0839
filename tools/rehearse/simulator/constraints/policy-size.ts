import { IAM_QUOTAS } from "../../../../aws/service-quotas.ts";
import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { CallContext, Constraint, ResourceChange } from "../simulator-types.ts";
import { apiErrorIf, isChangedResource, resourcesInRegion } from "./support/constraint-helpers.ts";
import { iamPolicySize } from "./support/policy-statements.ts";

/** The limits of inline policies by resource type. */
const MAX_INLINE_POLICIES: Readonly<
  Record<string, readonly [owner: string, limit: number, operation: string]>
> = {
  aws_iam_role_policy: ["role", IAM_QUOTAS.roleInlineCharacters, "PutRolePolicy"],
  aws_iam_user_policy: ["user", IAM_QUOTAS.userInlineCharacters, "PutUserPolicy"],
  aws_iam_group_policy: ["group", IAM_QUOTAS.groupInlineCharacters, "PutGroupPolicy"],
};

/** The total size in characters of a principal's inline policies. */
function inlinePoliciesSize(change: ResourceChange, principal: string, context: CallContext): number {
  const others = resourcesInRegion(context, change.type).filter(
    (other) => !isChangedResource(change, other) && other.values[principal] === change.after?.[principal],
  );
  const sizes = others.map(({ values }) => iamPolicySize(stringAttribute(values, "policy") ?? ""));
  return sizes.reduce(
    (sum, size) => sum + size,
    iamPolicySize(stringAttribute(change.after, "policy") ?? ""),
  );
}

/**
 * A managed policy has at most 6,144 characters, a trust policy 2,048, all inline policies of a
 * role 10,240.
 */
export const policySizeLimit: Constraint = {
  name: "policy-size",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  types: ["aws_iam_policy", "aws_iam_role", ...Object.keys(MAX_INLINE_POLICIES)],
  check(change, context) {
    if (change.type === "aws_iam_policy") {
      return apiErrorIf(
        iamPolicySize(stringAttribute(change.after, "policy") ?? "") > IAM_QUOTAS.managedPolicyCharacters,
        "CreatePolicy",
        "LimitExceeded",
        `Cannot exceed quota for PolicySize: ${IAM_QUOTAS.managedPolicyCharacters}`,
        "policy",
      );
    }
    if (change.type === "aws_iam_role") {
      return apiErrorIf(
        iamPolicySize(stringAttribute(change.after, "assume_role_policy") ?? "") >
          IAM_QUOTAS.trustPolicyCharacters,
        "CreateRole",
        "LimitExceeded",
        `Cannot exceed quota for ACLSizePerRole: ${IAM_QUOTAS.trustPolicyCharacters}`,
        "assume_role_policy",
      );
    }
    const [principal, limit, operation] = MAX_INLINE_POLICIES[change.type] ?? ["role", 0, ""];
    const isOverLimit = change.after !== null && inlinePoliciesSize(change, principal, context) > limit;
    return apiErrorIf(
      isOverLimit,
      operation,
      "LimitExceeded",
      `Maximum policy size of ${limit} bytes exceeded for ${principal} ${stringAttribute(change.after, principal)}`,
      "policy",
    );
  },
};
