import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Terraform } from "../../../tools/terraform/terraform.ts";
import { SimulatedAccounts } from "./support/simulated-accounts.ts";
import { BUCKET, COMPLETE, STATE_KEY } from "./support/simulated-runs.ts";

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

describe("bootstrap after a loss", () => {
  it("finds the key by its tags when the alias is lost too", async () => {
    await accounts.withBootstrapped("snapshot", async (runs) => {
      runs.simulation.stateBackend.objects.delete(BUCKET, STATE_KEY, false);
      const [alias = ""] = runs.ids("aws_kms_alias");
      expect(runs.simulation.simulator.account.remove("aws_kms_alias", "us-east-1", alias)).toBe(true);
      expect(await runs.run("present")).toMatchObject({ outcome: "adopted" });
      expect(runs.summary).toEqual(COMPLETE);
    });
  });

  it("deletes the second key that a local state of an earlier version tracks", async () => {
    await accounts.withBootstrapped("snapshot", async (runs) => {
      const left = runs.stackFolder();
      const local = { terraform: { backend: { local: { path: "terraform.tfstate" } } } };
      mkdirSync(left, { recursive: true });
      copyFileSync(join(accounts.stacks.protected, "cdk.tf.json"), join(left, "cdk.tf.json"));
      writeFileSync(join(left, "backend_override.tf.json"), JSON.stringify(local));
      const terraform = new Terraform("terraform", { env: runs.simulation.env });
      await terraform.init(left, "-reconfigure");
      await expect(terraform.apply(left)).rejects.toThrow("AlreadyExistsException");
      expect(runs.ids("aws_kms_key")).toHaveLength(2);

      expect(await runs.run("present")).toMatchObject({ outcome: "up-to-date" });
      expect(runs.summary).toEqual(COMPLETE);
    });
  });
});

describe("the removal of a state bucket", () => {
  it("requires that no other stack has state in the bucket and that its own is unprotected", async () => {
    await accounts.withBootstrapped("auto", async (runs) => {
      const used = await runs.run("absent", { findOthers: async () => ["cybershield-dev-data"] });
      expect(used.error?.message).toBe(
        "The state bucket still holds the state of cybershield-dev-data: destroy these stacks first.",
      );
      const stacks = { ...accounts.stacks, unprotected: accounts.stacks.protected };
      expect((await runs.run("absent", { stacks })).error?.message).toMatch(
        /^state-\d+-us-east-1 is protected: synthesize it with DRYDOCK_UNPROTECT=/,
      );
      expect(runs.summary).toEqual(COMPLETE);

      expect(await runs.run("absent")).toMatchObject({ outcome: "removed" });
      expect(runs.simulation.simulator.account.resources()).toEqual([]);
      expect(await runs.run("absent")).toMatchObject({ outcome: "not-there" });
    });
  });
});
