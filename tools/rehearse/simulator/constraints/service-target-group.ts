import { isMapOrObject, nestedBlocksOf, stringAttribute } from "../computed-values/attribute-reader.ts";
import type { ApiError, CallContext, Constraint } from "../simulator-types.ts";
import type { ObjectValue, TerraformValue } from "../terraform-value.ts";
import { apiErrorIf, findInRegion } from "./support/constraint-helpers.ts";
import { loadBalancersOfTargetGroup } from "./support/load-balancing.ts";

/** The container names of a task definition; empty if it cannot be parsed. */
function containerNames(definition: ObjectValue | undefined): readonly string[] {
  try {
    const list: TerraformValue = JSON.parse(stringAttribute(definition, "container_definitions") ?? "[]");
    return Array.isArray(list) ? list.filter(isMapOrObject).map(({ name }) => String(name)) : [];
  } catch {
    return [];
  }
}

function checkTargetGroup(
  entry: ObjectValue,
  definition: ObjectValue | undefined,
  context: CallContext,
): readonly ApiError[] {
  const arn = stringAttribute(entry, "target_group_arn");
  if (arn === undefined) return [];
  const group = findInRegion(context, arn, "aws_lb_target_group");
  const container = stringAttribute(entry, "container_name");
  const names = containerNames(definition);
  const network = stringAttribute(definition, "network_mode");
  const isInstanceTarget =
    network === "awsvpc" &&
    group !== undefined &&
    stringAttribute(group.values, "target_type") === "instance";
  return [
    ...apiErrorIf(
      loadBalancersOfTargetGroup(context, arn).length === 0,
      "CreateService",
      "InvalidParameterException",
      `The target group with targetGroupArn ${arn} does not have an associated load balancer.`,
      "load_balancer",
    ),
    ...apiErrorIf(
      isInstanceTarget,
      "CreateService",
      "InvalidParameterException",
      `The provided target group ${arn} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
      "load_balancer",
    ),
    ...apiErrorIf(
      names.length > 0 && container !== undefined && !names.includes(container),
      "CreateService",
      "InvalidParameterException",
      `The container ${container} does not exist in the task definition.`,
      "load_balancer",
    ),
  ];
}

/**
 * An ECS service's target group needs a listener and IP targets, and the task definition must have
 * the container.
 */
export const serviceTargetGroup: Constraint = {
  name: "service-target-group",
  documentation: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html",
  types: ["aws_ecs_service"],
  check(change, context) {
    const reference = stringAttribute(change.after, "task_definition");
    const definition = context.account
      .resources("aws_ecs_task_definition")
      .find(({ values }) => values.arn === reference)?.values;
    return nestedBlocksOf(change.after, "load_balancer").flatMap((entry) =>
      checkTargetGroup(entry, definition, context),
    );
  },
};
