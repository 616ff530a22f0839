import type { BootstrapGoal } from "../../../tools/bootstrap/bootstrap-plan.ts";
import { SEED_VARIABLE, testSeed } from "../../support/seed.ts";
import { SimulatedAccounts } from "./support/simulated-accounts.ts";
import { COMPLETE, type SimulatedCut, type SimulatedRuns } from "./support/simulated-runs.ts";

const MINUTES = 60_000;
const GOALS: readonly BootstrapGoal[] = ["present", "absent"];

let accounts: SimulatedAccounts;

beforeAll(async () => {
  accounts = new SimulatedAccounts();
  await accounts.bootstrapOnce("snapshot", (end) => expect(end).toMatchObject({ outcome: "created" }));
}, 5 * MINUTES);

afterAll(() => accounts.remove());

/** Runs `work` with an account in which the goal has yet to be reached. */
function withAccountBefore<T>(goal: BootstrapGoal, work: (runs: SimulatedRuns) => Promise<T>): Promise<T> {
  return goal === "present"
    ? accounts.withEmpty("snapshot", work)
    : accounts.withBootstrapped("snapshot", work);
}

/** All cuts of a complete run: between the commands, and at each change in AWS. */
function* everyCut({ commands, changes }: { commands: number; changes: number }): Generator<SimulatedCut> {
  yield { command: 1, when: "before" };
  for (let command = 1; command <= commands; command++) yield { command, when: "after" };
  for (let change = 1; change <= changes; change++)
    for (const by of ["fail", "crash", "kill"] as const) yield { change, by };
}

async function expectReached(runs: SimulatedRuns, goal: BootstrapGoal): Promise<void> {
  const { error } = await runs.run(goal);
  if (error !== undefined) throw error;
  const { account } = runs.simulation.simulator;
  if (goal === "present") {
    expect(runs.summary).toEqual(COMPLETE);
    // The key, its alias, the bucket and its six settings.
    expect(account.resources()).toHaveLength(9);
  } else expect(account.resources()).toEqual([]);
  expect(runs.localFiles()).toEqual([]);
}

/** Every follow-up of a cut: a run to either goal, in the same checkout or without its files. */
const FOLLOW_UPS = GOALS.flatMap((next) => [false, true].map((isLost) => ({ next, isLost })));

// interrupted.long.test.ts has every follow-up of each cut, without Terraform.
describe.each(GOALS)("a run towards %s, cut at each point", (goal) => {
  it(
    "can be followed by a run to either goal, with its local files or without: one of these per cut",
    async () => {
      const seed = testSeed();
      const complete = await withAccountBefore(goal, (runs) => runs.run(goal));
      for (const [position, cut] of [...everyCut(complete)].entries()) {
        const { next, isLost } = FOLLOW_UPS[(position + Math.abs(seed)) % FOLLOW_UPS.length]!;
        await withAccountBefore(goal, async (runs) => {
          const { error, commands } = await runs.run(goal, { cut });
          // The check for a bucket that does not exist fails in any case, and the run continues.
          if (error === undefined) expect("command" in cut && cut.command < commands).toBe(true);
          if (isLost) runs.forget();
          await expectReached(runs, next).catch((reason: unknown) => {
            const after = `${JSON.stringify(cut)}, files lost: ${isLost}, then ${next}`;
            throw new Error(`${SEED_VARIABLE}=${seed}: after ${after}`, { cause: reason });
          });
        });
      }
    },
    30 * MINUTES,
  );
});
