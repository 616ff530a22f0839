import { rmSync } from "node:fs";
import fc from "fast-check";
import type { BootstrapGoal } from "../../../../tools/bootstrap/bootstrap-plan.ts";
import { SetupError } from "../../../../tools/terraform/setup-error.ts";
import { type Cut, CutPoints } from "./fake-account.ts";
import { type FakeEnd, FakeWorld } from "./fake-runs.ts";

export const GOALS: readonly BootstrapGoal[] = ["present", "absent"];
export const CUTS: readonly Cut[] = ["fail", "kill-terraform", "kill-all"];

/** The kind of a run: a creation, a removal, or an update after the stack has changed. */
export type RunKind = BootstrapGoal | "updated";

/** Changes of the world between two runs; each returns the machine of the next run. */
export const BETWEEN_RUNS = {
  "in the same checkout": () => "a",
  "in a checkout that lost its files": (world: FakeWorld) => {
    world.forget("a");
    return "a";
  },
  "on another machine": () => "b",
} as const;

/** AWS's errors when two runs create or delete the same resource. */
const COLLISION = /AlreadyExists|AlreadyOwned|BucketNotEmpty|does not exist|KMS/;

export const FAKE_STATE_KEY = "state-1-us-east-1/terraform.tfstate";

/** Creates worlds below a folder, and removes each after use. */
export class FakeWorlds {
  readonly #folder: string;
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Runs `work` in a new world in which the goal has yet to be reached. */
  async inWorldBefore<T>(kind: RunKind, work: (world: FakeWorld) => Promise<T>): Promise<T> {
    const folder = `${this.#folder}/${this.#count++}`;
    const world = new FakeWorld(folder);
    if (kind !== "present") await world.run("present");
    if (kind === "updated") world.addSetting();
    try {
      return await work(world);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Cuts a run at each of its points in turn, and verifies that the next run reaches its goal. */
  async cutEverywhere(
    kind: RunKind,
    cut: Cut,
    next: BootstrapGoal,
    between: keyof typeof BETWEEN_RUNS,
  ): Promise<void> {
    await this.#atEachPoint(kind, async (world, at) => {
      const { points } = await world.run(goalOf(kind), new CutPoints(at, cut));
      expect(points.cutAt).toBeDefined();
      const keys = world.account.keys.size;
      // Only a machine without local files may reject the bucket.
      const machine = BETWEEN_RUNS[between](world);
      if (machine === "a" && world.localFiles().length > 0) {
        expect((await world.run(next, new CutPoints(), machine)).error).toBeUndefined();
      }
      await expectGoal(world, next, machine);
      if (kind !== "absent" && next === "present") expect(world.account.keys.size).toBe(Math.max(keys, 1));
      return points.cutAt;
    });
  }

  /**
   * Lets another machine complete a run at each point of a run in turn, and verifies that both
   * machines can then reach a goal.
   */
  async overtakeEverywhere(kind: RunKind, other: BootstrapGoal, next: BootstrapGoal): Promise<void> {
    await this.#atEachPoint(kind, async (world, at) => {
      let passed = 0;
      const turn = async () => {
        passed += 1;
        if (passed === at) await world.run(other, new CutPoints(), "b");
      };
      const { error } = await world.run(goalOf(kind), new CutPoints(0, "fail", turn), "a");
      if (error !== undefined) expect(error.message).toMatch(COLLISION);
      await expectAgreed(world, next);
      return error?.message;
    });
  }

  async #atEachPoint(
    kind: RunKind,
    work: (world: FakeWorld, at: number) => Promise<string | undefined>,
  ): Promise<void> {
    const whole = await this.inWorldBefore(kind, (world) => world.run(goalOf(kind)));
    expect(whole.points.passed).toBeGreaterThan(10);
    for (let at = 1; at <= whole.points.passed; at++) {
      let what: string | undefined;
      const working = this.inWorldBefore(kind, async (world) => {
        what = await work(world, at);
      });
      await working.catch((error: unknown) => {
        throw new Error(`at ${at}, ${what}`, { cause: error });
      });
    }
  }

  /** Cuts several successive runs on two machines, and verifies that both can then reach a goal. */
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

  /**
   * Runs two machines at the same time, with their points in any order, and verifies that both can
   * then reach a goal.
   */
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

/** Runs both machines without a cut until each reports that the goal is reached. */
async function expectAgreed(world: FakeWorld, goal: BootstrapGoal): Promise<void> {
  // The remains of one run may stop the other once, with instructions.
  for (const machine of ["a", "b"]) await finish(world, goal, machine);
  for (const machine of ["a", "b"]) await expectGoal(world, goal, machine);
}

/** Runs without a cut; follows the instructions of an error. */
async function finish(world: FakeWorld, goal: BootstrapGoal, machine: string): Promise<FakeEnd> {
  const end = await world.run(goal, new CutPoints(), machine);
  if (!(end.error instanceof SetupError)) return end;
  if (/cannot be decrypted.*aws kms cancel-key-deletion.*enable-key/.test(end.error.message)) {
    const enabled = world.account.enableKeys();
    const again = await world.run(goal, new CutPoints(), machine);
    for (const key of enabled)
      if (key !== world.account.alias) world.account.keys.set(key, "PendingDeletion");
    return again;
  } else {
    expect(end.error.message).toMatch(/exists, but it has no state.*aws s3api delete-bucket/);
    expect(world.account.bucket?.isTagged).toBe(false);
    world.account.deleteBucket();
  }
  return world.run(goal, new CutPoints(), machine);
}

/** Runs without a cut, and verifies the result and that a second run changes nothing. */
export async function expectGoal(world: FakeWorld, goal: BootstrapGoal, machine: string): Promise<void> {
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

function expectPresent(world: FakeWorld): void {
  const { enabledKeys, alias, bucket } = world.account;
  expect(enabledKeys).toEqual([alias]);
  expect(bucket?.isTagged).toBe(true);
  expect([...(bucket?.settings ?? [])].sort()).toEqual(world.wholeSettings);
  // A lock that was left behind would be a second object.
  expect([...(bucket?.objects.keys() ?? [])]).toEqual([FAKE_STATE_KEY]);
}

function goalOf(kind: RunKind): BootstrapGoal {
  return kind === "absent" ? "absent" : "present";
}
