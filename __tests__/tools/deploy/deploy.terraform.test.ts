import { withAccountFor } from "../../support/change-in-simulation.ts";
import { QUEUES, queueStacks } from "../apply/support/queue-stacks.ts";

const MINUTES = 60_000;

// A whole platform, whose traffic moves before anything is deleted: deploy.long.test.ts.
describe("a change in two passes", () => {
  it(
    "renames what another stack reads, one change at a time, and deletes in reverse order",
    async () => {
      const form = (queue: string) => queueStacks({ queues: [queue] }).slice(0, 2);
      const [before, after] = [form("orders"), form("letters")];
      const settings = { accountId: QUEUES.account, provider: "snapshot" } as const;
      await withAccountFor([before, after], settings, async (account) => {
        await account.deploy(before);
        const [stack] = before;
        const other = () => account.locked(QUEUES, stack!, async () => "second");
        await account.locked(QUEUES, stack!, () =>
          expect(other()).rejects.toThrow(/^Another change of queues-prod is running[\s\S]*ID: +\S+/),
        );
        // Released, it can be taken again.
        expect(await other()).toBe("second");

        const steps = await account.deploy(after);
        expect(
          steps.map(({ pass, stack: name, create, replace, delete: deleted }) => [
            `${pass} ${name}`,
            ...[create, replace, deleted].map((addresses) => addresses.join()),
          ]),
        ).toEqual([
          ["up queues-prod-data", "aws_sqs_queue.letters", "", ""],
          ["up queues-prod-compute", "aws_ssm_parameter.letters", "", ""],
          ["down queues-prod-compute", "", "", "aws_ssm_parameter.orders"],
          ["down queues-prod-data", "", "", "aws_sqs_queue.orders"],
        ]);
        expect(await account.secondPlans(after)).toEqual([]);
        const queues = account.simulation.simulator.account.resources("aws_sqs_queue");
        expect(queues.map(({ values }) => values.name)).toEqual(["letters"]);
      });
    },
    5 * MINUTES,
  );
});
