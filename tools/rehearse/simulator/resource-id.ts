import { createHash } from "node:crypto";
import { canonicalType } from "../../../aws/resource-types.ts";
import { isObjectValue, type ObjectValue, type TerraformValue } from "./terraform-value.ts";

/**
 * Attributes that identify resources of types whose `id` is only unique within a parent, or is
 * shared by all revisions.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
const IDENTITY_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  aws_appautoscaling_policy: ["arn"],
  aws_appautoscaling_target: ["arn"],
  aws_autoscaling_policy: ["arn"],
  aws_autoscaling_schedule: ["arn"],
  aws_cloudwatch_log_metric_filter: ["log_group_name", "id"],
  aws_cloudwatch_log_stream: ["arn"],
  aws_ecs_task_definition: ["arn"],
  aws_lambda_permission: ["function_name", "id"],
  aws_s3_object: ["arn"],
};

/**
 * Identifies a resource among those of its type: its `id`, otherwise its ARN or name. The few types
 * without any of these are identified by all their values.
 */
export function resourceId(type: string, values: ObjectValue): string {
  const identityValues = IDENTITY_ATTRIBUTES[canonicalType(type)]?.map((name) => values[name]);
  if (identityValues?.every((value) => typeof value === "string" && value !== "") === true)
    return identityValues.join("/");
  for (const name of ["id", "arn", "name"]) {
    const value = values[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return createHash("sha256").update(JSON.stringify(values, canonicalValue)).digest("hex").slice(0, 16);
}

/** Makes JSON canonical: sorts the keys of objects, and writes integers of any size as text. */
function canonicalValue(_key: string, value: TerraformValue): unknown {
  if (typeof value === "bigint") return `${value}`;
  if (!isObjectValue(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
