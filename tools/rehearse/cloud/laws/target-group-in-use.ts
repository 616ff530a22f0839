import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { actionsOf, forwards } from "./support/balancing.ts";
import { deletes, here, refuse } from "./support/rule.ts";

/** A target group goes after the listeners and rules that forward to it. */
export const targetGroupInUse: Law = {
  name: "target-group-in-use",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html",
  types: ["aws_lb_target_group", "aws_alb_target_group"],
  check(change, context) {
    const arn = deletes(change) ? textOf(change.before, "arn") : undefined;
    if (arn === undefined) return [];
    const used = here(
      context,
      "aws_lb_listener",
      "aws_lb_listener_rule",
      "aws_alb_listener",
      "aws_alb_listener_rule",
    ).some(({ values }) => forwards(actionsOf(values)).includes(arn));
    return refuse(
      used,
      "DeleteTargetGroup",
      "ResourceInUse",
      `Target group '${arn}' is currently in use by a listener or a rule`,
    );
  },
};
