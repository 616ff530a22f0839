import { IAM_QUOTAS } from "../../../../aws/service-quotas.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

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
      attached.length >= IAM_QUOTAS.policiesPerRole,
      "AttachRolePolicy",
      "LimitExceeded",
      `Cannot exceed quota for PoliciesPerRole: ${IAM_QUOTAS.policiesPerRole}`,
      "policy_arn",
    );
  },
};
