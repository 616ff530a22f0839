import { lastPart } from "../answers/facts.ts";
import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { deletes, here, refuse } from "./support/rule.ts";

/** A role goes after what is attached to it, a policy after it is attached to nothing. */
export const identityInUse: Law = {
  name: "identity-in-use",
  documentation: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html",
  types: ["aws_iam_role", "aws_iam_policy"],
  check(change, context) {
    if (!deletes(change)) return [];
    if (change.type === "aws_iam_policy") {
      const arn = textOf(change.before, "arn");
      const used = here(
        context,
        "aws_iam_role_policy_attachment",
        "aws_iam_user_policy_attachment",
        "aws_iam_group_policy_attachment",
      ).some(({ values }) => values.policy_arn === arn);
      return refuse(used, "DeletePolicy", "DeleteConflict", "Cannot delete a policy attached to entities.");
    }
    if (change.before.force_detach_policies === true) return [];
    const name = textOf(change.before, "name") ?? "";
    const of = (type: string) =>
      here(context, type).some(({ values }) => lastPart(textOf(values, "role") ?? "") === name);
    return [
      ...refuse(
        of("aws_iam_role_policy_attachment"),
        "DeleteRole",
        "DeleteConflict",
        "Cannot delete entity, must detach all policies first.",
      ),
      ...refuse(
        of("aws_iam_role_policy"),
        "DeleteRole",
        "DeleteConflict",
        "Cannot delete entity, must delete policies first.",
      ),
    ];
  },
};
