import { textOf } from "../answers/read.ts";
import type { CallContext, Change, Law } from "../contracts.ts";
import { policySize } from "./support/policy.ts";
import { here, isSelf, refuse } from "./support/rule.ts";

/** Characters that IAM takes, white space left out. */
const MANAGED = 6144;
const TRUST = 2048;
const INLINE: Readonly<Record<string, readonly [owner: string, limit: number, operation: string]>> = {
  aws_iam_role_policy: ["role", 10_240, "PutRolePolicy"],
  aws_iam_user_policy: ["user", 2048, "PutUserPolicy"],
  aws_iam_group_policy: ["group", 5120, "PutGroupPolicy"],
};

/** The characters of all inline policies of one owner together. */
function inlineSize(change: Change, owner: string, context: CallContext): number {
  const others = here(context, change.type).filter(
    (other) => !isSelf(change, other) && other.values[owner] === change.after?.[owner],
  );
  const sizes = others.map(({ values }) => policySize(textOf(values, "policy") ?? ""));
  return sizes.reduce((sum, size) => sum + size, policySize(textOf(change.after, "policy") ?? ""));
}

/** IAM takes 6,144 characters in a managed policy, 2,048 in a trust policy, 10,240 in all of a role's inline ones. */
export const policySizeLimit: Law = {
  name: "policy-size",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  types: ["aws_iam_policy", "aws_iam_role", ...Object.keys(INLINE)],
  check(change, context) {
    if (change.type === "aws_iam_policy") {
      return refuse(
        policySize(textOf(change.after, "policy") ?? "") > MANAGED,
        "CreatePolicy",
        "LimitExceeded",
        `Cannot exceed quota for PolicySize: ${MANAGED}`,
        "policy",
      );
    }
    if (change.type === "aws_iam_role") {
      return refuse(
        policySize(textOf(change.after, "assume_role_policy") ?? "") > TRUST,
        "CreateRole",
        "LimitExceeded",
        `Cannot exceed quota for ACLSizePerRole: ${TRUST}`,
        "assume_role_policy",
      );
    }
    const [owner, limit, operation] = INLINE[change.type] ?? ["role", 10_240, ""];
    const over = change.after !== null && inlineSize(change, owner, context) > limit;
    return refuse(
      over,
      operation,
      "LimitExceeded",
      `Maximum policy size of ${limit} bytes exceeded for ${owner} ${textOf(change.after, owner)}`,
      "policy",
    );
  },
};
