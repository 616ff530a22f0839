import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BootstrapGoal } from "../../../tools/bootstrap/bootstrap-plan.ts";
import {
  BUCKET,
  type SimulatedCut,
  SimulatedRuns,
  STATE_KEY,
  type StateStacks,
  synthesizeStateStacks,
} from "./support/simulated-runs.ts";

const MINUTES = 60_000;
const GOALS: readonly BootstrapGoal[] = ["present", "absent"];

let folder: string;
let stacks: StateStacks;
let worlds = 0;
/** The account after a bootstrap, to begin removals with. */
let bootstrapped: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "drydock-cuts-"));
  stacks = synthesizeStateStacks(join(folder, "synthesized"));
  bootstrapped = join(folder, "bootstrapped");
  await inWorld(undefined, async (runs, world) => {
    expect(await runs.run("present")).toMatchObject({ outcome: "created" });
    await runs.stop();
    cpSync(join(world, "aws"), bootstrapped, { recursive: true });
  });
}, 5 * MINUTES);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Works in an account: a new one, or a copy of one. */
async function inWorld<T>(
  copied: string | undefined,
  work: (runs: SimulatedRuns, world: string) => Promise<T>,
): Promise<T> {
  const world = join(folder, String(worlds++));
  mkdirSync(world);
  if (copied !== undefined) cpSync(copied, join(world, "aws"), { recursive: true });
  const runs = await SimulatedRuns.start(world, stacks, "snapshot");
  try {
    return await work(runs, world);
  } finally {
    await runs.stop();
    rmSync(world, { recursive: true, force: true });
  }
}

function inWorldBefore<T>(goal: BootstrapGoal, work: (runs: SimulatedRuns) => Promise<T>): Promise<T> {
  return inWorld(goal === "present" ? undefined : bootstrapped, work);
}

/** Every cut of a whole run: at each command, and at each change in AWS. */
function* everyCut({ commands, changes }: { commands: number; changes: number }): Generator<SimulatedCut> {
  for (let command = 1; command <= commands; command++)
    for (const when of ["before", "after"] as const) yield { command, when };
  for (let change = 1; change <= changes; change++)
    for (const by of ["fail", "crash", "kill"] as const) yield { change, by };
}

async function expectReached(runs: SimulatedRuns, goal: BootstrapGoal): Promise<void> {
  const { error } = await runs.run(goal);
  if (error !== undefined) throw error;
  const { account } = runs.simulation.simulator;
  if (goal === "present") {
    expect(runs.summary).toEqual({ buckets: [BUCKET], keyCount: 1, isAliased: true, objects: [STATE_KEY] });
    // The key, its alias, the bucket and its six settings.
    expect(account.resources()).toHaveLength(9);
  } else expect(account.resources()).toEqual([]);
  expect(runs.localFiles()).toEqual([]);
}

describe.each(GOALS)("a run towards %s that is cut anywhere", (goal) => {
  describe.each([false, true])("and loses its files (%s)", (isLost) => {
    it.each(GOALS)(
      "goes on towards %s",
      async (next) => {
        const whole = await inWorldBefore(goal, (runs) => runs.run(goal));
        for (const cut of everyCut(whole)) {
          await inWorldBefore(goal, async (runs) => {
            const { error, commands } = await runs.run(goal, { cut });
            // The search for a bucket that does not exist fails anyway: the run goes on.
            if (error === undefined) expect("command" in cut && cut.command < commands).toBe(true);
            if (isLost) runs.forget();
            await expectReached(runs, next).catch((reason: unknown) => {
              throw new Error(`after ${JSON.stringify(cut)}`, { cause: reason });
            });
          });
        }
      },
      60 * MINUTES,
    );
  });
});
