import { guarddutyRules } from "../../../../tools/review/rules/guardduty.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on GuardDuty and other services that find threats", () => {
  describeRules(guarddutyRules, {
    "detector-removed": [removalExample({ enable: true }, [["blind", "ask"]])],
    "detector-off": [updateExample({ enable: true }, { enable: false }, [["blind", "ask"]])],
    "detector-feature-off": [
      updateExample({ status: "ENABLED" }, { status: "DISABLED" }, [["blind", "ask"]]),
    ],
    "detector-organization-narrower": [
      updateExample(
        { auto_enable_organization_members: "ALL" },
        { auto_enable_organization_members: "NONE" },
        [["blind", "ask"]],
        {
          auto_enable_organization_members: "NEW",
        },
      ),
    ],
    "findings-later": [
      updateExample(
        { finding_publishing_frequency: "FIFTEEN_MINUTES" },
        { finding_publishing_frequency: "SIX_HOURS" },
        [["blind", "note"]],
      ),
    ],
    "findings-archived": [
      updateExample({ action: "NOOP" }, { action: "ARCHIVE" }, [["blind", "ask"]]),
      {
        dangerous: { actions: ["create"], after: { action: "ARCHIVE" } },
        risks: [["blind", "ask"]],
        harmless: { actions: ["create"], after: { action: "NOOP" } },
      },
    ],
    "threat-detection-removed": [removalExample({ status: "ENABLED" }, [["blind", "ask"]])],
    "threat-detection-narrower": [
      updateExample({ resource_types: ["EC2", "ECR"] }, { resource_types: ["EC2"] }, [["blind", "ask"]], {
        resource_types: ["EC2", "ECR", "LAMBDA"],
      }),
      updateExample(
        { status: "ENABLED" },
        { status: "PAUSED" },
        [["blind", "ask"]],
        {},
        { type: "aws_macie2_account" },
      ),
    ],
  });
});
