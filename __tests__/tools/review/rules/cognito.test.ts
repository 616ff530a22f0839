import { cognitoRules } from "../../../../tools/review/rules/cognito.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on Cognito", () => {
  describeRules(cognitoRules, {
    "user-pool-removed": [
      {
        dangerous: { actions: ["delete"], before: { deletion_protection: "INACTIVE" } },
        risks: [["loss", "block"]],
        harmless: { actions: ["update"], before: { deletion_protection: "INACTIVE" } },
      },
      removalExample({ deletion_protection: "ACTIVE" }, [["refused", "block"]]),
    ],
    "user-pool-protection-off": [
      updateExample({ deletion_protection: "ACTIVE" }, { deletion_protection: "INACTIVE" }, [
        ["disarmed", "ask"],
      ]),
    ],
    "user-pool-sign-in-weaker": [
      updateExample({ mfa_configuration: "ON" }, { mfa_configuration: "OPTIONAL" }, [["disarmed", "ask"]]),
      updateExample({ mfa_configuration: "OPTIONAL" }, { mfa_configuration: "OFF" }, [["disarmed", "ask"]], {
        mfa_configuration: "ON",
      }),
      updateExample(
        { password_policy: [{ minimum_length: 14 }] },
        { password_policy: [{ minimum_length: 8 }] },
        [["disarmed", "ask"]],
        { password_policy: [{ minimum_length: 16 }] },
      ),
    ],
    "user-pool-client-removed": [removalExample({ name: "web" }, [["outage", "ask"]])],
    "user-pool-domain-removed": [removalExample({ domain: "auth" }, [["name", "ask"]])],
    "user-pool-client-narrower": [
      updateExample(
        { callback_urls: ["https://a", "https://b"] },
        { callback_urls: ["https://a"] },
        [["cut", "ask"]],
        {
          callback_urls: ["https://a", "https://b", "https://c"],
        },
      ),
    ],
    "user-pool-part-removed": [removalExample({ username: "a" }, [["outage", "ask"]])],
  });
});
