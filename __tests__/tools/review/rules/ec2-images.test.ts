import { ec2ImageRules } from "../../../../tools/review/rules/ec2-images.ts";
import { describeRules } from "../../../support/review-rules.ts";

describe("rules of machine images", () => {
  describeRules(ec2ImageRules, {
    "image-public": [
      {
        dangerous: { actions: ["create"], before: null, after: { image_id: "ami-1", group: "all" } },
        risks: [["public", "block"]],
        harmless: { actions: ["create"], before: null, after: { image_id: "ami-1", account_id: "1" } },
      },
    ],
    "image-shared": [
      {
        dangerous: { actions: ["create"], before: null, after: { image_id: "ami-1", account_id: "1" } },
        risks: [["permission", "ask"]],
        harmless: { actions: ["delete"], before: { image_id: "ami-1", account_id: "1" } },
      },
    ],
  });
});
