import { numberAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, hasUnknownAttribute, isCreate } from "./support/constraint-helpers.ts";

/**
 * An Auto Scaling group's minimum size is at most its maximum; its desired capacity is between
 * them.
 */
export const autoScalingGroupSize: Constraint = {
  name: "auto-scaling-group-size",
  documentation: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html",
  types: ["aws_autoscaling_group"],
  check(change) {
    if (change.after === null || hasUnknownAttribute(change.after, "min_size", "max_size")) return [];
    const operation = isCreate(change) ? "CreateAutoScalingGroup" : "UpdateAutoScalingGroup";
    const min = numberAttribute(change.after, "min_size") ?? 0;
    const max = numberAttribute(change.after, "max_size") ?? 0;
    const desired = numberAttribute(change.after, "desired_capacity");
    // If only the bounds change, AWS adjusts the desired capacity to them.
    const isConfigured =
      desired !== undefined && desired !== numberAttribute(change.before, "desired_capacity");
    const isOutOfRange = isConfigured && min <= max && (desired < min || desired > max);
    return [
      ...apiErrorIf(
        min > max,
        operation,
        "ValidationError",
        `Max bound, ${max}, must be greater than or equal to min bound, ${min}`,
        "max_size",
      ),
      ...apiErrorIf(
        isOutOfRange,
        operation,
        "ValidationError",
        `Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`,
        "desired_capacity",
      ),
    ];
  },
};
