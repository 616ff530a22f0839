import { rmSync } from "node:fs";
import fc from "fast-check";
import type { BootstrapGoal } from "../../../../tools/bootstrap/bootstrap-plan.ts";
import { SetupError } from "../../../../tools/terraform/setup-error.ts";
import { type Cut, CutPoints } from "./fake-account.ts";
import { type FakeEnd, FakeWorld, WHOLE_SETTINGS } from "./fake-runs.ts";

export const GOALS: readonly BootstrapGoal[] = ["present", "absent"];
export const CUTS: readonly Cut[] = ["fail", "kill-terraform", "kill-all"];

/** What becomes of the machine between two runs; returns the one that goes on. */
export const MEANWHILE = {
  "in the same checkout": () => "a",
  "in a checkout that lost its files": (world: FakeWorld) => {
    world.forget("a");
    return "a";
  },
  "on another machine": () => "b",
} as const;

const STATE_KEY = "state-1-us-east-1/terraform.tfstate";

/** Makes worlds below a folder, and gives each back its space. */
export class Worlds {
  readonly #folder: string;
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Works in a new world in which the goal is still to be reached. */
  async inWorldBefore<T>(goal: BootstrapGoal, work: (world: FakeWorld) => Promise<T>): Promise<T> {
    const folder = `${this.#folder}/${this.#count++}`;
    const world = new FakeWorld(folder);
    if (goal === "absent") await world.run("present");
    try {
      return await work(world);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Cuts a run at each of its points in turn, then makes sure that the next run reaches its goal. */
  async cutEverywhere(
    goal: BootstrapGoal,
    cut: Cut,
    next: BootstrapGoal,
    meanwhile: keyof typeof MEANWHILE,
  ): Promise<void> {
    const whole = await this.inWorldBefore(goal, (world) => world.run(goal));
    expect(whole.points.passed).toBeGreaterThan(30);
    for (let at = 1; at <= whole.points.passed; at++) {
      await this.inWorldBefore(goal, async (world) => {
        const { points } = await world.run(goal, new CutPoints(at, cut));
        expect(points.cutAt).toBeDefined();
        await expectReached(world, next, MEANWHILE[meanwhile](world)).catch((error: unknown) => {
          throw new Error(`cut at ${at}, ${points.cutAt}`, { cause: error });
        });
        if (goal === "present" && next === "present") expect(world.account.keys.size).toBe(1);
      });
    }
  }

  /** Several runs after each other on two machines, each cut somewhere: then both ends can be reached. */
  async cutAtRandom(numRuns: number): Promise<void> {
    const step = fc.record({
      goal: fc.constantFrom(...GOALS),
      machine: fc.constantFrom("a", "b"),
      at: fc.integer({ min: 0, max: 60 }),
      cut: fc.constantFrom(...CUTS),
      isLost: fc.boolean(),
    });
    const steps = fc.array(step, { minLength: 2, maxLength: 5 });
    const property = fc.asyncProperty(steps, fc.constantFrom(...GOALS), (taken, goal) =>
      this.inWorldBefore("present", async (world) => {
        for (const { goal: next, machine, at, cut, isLost } of taken) {
          await world.run(next, new CutPoints(at, cut), machine);
          if (isLost) world.forget(machine);
        }
        await expectAgreed(world, goal);
      }),
    );
    await fc.assert(property, { numRuns });
  }

  /** Two runs on two machines at the same time, their points in any order: then both ends can be reached. */
  async runAtOnce(numRuns: number): Promise<void> {
    const goal = fc.constantFrom(...GOALS);
    const waits = fc.infiniteStream(fc.integer({ min: 0, max: 4 }));
    const property = fc.asyncProperty(goal, goal, goal, goal, waits, (start, one, other, end, ticks) =>
      this.inWorldBefore(start, async (world) => {
        const turn = async () => {
          for (let tick = ticks.next().value ?? 0; tick > 0; tick--) await new Promise(setImmediate);
        };
        const points = () => new CutPoints(0, "fail", turn);
        await Promise.all([world.run(one, points(), "a"), world.run(other, points(), "b")]);
        await expectAgreed(world, end);
      }),
    );
    await fc.assert(property, { numRuns });
  }
}

/** Runs both machines without a cut until each says that the goal is reached. */
async function expectAgreed(world: FakeWorld, goal: BootstrapGoal): Promise<void> {
  // What one of them has left may stop the other for once, with a word of what to do.
  for (const machine of ["a", "b"]) await finish(world, goal, machine);
  for (const machine of ["a", "b"]) await expectReached(world, goal, machine);
}

/** Runs without a cut; does what a refusal of an empty bucket without tags asks for. */
async function finish(world: FakeWorld, goal: BootstrapGoal, machine: string): Promise<FakeEnd> {
  const end = await world.run(goal, new CutPoints(), machine);
  const { bucket } = world.account;
  if (!(end.error instanceof SetupError) || bucket === undefined || bucket.isTagged) return end;
  expect(end.error.message).toMatch(/exists, but there is no state of it.*aws s3api delete-bucket/);
  world.account.deleteBucket();
  return world.run(goal, new CutPoints(), machine);
}

/** Runs the goal without a cut, and makes sure of the end and of a second run. */
export async function expectReached(world: FakeWorld, goal: BootstrapGoal, machine: string): Promise<void> {
  const { account } = world;
  const { error, outcome } = await finish(world, goal, machine);
  if (error !== undefined) throw error;
  if (goal === "present") expectPresent(world);
  else {
    expect(outcome).toMatch(/^(removed|not-there)$/);
    expect(account).toMatchObject({ enabledKeys: [], alias: undefined, bucket: undefined });
  }
  const before = account.changes.length;
  const again = await world.run(goal, new CutPoints(), machine);
  expect(again).toMatchObject({ outcome: goal === "present" ? "up-to-date" : "not-there" });
  expect(account.changes).toHaveLength(before);
  expect(world.localFiles(machine)).toEqual([]);
}

function expectPresent({ account }: FakeWorld): void {
  const { enabledKeys, alias, bucket } = account;
  expect(enabledKeys).toEqual([alias]);
  expect(bucket?.isTagged).toBe(true);
  expect([...(bucket?.settings ?? [])].sort()).toEqual(WHOLE_SETTINGS);
  // A lock left behind would be a second object.
  expect([...(bucket?.objects.keys() ?? [])]).toEqual([STATE_KEY]);
}
