import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { riskOf } from "./builders.ts";
import type { ReviewRule } from "./review-rule.ts";
import { pagedRule } from "./traffic-builders.ts";

/** The attributes that give what runs a role, by type. */
const ROLE_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  aws_lambda_function: ["role"],
  aws_ecs_task_definition: ["task_role_arn", "execution_role_arn"],
  aws_instance: ["iam_instance_profile"],
  aws_launch_template: ["iam_instance_profile.0.name", "iam_instance_profile.0.arn"],
  aws_sfn_state_machine: ["role_arn"],
  aws_codebuild_project: ["service_role"],
  aws_apprunner_service: ["instance_configuration.0.instance_role_arn"],
};

/** Rules on what runs with a role: the proof of permissions compares each role by itself. */
export const roleAssignmentRules: readonly ReviewRule[] = [
  pagedRule({
    id: "runs-with-another-role",
    types: Object.keys(ROLE_ATTRIBUTES),
    finds: "code, tasks or servers that run with another role",
    pages: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"],
    judge: (change) => {
      if (!change.isUpdated && !change.isReplaced) return [];
      const changed = (ROLE_ATTRIBUTES[change.type] ?? []).filter((name) => isAnotherRole(change, name));
      if (changed.length === 0) return [];
      const text = `It runs with another role (${changed.join(", ")}): it may do what that role may, and no longer what the old one could.`;
      return [riskOf("permission", text)];
    },
  }),
];

/** True if a role is given that was not there before; without a role, nothing more is allowed. */
function isAnotherRole(change: PlannedResourceChange, attribute: string): boolean {
  return change.becomes(attribute) !== undefined && change.changes(attribute);
}
