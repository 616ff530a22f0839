import type * as fs from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CUTS, GOALS, MEANWHILE, type Way, Worlds } from "./support/reaching.ts";

const MINUTES = 60_000;

// Thousands of runs: no test depends on `fsync`, which protects only from a crash of the machine.
vi.mock("node:fs", async (original) => ({ ...(await original<typeof fs>()), fsyncSync: () => {} }));

const folder = mkdtempSync(join(tmpdir(), "drydock-interrupted-"));
const worlds = new Worlds(folder);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const meanwhiles = Object.keys(MEANWHILE) as (keyof typeof MEANWHILE)[];

const WAYS: readonly Way[] = ["present", "absent", "updated"];

describe.each(WAYS)("a run towards %s", (way) => {
  describe.each(CUTS)("cut by %s", (cut) => {
    describe.each(meanwhiles)("%s", (meanwhile) => {
      it.each(GOALS)(
        "can be followed by a run towards %s, from each point",
        (next) => worlds.cutEverywhere(way, cut, next, meanwhile),
        5 * MINUTES,
      );
    });
  });
});

describe.each(WAYS)("a run towards %s that another run overtakes", (way) => {
  describe.each(GOALS)("with the goal %s", (other) => {
    it.each(GOALS)(
      "can be followed by runs towards %s, from each point",
      (next) => worlds.overtakeEverywhere(way, other, next),
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
