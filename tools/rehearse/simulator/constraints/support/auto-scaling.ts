import { nestedBlocksOf, stringAttribute } from "../../computed-values/attribute-reader.ts";
import type { CallContext, SimulatedResource } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import { findInRegion } from "./constraint-helpers.ts";

/** The launch template that an Auto Scaling group references, by ID or name. */
export function launchTemplateOfGroup(
  values: ObjectValue,
  context: CallContext,
): SimulatedResource | undefined {
  const [block] = nestedBlocksOf(values, "launch_template");
  const reference = stringAttribute(block, "id") ?? stringAttribute(block, "name");
  return findInRegion(context, reference, "aws_launch_template");
}
