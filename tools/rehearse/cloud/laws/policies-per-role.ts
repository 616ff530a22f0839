import type { Law } from "../contracts.ts";
import { creates, here, refuse } from "./support/rule.ts";

/** Managed policies that a role may have unless AWS raised the quota. */
const QUOTA = 10;

/** A role has at most ten managed policies. */
export const policiesPerRole: Law = {
  name: "policies-per-role",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  types: ["aws_iam_role_policy_attachment"],
  check(change, context) {
    if (!creates(change)) return [];
    const attached = here(context, "aws_iam_role_policy_attachment").filter(
      ({ values }) => values.role === change.after.role,
    );
    return refuse(
      attached.length >= QUOTA,
      "AttachRolePolicy",
      "LimitExceeded",
      `Cannot exceed quota for PoliciesPerRole: ${QUOTA}`,
      "policy_arn",
    );
  },
};
