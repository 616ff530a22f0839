import { networkFirewallRules } from "../../../../tools/review/rules/network-firewall.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

describe("rules on Network Firewall", () => {
  describeRules(networkFirewallRules, {
    "firewall-removed": [
      {
        dangerous: { actions: ["delete"], before: { delete_protection: true } },
        risks: [["refused", "block"]],
        harmless: { actions: ["update"], before: { delete_protection: true } },
      },
      removalExample({ delete_protection: false }, [["cut", "ask"]]),
    ],
    "firewall-protection-off": [
      updateExample({ delete_protection: true }, { delete_protection: false }, [["disarmed", "ask"]]),
    ],
    "firewall-leaves-zone": [
      updateExample(
        { subnet_mapping: [{ subnet_id: "subnet-1" }, { subnet_id: "subnet-2" }] },
        { subnet_mapping: [{ subnet_id: "subnet-1" }] },
        [["cut", "ask"]],
      ),
    ],
    "firewall-policy-changes": [
      updateExample({ firewall_policy_arn: "arn:a" }, { firewall_policy_arn: "arn:b" }, [
        ["exposure", "ask"],
      ]),
    ],
    "firewall-part-removed": [removalExample({ name: "policy" }, [["refused", "ask"]])],
    "firewall-logs-removed": [removalExample({ firewall_arn: "arn:f" }, [["blind", "ask"]])],
  });
});
