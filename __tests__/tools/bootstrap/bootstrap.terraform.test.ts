import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProviderChoice } from "../../../tools/rehearse/provider-choice.ts";
import { Terraform } from "../../../tools/terraform/terraform.ts";
import {
  BUCKET,
  SimulatedRuns,
  STATE_KEY,
  type StateStacks,
  synthesizeStateStacks,
} from "./support/simulated-runs.ts";

const MINUTES = 60_000;

/** The bucket, one key that the alias points to, and the state alone in the bucket. */
const WHOLE = { buckets: [BUCKET], keyCount: 1, isAliased: true, objects: [STATE_KEY] };

let folder: string;
let stacks: StateStacks;
let runs: SimulatedRuns;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "drydock-bootstrap-"));
  stacks = synthesizeStateStacks(join(folder, "synthesized"));
});

afterEach(async () => {
  await runs.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(choice: ProviderChoice = "snapshot"): Promise<void> {
  runs = await SimulatedRuns.start(folder, stacks, choice);
}

describe("bootstrap", () => {
  it(
    "creates the bucket with local state, moves the state into it, and may be run again without harm",
    async () => {
      await start("auto");
      expect(await runs.run("present")).toMatchObject({ outcome: "created" });
      expect(runs.summary).toEqual(WHOLE);
      expect(runs.localFiles()).toEqual([]);
      expect(await runs.run("present")).toMatchObject({ outcome: "up-to-date", changes: 0 });
    },
    2 * MINUTES,
  );

  it(
    "goes on where a crash left it, on another machine, though nothing tells of the key that it made",
    async () => {
      await start("auto");
      expect((await runs.run("present", { cut: { change: 1, by: "kill" } })).error).toBeDefined();
      expect(runs.summary).toMatchObject({ keyCount: 1, buckets: [] });
      expect(await runs.run("present", { machine: "b" })).toMatchObject({ outcome: "adopted" });
      expect(runs.summary).toEqual(WHOLE);
      expect(await runs.run("present")).toMatchObject({ outcome: "up-to-date", changes: 0 });
    },
    3 * MINUTES,
  );

  it(
    "finds again what it made when the state is lost",
    async () => {
      await start();
      await runs.run("present");
      runs.simulation.stateBackend.objects.delete(BUCKET, STATE_KEY, false);
      expect(await runs.run("present")).toMatchObject({ outcome: "adopted" });
      expect(runs.summary).toEqual(WHOLE);
    },
    2 * MINUTES,
  );

  it(
    "refuses a bucket that something else made",
    async () => {
      await start();
      const values = { id: BUCKET, bucket: BUCKET, arn: `arn:aws:s3:::${BUCKET}`, tags: {}, tags_all: {} };
      runs.simulation.simulator.account.put({
        type: "aws_s3_bucket",
        id: BUCKET,
        region: "us-east-1",
        values,
      });
      const refusal = /exists, but there is no state of it.*stateBucket in the spec/;
      expect((await runs.run("present")).error?.message).toMatch(refusal);
      expect((await runs.run("absent")).error?.message).toMatch(refusal);
      expect(runs.simulation.simulator.account.resources()).toHaveLength(1);
    },
    2 * MINUTES,
  );
});

describe("the removal of a bootstrap", () => {
  it(
    "needs a stack without protection, and no other stack's state in the bucket",
    async () => {
      await start("auto");
      await runs.run("present");
      const used = await runs.run("absent", { findOthers: async () => ["cybershield-dev-data"] });
      expect(used.error?.message).toBe(
        "The state bucket still holds cybershield-dev-data: destroy those stacks first.",
      );
      expect(runs.summary).toEqual(WHOLE);

      expect(await runs.run("absent")).toMatchObject({ outcome: "removed" });
      expect(runs.simulation.simulator.account.resources()).toEqual([]);
      expect(await runs.run("absent")).toMatchObject({ outcome: "not-there" });
    },
    3 * MINUTES,
  );

  it(
    "may be cut while it takes the bucket away: a bootstrap makes it whole, a removal goes on",
    async () => {
      await start();
      await runs.run("present");
      // Force_destroy is set first, then the bucket's settings go, then the bucket.
      const cut = await runs.run("absent", { cut: { change: 5, by: "kill" } });
      expect(cut.error).toBeDefined();
      expect(statSync(runs.stackFolder()).mode & 0o777).toBe(0o700);
      expect(statSync(join(runs.stackFolder(), "terraform.tfstate")).mode & 0o077).toBe(0);

      expect(await runs.run("present")).toMatchObject({ outcome: "migrated" });
      expect(runs.summary).toEqual(WHOLE);
      expect((await runs.run("absent", { cut: { command: 5, when: "after" } })).error).toBeDefined();
      expect(await runs.run("absent")).toMatchObject({ outcome: "removed" });
      expect(runs.simulation.simulator.account.resources()).toEqual([]);
      expect(runs.localFiles()).toEqual([]);
    },
    3 * MINUTES,
  );

  it(
    "goes on from what an earlier version left: a local state with a second key of its own",
    async () => {
      await start();
      await runs.run("present");
      const left = runs.stackFolder();
      const local = { terraform: { backend: { local: { path: "terraform.tfstate" } } } };
      mkdirSync(left, { recursive: true });
      copyFileSync(join(stacks.protected, "cdk.tf.json"), join(left, "cdk.tf.json"));
      writeFileSync(join(left, "backend_override.tf.json"), JSON.stringify(local));
      const terraform = new Terraform("terraform", { env: runs.simulation.env });
      await terraform.init(left, "-reconfigure");
      await expect(terraform.apply(left)).rejects.toThrow("AlreadyExistsException");
      expect(runs.ids("aws_kms_key")).toHaveLength(2);

      expect(await runs.run("present")).toMatchObject({ outcome: "up-to-date" });
      expect(runs.summary).toEqual(WHOLE);
    },
    3 * MINUTES,
  );
});
