import { blocksOf, textOf } from "../../answers/read.ts";
import type { CallContext, CloudResource } from "../../contracts.ts";
import type { ObjectValue } from "../../value.ts";
import { named } from "./rule.ts";

/** The launch template that an Auto Scaling group names, by id or name. */
export function fleetTemplate(values: ObjectValue, context: CallContext): CloudResource | undefined {
  const [block] = blocksOf(values, "launch_template");
  const reference = textOf(block, "id") ?? textOf(block, "name");
  return named(context, reference, "aws_launch_template");
}
