import { generateGroup } from "../../support/review-pairs/generate-pairs.ts";
import { readGroupFixture, writeGroupFixture } from "../../support/review-pairs/pair-fixtures.ts";
import { PAIR_GROUPS } from "../../support/review-pairs/pair-groups.ts";
import { NO_PROVIDER } from "../rehearse/simulator/support/real-provider.ts";

/**
 * The groups to write anew instead of comparing them, separated by commas, or `all`:
 * `DRYDOCK_WRITE_PAIRS=rds npx vitest run --project long __tests__/tools/review/review-pairs`.
 */
const WRITTEN = new Set((process.env.DRYDOCK_WRITE_PAIRS ?? "").split(","));

describe.skipIf(NO_PROVIDER.isMissing)(
  `the committed plans are what Terraform and the AWS provider write${NO_PROVIDER.reason}`,
  () => {
    it.each(PAIR_GROUPS)(
      "of $name",
      async (group) => {
        const made = await generateGroup(group);
        if (WRITTEN.has(group.name) || WRITTEN.has("all")) writeGroupFixture(group.name, made);
        expect(made).toEqual(readGroupFixture(group.name));
      },
      1_800_000,
    );
  },
);
