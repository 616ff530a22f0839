import type { StackStep } from "../../../tools/deploy/stack-step.ts";
import { deployedBy } from "../../../tools/history/deployed-by.ts";
import { DeploymentHistory } from "../../../tools/history/deployment-history.ts";
import { type DeploymentRecord, recordedStacks } from "../../../tools/history/deployment-record.ts";
import { formatHistory } from "../../../tools/history/format-history.ts";
import type { StateObjects } from "../../../tools/state-bucket/state-objects.ts";

const record = (startedAt: string, more: Partial<DeploymentRecord> = {}): DeploymentRecord => ({
  format: "drydock.deployment.v1",
  subject: "shop-prod",
  outcome: "deployed",
  commit: "0123456789abcdef0123456789abcdef01234567",
  isModified: false,
  startedAt,
  seconds: 1,
  by: { name: "jane", runUrl: "https://github.example/acme/shop/actions/runs/42" },
  version: "0.1.0",
  stacks: [],
  ...more,
});

/** A bucket in memory. */
class MemoryBucket implements Pick<StateObjects, "put" | "get" | "list"> {
  readonly objects = new Map<string, Buffer>();

  async put(key: string, body: Uint8Array): Promise<void> {
    this.objects.set(key, Buffer.from(body));
  }

  async get(key: string): Promise<Buffer | undefined> {
    return this.objects.get(key);
  }

  async list(prefix: string): Promise<readonly string[]> {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix));
  }
}

describe("the history of deployments", () => {
  it("has an object for each, which no other overwrites, and reads the newest first", async () => {
    const bucket = new MemoryBucket();
    const history = new DeploymentHistory(bucket, { name: "shop", environment: "prod" });
    const times = ["2026-11-30T10:00:00.000Z", "2026-12-01T09:00:00.000Z", "2026-12-01T09:00:00.000Z"];
    for (const time of times) await history.add(record(time));
    bucket.objects.set("history/shop-prod/zz.json", Buffer.from("{"));
    bucket.objects.set("history/shop-dev/2026.json", Buffer.from("{}"));
    expect(bucket.objects.size).toBe(5);
    expect([...bucket.objects.keys()][0]).toMatch(
      /^history\/shop-prod\/2026-11-30T10-00-00-000Z-[0-9a-f]{8}\.json$/,
    );
    const read = await history.read(3);
    expect(read.map(({ startedAt }) => startedAt)).toEqual([times[2], times[1]]);
    expect(await history.read(10)).toHaveLength(3);
  });

  it("adds up the changes of each stack over the passes", () => {
    const step = (pass: string, stack: string, more: Partial<StackStep>): StackStep => ({
      ...{ pass, stack, create: [], update: [], replace: [], delete: [], move: [] },
      ...more,
    });
    const steps = [
      step("up", "network", { create: ["a", "b"] }),
      step("down", "network", { delete: ["c"], create: ["d"] }),
      step("up", "data", {}),
    ];
    expect(recordedStacks(steps)).toEqual([
      { stack: "network", create: 3, update: 0, replace: 0, delete: 1, move: 0 },
    ]);
  });

  it("is one line a deployment, and prints nothing that a terminal interprets", () => {
    const stacks = [{ stack: "network", create: 3, update: 0, replace: 0, delete: 1, move: 0 }];
    const lines = formatHistory([
      record("2026-12-01T09:00:00.000Z", { stacks }),
      record("2026-11-30T10:00:00.000Z", { outcome: "failed", isModified: true, by: { name: "a\u001b[2J" } }),
    ]);
    expect(lines).toBe(
      [
        "  2026-12-01T09:00:00Z  shop-prod  deployed  0123456789ab            3 created, 1 deleted  jane  https://github.example/acme/shop/actions/runs/42",
        "  2026-11-30T10:00:00Z  shop-prod  failed    0123456789ab, modified  unchanged             a\\u001b[2J",
        "",
      ].join("\n"),
    );
    expect(formatHistory([])).toBe("No deployment is recorded.\n");
  });
});

describe("who deploys", () => {
  it("is the actor of the pipeline's job, with its page", async () => {
    const github = {
      GITHUB_ACTIONS: "true",
      GITHUB_ACTOR: "jane",
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_RUN_ID: "42",
    };
    expect(await deployedBy("/", github)).toEqual({
      name: "jane",
      runUrl: "https://github.example/acme/shop/actions/runs/42",
    });
    const gitlab = { GITLAB_CI: "true", GITLAB_USER_LOGIN: "joe", CI_JOB_URL: "https://gitlab.example/1" };
    expect(await deployedBy("/", gitlab)).toEqual({ name: "joe", runUrl: "https://gitlab.example/1" });
  });
});
