import { reviewDamaged } from "../../support/review-pairs/damaged-plans.ts";
import { readGroupFixture } from "../../support/review-pairs/pair-fixtures.ts";
import { PAIR_GROUPS } from "../../support/review-pairs/pair-groups.ts";

/** The damaged plans of each pair. */
const RUNS = 40;

/** Classes that a change has by itself: rules judge it by its own values before and after. */
const OWN_CLASSES = new Set(["loss", "disarmed", "blind", "name", "outage"]);

describe("malformed plans of every pair", () => {
  it.each(PAIR_GROUPS)(
    "of $name are rejected or reviewed, and not quiet about their danger",
    ({ name, pairs }) => {
      const { plans } = readGroupFixture(name);
      for (const { id, expects } of pairs) {
        const isOwn = [expects.class].flat().every((each) => OWN_CLASSES.has(each));
        reviewDamaged(plans[id]!.dangerous, isOwn ? expects.address : undefined, RUNS);
      }
    },
    1_800_000,
  );
});
