import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/** The default quota of managed policies per role. */
const POLICIES_PER_ROLE = 10;

/** A role has at most ten managed policies. */
export const policiesPerRole: Constraint = {
  name: "policies-per-role",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  types: ["aws_iam_role_policy_attachment"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const attached = resourcesInRegion(context, "aws_iam_role_policy_attachment").filter(
      ({ values }) => values.role === change.after.role,
    );
    return apiErrorIf(
      attached.length >= POLICIES_PER_ROLE,
      "AttachRolePolicy",
      "LimitExceeded",
      `Cannot exceed quota for PoliciesPerRole: ${POLICIES_PER_ROLE}`,
      "policy_arn",
    );
  },
};
