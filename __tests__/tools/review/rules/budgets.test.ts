import { budgetRules } from "../../../../tools/review/rules/budgets.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const notification = (threshold: number, address = "a@example.com"): object => ({
  comparison_operator: "GREATER_THAN",
  notification_type: "ACTUAL",
  threshold,
  threshold_type: "PERCENTAGE",
  subscriber_email_addresses: [address],
});

describe("rules on budgets", () => {
  describeRules(budgetRules, {
    "budget-removed": [removalExample({ name: "month" }, [["blind", "ask"]])],
    "budget-action-removed": [removalExample({ action_type: "RUN_SSM_DOCUMENTS" }, [["disarmed", "ask"]])],
    "budget-higher": [
      updateExample({ limit_amount: "100.0" }, { limit_amount: "500.0" }, [["blind", "ask"]], {
        limit_amount: "50.0",
      }),
    ],
    "budget-scope-changes": [
      updateExample({ time_unit: "MONTHLY" }, { time_unit: "ANNUALLY" }, [["blind", "ask"]]),
    ],
    "budget-notification-weaker": [
      updateExample(
        { notification: [notification(80)] },
        { notification: [notification(100)] },
        [["blind", "ask"]],
        {
          notification: [notification(50)],
        },
      ),
      updateExample(
        { notification: [notification(80)] },
        { notification: [notification(80, "b@example.com")] },
        [["blind", "ask"]],
      ),
    ],
    "anomaly-subscription-weaker": [
      updateExample({ frequency: "DAILY" }, { frequency: "WEEKLY" }, [["blind", "ask"]]),
    ],
  });
});
