import { isObject, textOf, textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import type { ObjectValue, Value } from "../value.ts";
import { isOpen, refuse } from "./support/rule.ts";

/** The containers of a task definition; none when the text is no JSON list. */
function containers(text: string): readonly ObjectValue[] {
  try {
    const list: Value = JSON.parse(text);
    return Array.isArray(list) ? list.filter(isObject) : [];
  } catch {
    return [];
  }
}

/** What in the containers needs a role that ECS itself uses. */
function needs(all: readonly ObjectValue[]): string | undefined {
  for (const container of all) {
    if (/\.dkr\.ecr\./.test(String(container.image ?? ""))) return "ECR images";
    if (Array.isArray(container.secrets) && container.secrets.length > 0) return "secrets";
    const log = container.logConfiguration;
    if (isObject(log) && log.logDriver === "awslogs") return "log driver awslogs";
  }
  return undefined;
}

/** A Fargate task that pulls from ECR, reads secrets or writes logs has an execution role. */
export const taskExecutionRole: Law = {
  name: "task-execution-role",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
  types: ["aws_ecs_task_definition"],
  check(change) {
    const values = change.after;
    if (
      values === null ||
      isOpen(values, "execution_role_arn") ||
      textOf(values, "execution_role_arn") !== undefined
    )
      return [];
    if (!textsOf(values, "requires_compatibilities").includes("FARGATE")) return [];
    const need = needs(containers(textOf(values, "container_definitions") ?? ""));
    return refuse(
      need !== undefined,
      "RegisterTaskDefinition",
      "ClientException",
      `Fargate requires task definition to have execution role ARN to support ${need}.`,
      "execution_role_arn",
    );
  },
};
