import type { RiskClass } from "../../tools/review/finding.ts";
import type { Level } from "../../tools/review/level.ts";
import type { ExampleChange, RuleExample } from "./review-rules.ts";

type ExpectedRisk = readonly [RiskClass, Level];

/** An update that is dangerous in one direction and harmless in the other. */
export function oneWay(before: object, after: object, ...risks: ExpectedRisk[]): RuleExample {
  return { dangerous: { before, after }, risks, harmless: { before: after, after: before } };
}

/** An update that is dangerous beside one that changes nothing but a tag. */
export function unlikeTags(before: object, after: object, ...risks: ExpectedRisk[]): RuleExample {
  const harmless = { before: { ...before, tags: { a: "1" } }, after: { ...before, tags: { a: "2" } } };
  return { dangerous: { before, after }, risks, harmless };
}

/** A deletion that is dangerous beside a creation of the same. */
export function unlikeCreation(before: object, ...risks: ExpectedRisk[]): RuleExample {
  return {
    dangerous: { actions: ["delete"], before },
    risks,
    harmless: { actions: ["create"], after: before },
  };
}

/** A deletion that is dangerous unless the parent is deleted with it. */
export function unlessWith(parent: ExampleChange, before: object, ...risks: ExpectedRisk[]): RuleExample {
  return {
    dangerous: { actions: ["delete"], before },
    risks,
    harmless: { actions: ["delete"], before, beside: [{ actions: ["delete"], ...parent }] },
  };
}

/** A deletion that is dangerous, while a replacement that sets the same again is not. */
export function unlikeReplacement(before: object, ...risks: ExpectedRisk[]): RuleExample {
  return {
    dangerous: { actions: ["delete"], before },
    risks,
    harmless: { actions: ["delete", "create"], before },
  };
}
