import { isMapOrObject, stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import type { ObjectValue, TerraformValue } from "../terraform-value.ts";
import { apiErrorIf, hasUnknownAttribute } from "./support/constraint-helpers.ts";

/** The containers of a task definition; empty if the text is not a JSON list. */
function parseContainers(text: string): readonly ObjectValue[] {
  try {
    const list: TerraformValue = JSON.parse(text);
    return Array.isArray(list) ? list.filter(isMapOrObject) : [];
  } catch {
    return [];
  }
}

/** The first container feature that requires an execution role. */
function featureRequiringRole(all: readonly ObjectValue[]): string | undefined {
  for (const container of all) {
    if (/\.dkr\.ecr\./.test(String(container.image ?? ""))) return "ECR images";
    if (Array.isArray(container.secrets) && container.secrets.length > 0) return "secrets";
    const log = container.logConfiguration;
    if (isMapOrObject(log) && log.logDriver === "awslogs") return "log driver awslogs";
  }
  return undefined;
}

/** A Fargate task that pulls from ECR, reads secrets or writes logs needs an execution role. */
export const taskExecutionRole: Constraint = {
  name: "task-execution-role",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
  types: ["aws_ecs_task_definition"],
  check(change) {
    const values = change.after;
    if (
      values === null ||
      hasUnknownAttribute(values, "execution_role_arn") ||
      stringAttribute(values, "execution_role_arn") !== undefined
    )
      return [];
    if (!stringListAttribute(values, "requires_compatibilities").includes("FARGATE")) return [];
    const feature = featureRequiringRole(
      parseContainers(stringAttribute(values, "container_definitions") ?? ""),
    );
    return apiErrorIf(
      feature !== undefined,
      "RegisterTaskDefinition",
      "ClientException",
      `Fargate requires task definition to have execution role ARN to support ${feature}.`,
      "execution_role_arn",
    );
  },
};
