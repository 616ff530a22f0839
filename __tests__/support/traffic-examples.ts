import type { RiskClass } from "../../tools/review/finding.ts";
import type { Level } from "../../tools/review/level.ts";
import type { ExampleChange, RuleExample } from "./review-rules.ts";

/** The risks that an example must give. */
type ExpectedRisks = readonly (readonly [RiskClass, Level])[];

/** Builds an example of an update: the same object before, and two ways in which it ends. */
export function updateExample(
  before: object,
  dangerous: object,
  risks: ExpectedRisks,
  harmless: object = before,
  rest: Pick<ExampleChange, "type" | "beside"> = {},
): RuleExample {
  return {
    dangerous: { ...rest, before, after: { ...before, ...dangerous } },
    risks,
    harmless: { ...rest, before, after: { ...before, ...harmless } },
  };
}

/** Builds an example of a removal: the object is deleted, or else only changed in place. */
export function removalExample(
  before: object,
  risks: ExpectedRisks,
  rest: Pick<ExampleChange, "type" | "beside"> = {},
): RuleExample {
  return {
    dangerous: { ...rest, actions: ["delete"], before },
    risks,
    harmless: { ...rest, actions: ["update"], before, after: { ...before, tags: { changed: "yes" } } },
  };
}
