import { appAutoscalingRules } from "../../../../tools/review/rules/appautoscaling.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on Application Auto Scaling", () => {
  describeRules(appAutoscalingRules, {
    "scaling-limits-lower": [
      updateExample({ min_capacity: 2 }, { min_capacity: 1 }, [["thinner", "note"]], { min_capacity: 3 }),
      updateExample({ max_capacity: 4 }, { max_capacity: 0 }, [["outage", "ask"]], { max_capacity: 8 }),
    ],
    "scaling-removed": [removalExample({ resource_id: "service/main/api" }, [["thinner", "note"]])],
    "scaling-suspended": [
      updateExample(
        { suspended_state: [{ dynamic_scaling_out_suspended: false }] },
        { suspended_state: [{ dynamic_scaling_out_suspended: true }] },
        [["thinner", "note"]],
      ),
    ],
    "scaling-target-higher": [
      updateExample(
        { target_tracking_scaling_policy_configuration: [{ target_value: 50 }] },
        { target_tracking_scaling_policy_configuration: [{ target_value: 80 }] },
        [["thinner", "note"]],
        { target_tracking_scaling_policy_configuration: [{ target_value: 40 }] },
      ),
    ],
  });
});
