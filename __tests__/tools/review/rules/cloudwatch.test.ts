import { cloudwatchRules } from "../../../../tools/review/rules/cloudwatch.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const greater = { comparison_operator: "GreaterThanThreshold", threshold: 80, period: 60 };
const less = { comparison_operator: "LessThanThreshold", threshold: 2, period: 60 };

describe("rules on alarms and what feeds them", () => {
  describeRules(cloudwatchRules, {
    "alarm-removed": [
      removalExample({ alarm_name: "cpu" }, [["blind", "ask"]]),
      {
        dangerous: { actions: ["delete", "create"], before: { alarm_name: "cpu" } },
        risks: [["blind", "ask"]],
        harmless: { actions: ["create", "delete"], before: { alarm_name: "cpu" } },
        harmlessRisks: [["blind", "note"]],
      },
    ],
    "alarm-actions-off": [
      updateExample({ actions_enabled: true }, { actions_enabled: false }, [["blind", "ask"]]),
    ],
    "alarm-actions-removed": [
      updateExample({ alarm_actions: ["arn:a", "arn:b"] }, { alarm_actions: ["arn:a"] }, [["blind", "ask"]], {
        alarm_actions: ["arn:a", "arn:b", "arn:c"],
      }),
    ],
    "alarm-recovery-actions-removed": [
      updateExample({ ok_actions: ["arn:a"] }, { ok_actions: [] }, [["blind", "note"]]),
    ],
    "alarm-looser": [
      updateExample(greater, { threshold: 95 }, [["blind", "ask"]], { threshold: 70 }),
      updateExample(less, { threshold: 1 }, [["blind", "ask"]], { threshold: 3 }),
      updateExample(greater, { period: 300 }, [["blind", "ask"]], { period: 30 }),
    ],
    "alarm-watches-otherwise": [
      updateExample(greater, { comparison_operator: "LessThanThreshold" }, [["blind", "ask"]], {
        alarm_description: "x",
      }),
    ],
    "alarm-ignores-silence": [
      updateExample({ treat_missing_data: "breaching" }, { treat_missing_data: "notBreaching" }, [
        ["blind", "ask"],
      ]),
      updateExample({ treat_missing_data: "missing" }, { treat_missing_data: "ignore" }, [["blind", "ask"]], {
        treat_missing_data: "breaching",
      }),
    ],
    "composite-alarm-changes": [
      updateExample({ alarm_rule: "ALARM(a)" }, { alarm_rule: "FALSE" }, [["blind", "ask"]]),
    ],
    "dashboard-removed": [removalExample({ dashboard_name: "main" }, [["blind", "note"]])],
    "log-signal-removed": [removalExample({ pattern: "ERROR" }, [["blind", "ask"]])],
    "log-signal-changes": [updateExample({ pattern: "ERROR" }, { pattern: "FATAL" }, [["blind", "ask"]])],
    "log-metrics-narrower": [
      updateExample({ include_filter: [{ namespace: "AWS/RDS" }] }, { include_filter: [] }, [
        ["blind", "ask"],
      ]),
    ],
    "canary-off": [updateExample({ start_canary: true }, { start_canary: false }, [["blind", "ask"]])],
    "log-masking-removed": [removalExample({ log_group_name: "app" }, [["disarmed", "ask"]])],
    "subscription-removed": [removalExample({ protocol: "email" }, [["blind", "ask"]])],
    "subscription-narrower": [
      updateExample({ filter_policy: "" }, { filter_policy: '{"a":["b"]}' }, [["blind", "ask"]]),
      updateExample({ redrive_policy: "{}" }, { redrive_policy: "" }, [["blind", "ask"]]),
    ],
  });
});
