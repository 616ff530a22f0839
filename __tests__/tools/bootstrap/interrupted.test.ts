import type * as fs from "node:fs";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CutPoints } from "./support/fake-account.ts";
import { type FakeWorld, STACK } from "./support/fake-runs.ts";
import { CUTS, expectGoal, FAKE_STATE_KEY, FakeWorlds, GOALS } from "./support/goal-checks.ts";

// Thousands of runs: no test depends on `fsync`, which protects only from a crash of the machine.
vi.mock("node:fs", async (original) => ({ ...(await original<typeof fs>()), fsyncSync: () => {} }));

const folder = mkdtempSync(join(tmpdir(), "drydock-interrupted-"));
const worlds = new FakeWorlds(folder);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

// interrupted.long.test.ts has every way to cut a run, and every pair of runs.
describe.each(GOALS)("a run towards %s", (goal) => {
  it("resumes from each point at which it was killed", async () => {
    await worlds.cutEverywhere(goal, "kill-all", goal, "in the same checkout");
  });

  it("can be followed by a run to the opposite goal, from each point", async () => {
    const opposite = goal === "present" ? "absent" : "present";
    await worlds.cutEverywhere(goal, "kill-all", opposite, "in the same checkout");
  });

  it("can be resumed on another machine, from each point", async () => {
    await worlds.cutEverywhere(goal, "kill-all", goal, "on another machine");
  });
});

describe("an update", () => {
  it.each(CUTS.slice(0, 2))("resumes from each point at which it was cut by %s", async (cut) => {
    await worlds.cutEverywhere("updated", cut, "present", "in the same checkout");
  });
});

describe("a run that another run overtakes", () => {
  it("towards absent by one towards present, at each point, can be followed by that run again", async () => {
    await worlds.overtakeEverywhere("absent", "present", "present");
  });
});

describe("several runs", () => {
  it("that are each cut somewhere can be followed by runs to either goal", () => worlds.cutAtRandom(8));

  it("at the same time can be followed by runs to either goal", () => worlds.runAtOnce(8));
});

/** Leaves a local state that tracks a key of its own, as two concurrent runs can leave it. */
function leaveSecondKey(world: FakeWorld, id = world.account.createKey()): void {
  const left = join(world.workFolder("a"), STACK);
  mkdirSync(left, { recursive: true });
  const key = { mode: "managed", type: "aws_kms_key", name: "key", instances: [{ attributes: { id } }] };
  const state = { version: 4, lineage: "another", serial: 50, outputs: {}, resources: [key] };
  writeFileSync(join(left, "terraform.tfstate"), JSON.stringify(state));
  writeFileSync(join(left, "backend_override.tf.json"), "{}");
}

describe("a second key", () => {
  it.each(GOALS)("is deleted if the state in the bucket tracks the other, towards %s", async (goal) => {
    await worlds.inWorldBefore("absent", async (world) => {
      leaveSecondKey(world);
      await expectGoal(world, goal, "a");
      expect(world.account.keys.get("key-2")).toBe("PendingDeletion");
    });
  });

  it.each(GOALS)("is deleted if the alias points to the other, towards %s", async (goal) => {
    await worlds.inWorldBefore("present", async (world) => {
      world.account.createAlias(world.account.createKey());
      leaveSecondKey(world);
      await expectGoal(world, goal, "a");
      if (goal === "present") expect(world.account.alias).toBe("key-1");
    });
  });

  it("is kept if the key behind the alias is pending deletion", async () => {
    await worlds.inWorldBefore("present", async (world) => {
      const deleted = world.account.createKey();
      world.account.createAlias(deleted);
      world.account.deleteKey(deleted);
      leaveSecondKey(world);
      await expectGoal(world, "present", "a");
      expect(world.account.alias).toBe("key-2");
    });
  });
});

describe("a local state", () => {
  it("of a deleted key does not hide a usable key in the account", async () => {
    await worlds.inWorldBefore("present", async (world) => {
      const deleted = world.account.createKey();
      world.account.deleteKey(deleted);
      leaveSecondKey(world, deleted);
      const usable = world.account.createKey();
      await expectGoal(world, "present", "a");
      expect(world.account.alias).toBe(usable);
    });
  });
});

describe("a removal", () => {
  it("looks for the bucket again before it deletes the key", async () => {
    await worlds.inWorldBefore("absent", async (world) => {
      let isOvertaken = false;
      const turn = async (name: string) => {
        if (isOvertaken || !name.startsWith("destroy") || !name.endsWith("end")) return;
        isOvertaken = true;
        expect(await world.run("present", new CutPoints(), "b")).toMatchObject({ outcome: "adopted" });
      };
      const { outcome } = await world.run("absent", new CutPoints(0, "fail", turn));
      expect({ outcome, isOvertaken }).toEqual({ outcome: "removed", isOvertaken: true });
      expect(world.account).toMatchObject({ enabledKeys: [], alias: undefined, bucket: undefined });
    });
  });

  it("deletes all keys that interrupted runs left", async () => {
    await worlds.inWorldBefore("present", async (world) => {
      for (let count = 0; count < 3; count++) world.account.createKey();
      await expectGoal(world, "absent", "a");
    });
  });
});

describe("an empty state in the bucket", () => {
  it("keeps its lineage", async () => {
    await worlds.inWorldBefore("absent", async (world) => {
      const empty = { version: 4, lineage: "another", serial: 7, outputs: {}, resources: [] };
      const keyId = world.account.alias!;
      world.account.bucket!.objects.set(FAKE_STATE_KEY, { text: JSON.stringify(empty), keyId });
      await expectGoal(world, "present", "a");
      const { text } = world.account.bucket!.objects.get(FAKE_STATE_KEY)!;
      expect(JSON.parse(text)).toMatchObject({ lineage: "another" });
    });
  });
});
