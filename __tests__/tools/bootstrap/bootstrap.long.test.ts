import { SimulatedAccounts } from "./support/simulated-accounts.ts";
import { COMPLETE } from "./support/simulated-runs.ts";

const MINUTES = 60_000;

let accounts: SimulatedAccounts;

beforeAll(async () => {
  accounts = new SimulatedAccounts();
  await accounts.bootstrapOnce("auto", () => {});
}, 5 * MINUTES);

afterAll(() => accounts.remove());

describe("bootstrap with the real provider", () => {
  it("resumes on another machine after a crash that left no record of the key", async () => {
    await accounts.withEmpty("auto", async (runs) => {
      const cut = { change: 1, type: "aws_kms_key", by: "kill" } as const;
      expect((await runs.run("present", { cut })).error).toBeDefined();
      // The bucket may exist: Terraform creates it at the same time.
      expect(runs.summary).toMatchObject({ keyCount: 1, isAliased: false, objects: [] });
      expect(await runs.run("present", { machine: "b" })).toMatchObject({ outcome: "adopted" });
      expect(runs.summary).toEqual(COMPLETE);
      expect(await runs.run("present")).toMatchObject({ outcome: "up-to-date", changes: 0 });
    });
  });

  it("changes nothing when run again", async () => {
    await accounts.withBootstrapped("auto", async (runs) => {
      expect(await runs.run("present")).toMatchObject({ outcome: "up-to-date", changes: 0 });
    });
  });

  it("and a removal resume after a removal was cut", async () => {
    await accounts.withBootstrapped("auto", async (runs) => {
      expect((await runs.run("absent", { cut: { change: 5, by: "kill" } })).error).toBeDefined();
      expect(await runs.run("present")).toMatchObject({ outcome: "migrated" });
      expect(runs.summary).toEqual(COMPLETE);
      expect((await runs.run("absent", { cut: { command: 5, when: "after" } })).error).toBeDefined();
      expect(await runs.run("absent")).toMatchObject({ outcome: "removed" });
      expect(runs.simulation.simulator.account.resources()).toEqual([]);
      expect(runs.localFiles()).toEqual([]);
    });
  });
});
