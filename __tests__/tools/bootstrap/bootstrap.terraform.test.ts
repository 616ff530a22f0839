import { statSync } from "node:fs";
import { join } from "node:path";
import { SimulatedAccounts } from "./support/simulated-accounts.ts";
import { BUCKET, COMPLETE, STATE_KEY } from "./support/simulated-runs.ts";

let accounts: SimulatedAccounts;

beforeAll(async () => {
  accounts = new SimulatedAccounts();
  await accounts.bootstrapOnce("snapshot", (end, runs) => {
    // The bucket is created with local state, and the state is then moved into it.
    expect(end).toMatchObject({ outcome: "created" });
    expect(runs.summary).toEqual(COMPLETE);
    expect(runs.localFiles()).toEqual([]);
  });
});

afterAll(() => accounts.remove());

// With the real provider: bootstrap.long.test.ts.
describe("bootstrap", () => {
  it("releases the lock of a killed run and no other, and changes nothing when it runs again", async () => {
    await accounts.withBootstrapped("snapshot", async (runs) => {
      const lock = { ID: "11111111-2222-3333-4444-555555555555", Who: "ada@build-7", Created: new Date() };
      runs.simulation.stateBackend.objects.put({
        bucket: BUCKET,
        key: `${STATE_KEY}.tflock`,
        body: Buffer.from(JSON.stringify(lock)),
        etag: "e",
        headers: {},
        versioned: true,
      });
      expect((await runs.run("present")).error?.message).toMatch(
        /is locked by ada@build-7 since 20.*terraform -chdir=.*bucket force-unlock 11111111-2222/,
      );
      const killed = [{ who: "ada@build-7", startedMs: lock.Created.getTime() }];
      expect(await runs.run("present", { killed })).toMatchObject({ outcome: "up-to-date", changes: 0 });
      expect(runs.summary).toEqual(COMPLETE);
    });
  });

  it("adopts what an earlier run created when the state is lost", async () => {
    await accounts.withBootstrapped("snapshot", async (runs) => {
      runs.simulation.stateBackend.objects.delete(BUCKET, STATE_KEY, false);
      expect(await runs.run("present")).toMatchObject({ outcome: "adopted" });
      expect(runs.summary).toEqual(COMPLETE);
    });
  });

  it("and its removal reject a bucket that something else created", async () => {
    await accounts.withEmpty("snapshot", async (runs) => {
      const values = { id: BUCKET, bucket: BUCKET, arn: `arn:aws:s3:::${BUCKET}`, tags: {}, tags_all: {} };
      const bucket = { type: "aws_s3_bucket", id: BUCKET, region: "us-east-1", values };
      runs.simulation.simulator.account.put(bucket);
      const rejected = /exists, but it has no state.*stateBucket in the spec/;
      expect((await runs.run("present")).error?.message).toMatch(rejected);
      expect((await runs.run("absent")).error?.message).toMatch(rejected);
      expect(runs.simulation.simulator.account.resources()).toHaveLength(1);
    });
  });
});

describe("the removal of a state bucket", () => {
  it("leaves a private state when it is killed, from which a bootstrap resumes", async () => {
    await accounts.withBootstrapped("snapshot", async (runs) => {
      // Terraform sets `force_destroy` first, then deletes the bucket's settings, then the bucket.
      const cut = await runs.run("absent", { cut: { change: 5, by: "kill" } });
      expect(cut.error).toBeDefined();
      expect(statSync(runs.stackFolder()).mode & 0o777).toBe(0o700);
      expect(statSync(join(runs.stackFolder(), "terraform.tfstate")).mode & 0o077).toBe(0);

      expect(await runs.run("present")).toMatchObject({ outcome: "migrated" });
      expect(runs.summary).toEqual(COMPLETE);
    });
  });
});
