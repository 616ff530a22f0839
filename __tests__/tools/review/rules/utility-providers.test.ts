import { utilityProviderRules } from "../../../../tools/review/rules/utility-providers.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample } from "../../../support/traffic-examples.ts";

describe("rules on resources that live in the state alone", () => {
  describeRules(utilityProviderRules, {
    "generated-value-changes": [removalExample({ hex: "ab12" }, [["name", "ask"]])],
    "generated-secret-lost": [removalExample({ length: 20 }, [["outage", "ask"]])],
    "script-runs": [removalExample({ triggers: { a: "b" } }, [["later", "note"]])],
  });
});
