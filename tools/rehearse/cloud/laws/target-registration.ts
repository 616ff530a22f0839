import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { subnet } from "./support/network.ts";
import { creates, named, refuse } from "./support/rule.ts";

/** A server is registered in a target group that takes servers, in its own VPC. */
export const targetRegistration: Law = {
  name: "target-registration",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html",
  types: ["aws_lb_target_group_attachment", "aws_alb_target_group_attachment"],
  check(change, context) {
    const target = textOf(change.after, "target_id");
    if (!creates(change) || target?.startsWith("i-") !== true) return [];
    const arn = textOf(change.after, "target_group_arn");
    const group = named(context, arn, "aws_lb_target_group", "aws_alb_target_group")?.values;
    if (group === undefined) return [];
    const place = textOf(named(context, target, "aws_instance")?.values, "subnet_id");
    const vpc = place === undefined ? undefined : textOf(subnet(context, place)?.values, "vpc_id");
    const takes = textOf(group, "target_type") ?? "instance";
    const other = textOf(group, "vpc_id");
    return [
      ...refuse(
        takes !== "instance",
        "RegisterTargets",
        "ValidationError",
        `The IP address '${target}' is not a valid IPv4 address`,
        "target_id",
      ),
      ...refuse(
        takes === "instance" && vpc !== undefined && other !== undefined && vpc !== other,
        "RegisterTargets",
        "InvalidTarget",
        `The following targets are not in the target group VPC '${other}': '${target}'`,
        "target_id",
      ),
    ];
  },
};
