import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { lastSegment } from "../computed-values/value-context.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isDelete, resourcesInRegion } from "./support/constraint-helpers.ts";

/** A role cannot be deleted while it has policies, nor a policy while it is attached. */
export const identityInUse: Constraint = {
  name: "identity-in-use",
  documentation: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html",
  types: ["aws_iam_role", "aws_iam_policy"],
  check(change, context) {
    if (!isDelete(change)) return [];
    if (change.type === "aws_iam_policy") {
      const arn = stringAttribute(change.before, "arn");
      const isUsed = resourcesInRegion(
        context,
        "aws_iam_role_policy_attachment",
        "aws_iam_user_policy_attachment",
        "aws_iam_group_policy_attachment",
      ).some(({ values }) => values.policy_arn === arn);
      return apiErrorIf(
        isUsed,
        "DeletePolicy",
        "DeleteConflict",
        "Cannot delete a policy attached to entities.",
      );
    }
    if (change.before.force_detach_policies === true) return [];
    const name = stringAttribute(change.before, "name") ?? "";
    const isNamedBy = (type: string) =>
      resourcesInRegion(context, type).some(
        ({ values }) => lastSegment(stringAttribute(values, "role") ?? "") === name,
      );
    return [
      ...apiErrorIf(
        isNamedBy("aws_iam_role_policy_attachment"),
        "DeleteRole",
        "DeleteConflict",
        "Cannot delete entity, must detach all policies first.",
      ),
      ...apiErrorIf(
        isNamedBy("aws_iam_role_policy"),
        "DeleteRole",
        "DeleteConflict",
        "Cannot delete entity, must delete policies first.",
      ),
    ];
  },
};
