import { eventRules } from "../../../../tools/review/rules/events.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on EventBridge and Step Functions", () => {
  describeRules(eventRules, {
    "event-rule-removed": [removalExample({ name: "nightly" }, [["outage", "ask"]])],
    "event-rule-off": [
      updateExample({ state: "ENABLED" }, { state: "DISABLED" }, [["outage", "ask"]]),
      updateExample({ is_enabled: true }, { is_enabled: false }, [["outage", "ask"]], { is_enabled: null }),
    ],
    "event-rule-matches-otherwise": [
      updateExample({ schedule_expression: "rate(1 hour)" }, { schedule_expression: "rate(1 day)" }, [
        ["outage", "ask"],
      ]),
    ],
    "event-target-changes": [updateExample({ arn: "arn:a" }, { arn: "arn:b" }, [["outage", "note"]])],
    "event-failures-lost": [
      updateExample({ dead_letter_config: [{ arn: "arn:q" }] }, { dead_letter_config: [] }, [
        ["disarmed", "ask"],
      ]),
      updateExample(
        { retry_policy: [{ maximum_retry_attempts: 10 }] },
        { retry_policy: [{ maximum_retry_attempts: 0 }] },
        [["disarmed", "ask"]],
        { retry_policy: [{ maximum_retry_attempts: 20 }] },
      ),
    ],
    "event-bus-removed": [
      removalExample({ name: "orders" }, [
        ["outage", "ask"],
        ["name", "ask"],
      ]),
    ],
    "event-archive-removed": [removalExample({ name: "orders" }, [["loss", "block"]])],
    "event-archive-shorter": [
      updateExample({ retention_days: 365 }, { retention_days: 30 }, [["loss", "block"]], {
        retention_days: 730,
      }),
      updateExample({ retention_days: 0 }, { retention_days: 30 }, [["loss", "block"]]),
    ],
    "event-permission-removed": [removalExample({ principal: "111122223333" }, [["cut", "ask"]])],
    "state-machine-removed": [removalExample({ name: "orders" }, [["outage", "ask"]])],
    "state-machine-changes": [
      updateExample({ definition: "{}" }, { definition: "[]" }, [["outage", "note"]]),
    ],
    "state-machine-logs-off": [
      updateExample(
        { logging_configuration: [{ level: "ALL" }] },
        { logging_configuration: [{ level: "OFF" }] },
        [["blind", "ask"]],
        { logging_configuration: [{ level: "ERROR" }] },
      ),
    ],
  });
});
