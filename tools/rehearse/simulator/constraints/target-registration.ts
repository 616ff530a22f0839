import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion, isCreate } from "./support/constraint-helpers.ts";
import { findSubnet } from "./support/network.ts";

/** An instance can be registered only in a target group with instance targets, in its own VPC. */
export const targetRegistration: Constraint = {
  name: "target-registration",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html",
  types: ["aws_lb_target_group_attachment"],
  check(change, context) {
    const targetId = stringAttribute(change.after, "target_id");
    if (!isCreate(change) || targetId?.startsWith("i-") !== true) return [];
    const arn = stringAttribute(change.after, "target_group_arn");
    const group = findInRegion(context, arn, "aws_lb_target_group")?.values;
    if (group === undefined) return [];
    const subnetId = stringAttribute(findInRegion(context, targetId, "aws_instance")?.values, "subnet_id");
    const vpc =
      subnetId === undefined ? undefined : stringAttribute(findSubnet(context, subnetId)?.values, "vpc_id");
    const targetType = stringAttribute(group, "target_type") ?? "instance";
    const other = stringAttribute(group, "vpc_id");
    return [
      ...apiErrorIf(
        targetType !== "instance",
        "RegisterTargets",
        "ValidationError",
        `The IP address '${targetId}' is not a valid IPv4 address`,
        "target_id",
      ),
      ...apiErrorIf(
        targetType === "instance" && vpc !== undefined && other !== undefined && vpc !== other,
        "RegisterTargets",
        "InvalidTarget",
        `The following targets are not in the target group VPC '${other}': '${targetId}'`,
        "target_id",
      ),
    ];
  },
};
