import { configRules } from "../../../../tools/review/rules/config.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on AWS Config", () => {
  describeRules(configRules, {
    "configuration-recorder-removed": [removalExample({ name: "default" }, [["blind", "ask"]])],
    "configuration-recorder-off": [
      updateExample({ is_enabled: true }, { is_enabled: false }, [["blind", "ask"]]),
    ],
    "configuration-recorder-narrower": [
      updateExample(
        { recording_group: [{ all_supported: true }] },
        { recording_group: [{ all_supported: false }] },
        [["blind", "ask"]],
      ),
      updateExample(
        { recording_mode: [{ recording_frequency: "CONTINUOUS" }] },
        { recording_mode: [{ recording_frequency: "DAILY" }] },
        [["blind", "ask"]],
      ),
    ],
    "configuration-delivery-changes": [
      updateExample({ s3_bucket_name: "a" }, { s3_bucket_name: "b" }, [["blind", "ask"]]),
    ],
    "config-rule-removed": [removalExample({ name: "encrypted-volumes" }, [["blind", "ask"]])],
    "config-rule-changes": [
      updateExample({ input_parameters: "{}" }, { input_parameters: '{"a":"b"}' }, [["blind", "note"]]),
    ],
    "configuration-retention-removed": [
      removalExample({ retention_period_in_days: 365 }, [["disarmed", "ask"]]),
    ],
    "configuration-retention-shorter": [
      updateExample(
        { retention_period_in_days: 365 },
        { retention_period_in_days: 30 },
        [["loss", "block"]],
        {
          retention_period_in_days: 730,
        },
      ),
    ],
  });
});
