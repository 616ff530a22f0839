import { isJsonObject, type JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { readGroupFixture } from "../../support/review-pairs/pair-fixtures.ts";
import { reviewOfPlan } from "../../support/review-pairs/reviewed-pair.ts";

/** Texts whose repetitions a careless regular expression searches anew from each place. */
const UNITS = ["a.", "/", "${", "[", "=", "://"];
/** A regular expression that takes the square of this time takes minutes. */
const UNITS_LONG = 150_000;
const LIMIT_MS = 60_000;

/** A plan in which one text of the changed resource is long. */
function withLongText(plan: JsonObject, address: string, attribute: string, text: string): JsonObject {
  const copy = structuredClone(plan);
  const changes = copy.resource_changes as readonly JsonObject[];
  const change = changes.find((each) => each.address === address)?.change;
  if (!isJsonObject(change) || !isJsonObject(change.after)) throw new Error(`no change of ${address}`);
  Object.assign(change.after, { [attribute]: text });
  return copy;
}

const policy = (resource: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: resource }],
  });

describe("a plan with a text of 150,000 characters", () => {
  const { dangerous } = readGroupFixture("iam").plans["iam-all-actions"]!;
  const role = "aws_iam_role_policy.app";

  it.each(UNITS)("is reviewed in time: %j", { timeout: LIMIT_MS }, (unit) => {
    const text = unit.repeat(UNITS_LONG / unit.length);
    for (const [attribute, value] of [
      ["name", text],
      ["policy", policy(`arn:aws:s3:::${text}`)],
    ] as const) {
      expect(reviewOfPlan(withLongText(dangerous, role, attribute, value))).toBeInstanceOf(Array);
    }
  });
});
