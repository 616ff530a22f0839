import { environmentsOf, resolve } from "../../../language/resolve.ts";
import { platforms } from "../../../platforms/index.ts";
import { readSynthesizedStacks } from "../../../tools/synthesized/synthesized-stacks.ts";
import { withAccountFor } from "../../support/change-in-simulation.ts";
import { withSynthesized } from "../../support/synth.ts";
import { PlannedAccount } from "../apply/support/planned-account.ts";

const MINUTES = 60_000;

const environments = platforms.flatMap((spec) =>
  environmentsOf(spec).map((environment) => resolve(spec, environment)),
);

describe("the review of a first deployment", () => {
  it.each(environments.map((platform) => [`${platform.name} ${platform.environment}`, platform] as const))(
    "blocks nothing that the platform asks for: %s",
    (_, platform) =>
      withSynthesized([platform], async (folder) => {
        const stacks = readSynthesizedStacks(folder);
        await withAccountFor(
          [stacks],
          { accountId: platform.account, provider: "snapshot" },
          async ({ simulation }) => {
            const account = await PlannedAccount.in(simulation);
            const { unplanned, steps } = await account.plan(platform, stacks);
            expect([unplanned, steps.length]).toEqual([[], stacks.length]);
            const { review } = await account.review();
            const blocking = review.findings.filter(({ level }) => level === "block");
            expect(blocking.map(({ address, rule, text }) => `${address} ${rule}: ${text}`)).toEqual([]);
          },
        );
      }),
    5 * MINUTES,
  );
});
