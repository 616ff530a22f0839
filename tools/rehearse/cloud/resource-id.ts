import { createHash } from "node:crypto";
import type { ObjectValue } from "./value.ts";

/**
 * Types whose `id` is a name inside something else, or one for all revisions: what tells them apart.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
const OWN_IDENTITY: Readonly<Record<string, readonly string[]>> = {
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
  const own = OWN_IDENTITY[type]?.map((name) => values[name]);
  if (own?.every((value) => typeof value === "string" && value !== "") === true) return own.join("/");
  for (const name of ["id", "arn", "name"]) {
    const value = values[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return createHash("sha256")
    .update(JSON.stringify(values, (_key, value) => (typeof value === "bigint" ? `${value}` : value)))
    .digest("hex")
    .slice(0, 16);
}
