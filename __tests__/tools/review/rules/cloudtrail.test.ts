import { cloudtrailRules } from "../../../../tools/review/rules/cloudtrail.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on CloudTrail", () => {
  describeRules(cloudtrailRules, {
    "trail-removed": [removalExample({ name: "main" }, [["blind", "ask"]])],
    "trail-off": [
      updateExample({ enable_logging: true }, { enable_logging: false }, [["blind", "ask"]]),
      updateExample({ is_multi_region_trail: true }, { is_multi_region_trail: false }, [["blind", "ask"]]),
    ],
    "trail-validation-off": [
      updateExample({ enable_log_file_validation: true }, { enable_log_file_validation: false }, [
        ["disarmed", "ask"],
      ]),
    ],
    "trail-delivers-less": [
      updateExample({ cloud_watch_logs_group_arn: "arn:g" }, { cloud_watch_logs_group_arn: "" }, [
        ["blind", "ask"],
      ]),
    ],
    "trail-moves": [updateExample({ s3_bucket_name: "a" }, { s3_bucket_name: "b" }, [["blind", "ask"]])],
    "trail-events-narrower": [
      updateExample(
        { event_selector: [{ read_write_type: "All" }] },
        { event_selector: [{ read_write_type: "WriteOnly" }] },
        [["blind", "ask"]],
      ),
    ],
    "event-data-store-removed": [removalExample({ name: "lake" }, [["loss", "block"]])],
    "event-data-store-weaker": [
      updateExample({ retention_period: 2555 }, { retention_period: 7 }, [["disarmed", "ask"]], {
        retention_period: 3653,
      }),
      updateExample({ termination_protection_enabled: true }, { termination_protection_enabled: false }, [
        ["disarmed", "ask"],
      ]),
    ],
    "trail-administrator-removed": [removalExample({ account_id: "111122223333" }, [["blind", "ask"]])],
  });
});
