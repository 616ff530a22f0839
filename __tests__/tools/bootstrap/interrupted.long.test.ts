import type * as fs from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BETWEEN_RUNS, CUTS, FakeWorlds, GOALS, type RunKind } from "./support/goal-checks.ts";

const MINUTES = 60_000;

// Thousands of runs: no test depends on `fsync`, which protects only from a crash of the machine.
vi.mock("node:fs", async (original) => ({ ...(await original<typeof fs>()), fsyncSync: () => {} }));

const folder = mkdtempSync(join(tmpdir(), "drydock-interrupted-"));
const worlds = new FakeWorlds(folder);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const BETWEEN = Object.keys(BETWEEN_RUNS) as (keyof typeof BETWEEN_RUNS)[];

const RUN_KINDS: readonly RunKind[] = ["present", "absent", "updated"];

describe.each(RUN_KINDS)("a run towards %s", (kind) => {
  describe.each(CUTS)("cut by %s", (cut) => {
    describe.each(BETWEEN)("%s", (between) => {
      it.each(GOALS)(
        "can be followed by a run towards %s, from each point",
        (next) => worlds.cutEverywhere(kind, cut, next, between),
        5 * MINUTES,
      );
    });
  });
});

describe.each(RUN_KINDS)("a run towards %s that another run overtakes", (kind) => {
  describe.each(GOALS)("with the goal %s", (other) => {
    it.each(GOALS)(
      "can be followed by runs towards %s, from each point",
      (next) => worlds.overtakeEverywhere(kind, other, next),
      5 * MINUTES,
    );
  });
});

describe("several runs", () => {
  it(
    "that are each cut somewhere can be followed by runs to either goal",
    () => worlds.cutAtRandom(1000),
    20 * MINUTES,
  );

  it("at the same time can be followed by runs to either goal", () => worlds.runAtOnce(1000), 20 * MINUTES);
});
