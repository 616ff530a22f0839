import { fromTo, riskOf } from "./builders.ts";
import type { ReviewRule } from "./review-rule.ts";
import { deletionRule, numericValue, pagedRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/autoscaling/application/userguide";

/** Rules on Application Auto Scaling. */
export const appAutoscalingRules: readonly ReviewRule[] = [
  pagedRule({
    id: "scaling-limits-lower",
    types: ["aws_appautoscaling_target"],
    guards: ["min_capacity", "max_capacity"],
    finds: "a scalable target that may have less capacity, or none",
    pages: [`${GUIDE}/what-is-application-auto-scaling.html`],
    judge: (change) => {
      const lower = ["min_capacity", "max_capacity"].filter(
        (name) => change.isUpdated && change.lowers(name),
      );
      if (lower.length === 0) return [];
      if (numericValue(change.becomes("max_capacity")) === 0) {
        return [riskOf("outage", "The maximum capacity becomes 0: everything stops.")];
      }
      return [
        riskOf(
          "thinner",
          `Less capacity: ${lower.map((name) => `${name} goes ${fromTo(change, name)}`).join(", ")}.`,
        ),
      ];
    },
  }),
  deletionRule({
    id: "scaling-removed",
    types: ["aws_appautoscaling_target", "aws_appautoscaling_policy", "aws_appautoscaling_scheduled_action"],
    finds: "a scalable target, policy or schedule that is removed",
    pages: [`${GUIDE}/application-auto-scaling-target-tracking.html`],
    consequences: [["thinner", "capacity stays as it is then, and no longer follows the load"]],
  }),
  settingRule({
    id: "scaling-suspended",
    types: ["aws_appautoscaling_target"],
    attributes: [
      "suspended_state.0.dynamic_scaling_out_suspended",
      "suspended_state.0.scheduled_scaling_suspended",
    ],
    on: "turnsOn",
    risk: "thinner",
    finds: "scaling that is suspended",
    text: (_, attributes) =>
      `Scaling is suspended (${attributes.join(", ")}): capacity does not follow the load.`,
    pages: [`${GUIDE}/application-auto-scaling-suspend-resume-scaling.html`],
  }),
  settingRule({
    id: "scaling-target-higher",
    types: ["aws_appautoscaling_policy"],
    attributes: [
      "target_tracking_scaling_policy_configuration.0.target_value",
      "target_tracking_scaling_policy_configuration.0.scale_out_cooldown",
    ],
    on: "raises",
    risk: "thinner",
    finds: "a policy that adds capacity later",
    text: (change, [attribute = ""]) =>
      `Capacity is added later: ${attribute.split(".").at(-1)} goes ${fromTo(change, attribute)}.`,
    pages: [`${GUIDE}/application-auto-scaling-target-tracking.html`],
  }),
];
