import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { CallContext, Constraint, ResourceChange } from "../simulator-types.ts";
import { apiErrorIf, isChangedResource, resourcesInRegion } from "./support/constraint-helpers.ts";
import { iamPolicySize } from "./support/policy-statements.ts";

/** The size limits of IAM in characters, without white space. */
const MAX_MANAGED_POLICY = 6144;
const MAX_TRUST_POLICY = 2048;
const MAX_INLINE_POLICIES: Readonly<
  Record<string, readonly [owner: string, limit: number, operation: string]>
> = {
  aws_iam_role_policy: ["role", 10_240, "PutRolePolicy"],
  aws_iam_user_policy: ["user", 2048, "PutUserPolicy"],
  aws_iam_group_policy: ["group", 5120, "PutGroupPolicy"],
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
        iamPolicySize(stringAttribute(change.after, "policy") ?? "") > MAX_MANAGED_POLICY,
        "CreatePolicy",
        "LimitExceeded",
        `Cannot exceed quota for PolicySize: ${MAX_MANAGED_POLICY}`,
        "policy",
      );
    }
    if (change.type === "aws_iam_role") {
      return apiErrorIf(
        iamPolicySize(stringAttribute(change.after, "assume_role_policy") ?? "") > MAX_TRUST_POLICY,
        "CreateRole",
        "LimitExceeded",
        `Cannot exceed quota for ACLSizePerRole: ${MAX_TRUST_POLICY}`,
        "assume_role_policy",
      );
    }
    const [principal, limit, operation] = MAX_INLINE_POLICIES[change.type] ?? ["role", 10_240, ""];
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
