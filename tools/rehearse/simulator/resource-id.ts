import { createHash } from "node:crypto";
import { isObjectValue } from "./protocol/codec.ts";
import type { ObjectValue, TerraformValue } from "./terraform-value.ts";

/**
 * Types whose `id` is a name inside something else, or one for all revisions: what tells them apart.
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
  aws_s3_bucket_object: ["arn"],
  aws_s3_object: ["arn"],
};

/**
 * What tells a resource from the others of its type: its `id`, else its ARN or name. The few types that
 * have none of them are known by all their values.
 */
export function resourceId(type: string, values: ObjectValue): string {
  const identityValues = IDENTITY_ATTRIBUTES[type]?.map((name) => values[name]);
  if (identityValues?.every((value) => typeof value === "string" && value !== "") === true)
    return identityValues.join("/");
  for (const name of ["id", "arn", "name"]) {
    const value = values[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return createHash("sha256").update(JSON.stringify(values, canonicalValue)).digest("hex").slice(0, 16);
}

/** What JSON leaves open: an object's order, which is Terraform's once it was there, and numbers of any size. */
function canonicalValue(_key: string, value: TerraformValue): unknown {
  if (typeof value === "bigint") return `${value}`;
  if (!isObjectValue(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
