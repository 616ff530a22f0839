import { blocksOf, isObject, textOf } from "../answers/read.ts";
import type { CallContext, Law, Refusal } from "../contracts.ts";
import type { ObjectValue, Value } from "../value.ts";
import { balancersOf } from "./support/balancing.ts";
import { named, refuse } from "./support/rule.ts";

/** The names of a task definition's containers; none when it cannot be read. */
function containerNames(definition: ObjectValue | undefined): readonly string[] {
  try {
    const list: Value = JSON.parse(textOf(definition, "container_definitions") ?? "[]");
    return Array.isArray(list) ? list.filter(isObject).map(({ name }) => String(name)) : [];
  } catch {
    return [];
  }
}

function judge(
  entry: ObjectValue,
  definition: ObjectValue | undefined,
  context: CallContext,
): readonly Refusal[] {
  const arn = textOf(entry, "target_group_arn");
  if (arn === undefined) return [];
  const group = named(context, arn, "aws_lb_target_group", "aws_alb_target_group");
  const container = textOf(entry, "container_name");
  const names = containerNames(definition);
  const network = textOf(definition, "network_mode");
  const wrong =
    network === "awsvpc" && group !== undefined && textOf(group.values, "target_type") === "instance";
  return [
    ...refuse(
      balancersOf(context, arn).length === 0,
      "CreateService",
      "InvalidParameterException",
      `The target group with targetGroupArn ${arn} does not have an associated load balancer.`,
      "load_balancer",
    ),
    ...refuse(
      wrong,
      "CreateService",
      "InvalidParameterException",
      `The provided target group ${arn} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
      "load_balancer",
    ),
    ...refuse(
      names.length > 0 && container !== undefined && !names.includes(container),
      "CreateService",
      "InvalidParameterException",
      `The container ${container} does not exist in the task definition.`,
      "load_balancer",
    ),
  ];
}

/** A service's target group is behind a listener, takes addresses, and its container is in the task. */
export const serviceTargetGroup: Law = {
  name: "service-target-group",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html",
  types: ["aws_ecs_service"],
  check(change, context) {
    const reference = textOf(change.after, "task_definition");
    const definition = context.account
      .resources("aws_ecs_task_definition")
      .find(({ values }) => values.arn === reference)?.values;
    return blocksOf(change.after, "load_balancer").flatMap((entry) => judge(entry, definition, context));
  },
};
