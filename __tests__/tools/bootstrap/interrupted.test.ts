import type * as fs from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CUTS, GOALS, Worlds } from "./support/reaching.ts";

// Thousands of runs: what no process sees of a file does not count here.
vi.mock("node:fs", async (original) => ({ ...(await original<typeof fs>()), fsyncSync: () => {} }));

const folder = mkdtempSync(join(tmpdir(), "drydock-interrupted-"));
const worlds = new Worlds(folder);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each(GOALS)("a run towards %s", (goal) => {
  it.each(CUTS)("goes on from every point at which it was cut by %s", async (cut) => {
    await worlds.cutEverywhere(goal, cut, goal, "in the same checkout");
  });

  it("may be followed by the way back, from every point", async () => {
    const back = goal === "present" ? "absent" : "present";
    await worlds.cutEverywhere(goal, "kill-all", back, "in the same checkout");
  });

  it("may be gone on with on another machine, from every point", async () => {
    await worlds.cutEverywhere(goal, "kill-all", goal, "on another machine");
  });
});

describe("several runs", () => {
  it("each cut somewhere, leave what can be gone on with", () => worlds.cutAtRandom(20));

  it("at once leave what can be gone on with", () => worlds.runAtOnce(20));
});
