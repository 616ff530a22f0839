import { tagTypeRules } from "../../../../tools/review/rules/tag-types.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample } from "../../../support/traffic-examples.ts";

describe("rules on tags, and on what only shows what is there", () => {
  describeRules(tagTypeRules, {
    "tag-removed": [removalExample({ key: "a" }, [["cosmetic", "quiet"]])],
    "analysis-removed": [removalExample({ name: "a" }, [["cosmetic", "note"]])],
  });
});
