import { SNAPSHOT_VERSION } from "../../../tools/rehearse/snapshot/committed-snapshot.ts";
import { findProvider } from "../../../tools/terraform/find-provider.ts";
import { generateGroup } from "../../support/review-pairs/generate-pairs.ts";
import { readGroupFixture, writeGroupFixture } from "../../support/review-pairs/pair-fixtures.ts";
import { PAIR_GROUPS } from "../../support/review-pairs/pair-groups.ts";
import { planOfPair, reviewOfPlan, withReversedChanges } from "../../support/review-pairs/reviewed-pair.ts";
import { SEED_VARIABLE, testSeed } from "../../support/seed.ts";

/**
 * The groups to write anew instead of comparing them, separated by commas, or `all`:
 * `DRYDOCK_WRITE_PAIRS=rds npx vitest run --project long __tests__/tools/review/review-pairs`.
 */
const WRITTEN = new Set((process.env.DRYDOCK_WRITE_PAIRS ?? "").split(",").filter((name) => name !== ""));

/** One of so many groups is made again in a run, since each takes half a minute. */
const MADE_SHARE = 3;

/** The groups that are made again: those that are written, or some by the seed. */
const seed = testSeed();
const MADE = PAIR_GROUPS.filter(({ name }, position) =>
  WRITTEN.size > 0 ? isWritten(name) : (position + Math.abs(seed)) % MADE_SHARE === 0,
);

function isWritten(group: string): boolean {
  return WRITTEN.has(group) || WRITTEN.has("all");
}

const { binary } = await findProvider({ constraint: SNAPSHOT_VERSION });
const hasProvider = binary?.version === SNAPSHOT_VERSION;
const reason = hasProvider ? "" : ` (not run: no AWS provider ${SNAPSHOT_VERSION} on this machine)`;

describe.skipIf(!hasProvider)(
  `the committed plans are what Terraform and the AWS provider ${SNAPSHOT_VERSION} write${reason}, ${SEED_VARIABLE}=${seed}`,
  () => {
    it.each(MADE)(
      "of $name",
      async (group) => {
        const made = await generateGroup(group, binary?.path ?? "");
        if (isWritten(group.name)) writeGroupFixture(group.name, made);
        expect(made).toEqual(readGroupFixture(group.name));
      },
      1_800_000,
    );
  },
);

describe("the order of a plan's changes makes no difference to its findings", () => {
  it.each(PAIR_GROUPS)("in $name", ({ name, pairs }) => {
    const fixture = readGroupFixture(name);
    for (const { id } of pairs) {
      for (const side of ["dangerous", "harmless"] as const) {
        const plan = planOfPair(fixture, id, side);
        expect(reviewOfPlan(withReversedChanges(plan)), `${id}, ${side}`).toEqual(reviewOfPlan(plan));
      }
    }
  });
});
