import { numberOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, isOpen, refuse } from "./support/rule.ts";

/** A fleet's least is at most its most, and what it starts with is between them. */
export const fleetSize: Law = {
  name: "fleet-size",
  documentation: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html",
  types: ["aws_autoscaling_group"],
  check(change) {
    if (change.after === null || isOpen(change.after, "min_size", "max_size")) return [];
    const operation = creates(change) ? "CreateAutoScalingGroup" : "UpdateAutoScalingGroup";
    const min = numberOf(change.after, "min_size") ?? 0;
    const max = numberOf(change.after, "max_size") ?? 0;
    const desired = numberOf(change.after, "desired_capacity");
    // Where only the bounds change, AWS moves the number into them.
    const isSaid = desired !== undefined && desired !== numberOf(change.before, "desired_capacity");
    const isOutside = isSaid && min <= max && (desired < min || desired > max);
    return [
      ...refuse(
        min > max,
        operation,
        "ValidationError",
        `Max bound, ${max}, must be greater than or equal to min bound, ${min}`,
        "max_size",
      ),
      ...refuse(
        isOutside,
        operation,
        "ValidationError",
        `Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`,
        "desired_capacity",
      ),
    ];
  },
};
