import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { withRunClaim } from "../../../tools/bootstrap/run-claim.ts";
import { lockOwner } from "../../../tools/bootstrap/state-lock.ts";
import { listProcesses } from "../../../tools/terraform/process-list.ts";
import { CommandError } from "../../../tools/terraform/run-command.ts";
import { folderOfEachTest } from "../../support/test-folder.ts";

const FAILED = new CommandError("failed", { exitCode: 1, stdout: "", stderr: "", durationMs: 0 });

const temporaryFolder = folderOfEachTest();

const folder = () => join(temporaryFolder.path, "bootstrap");
const files = () => (existsSync(folder()) ? readdirSync(folder()) : []);

/** Writes the claim file of another run. */
function claim(more: object, pid = 1): string {
  mkdirSync(folder(), { recursive: true });
  const path = join(folder(), `stack.${pid}.run`);
  writeFileSync(path, JSON.stringify({ pid, startMark: "never", host: hostname(), ...more }));
  return path;
}

function markOf(pid: number | undefined) {
  const startMark = listProcesses().find((entry) => entry.pid === pid)?.startMark;
  return { pid, startMark };
}

describe("a run's claim on a stack", () => {
  it("exists while the run works, and is removed afterwards", async () => {
    const during = await withRunClaim(folder(), "stack", async () => files());
    expect(during).toEqual([expect.stringMatching(/^stack\..+\.run$/)]);
    expect(existsSync(folder())).toBe(false);
  });

  it("rejects a second run, and is left unchanged by it", async () => {
    const other = spawn("sleep", ["60"]);
    try {
      claim(markOf(other.pid), other.pid);
      await expect(withRunClaim(folder(), "stack", async () => "done")).rejects.toThrow(
        `Another bootstrap of stack is running (process ${other.pid}): run the same command again after it ends.`,
      );
      expect(files()).toEqual([`stack.${other.pid}.run`]);
      // Another stack is not blocked.
      expect(await withRunClaim(folder(), "stack-2", async () => "done")).toBe("done");
    } finally {
      other.kill();
    }
  });

  it("of another host is valid while its heartbeat continues", async () => {
    const path = claim({ host: "another" });
    await expect(withRunClaim(folder(), "stack", async () => "done")).rejects.toThrow(
      "(process 1 on another)",
    );
    utimesSync(path, new Date(), Date.now() / 1000 - 120);
    expect(await withRunClaim(folder(), "stack", async () => "done")).toBe("done");
  });

  it("passes on the command of a killed run until a run succeeds", async () => {
    const command = { ...{ pid: 1, startMark: "never" }, who: "ada@build-7", startedMs: 5 };
    claim({ command });
    await expect(
      withRunClaim(folder(), "stack", async () => {
        throw new Error("rejected");
      }),
    ).rejects.toThrow("rejected");
    const killed = await withRunClaim(folder(), "stack", async (run) => run.killed);
    expect(killed).toEqual([command]);
    expect(await withRunClaim(folder(), "stack", async (run) => run.killed)).toEqual([]);
  });

  it("is kept with its command when that command fails", async () => {
    await expect(
      withRunClaim(folder(), "stack", async ({ onStart }) => {
        const { pid } = spawnSync("true");
        onStart(pid);
        throw FAILED;
      }),
    ).rejects.toThrow("failed");
    const killed = await withRunClaim(folder(), "stack", async (run) => run.killed);
    expect(killed).toMatchObject([{ who: lockOwner(), startedMs: expect.any(Number) }]);
  });

  it("waits for the Terraform process of a killed run", async () => {
    const terraform = spawn("sleep", ["60"]);
    claim({ command: { ...markOf(terraform.pid), who: "ada@build-7", startedMs: 5 } });
    const waited: number[] = [];
    const onWait = (pid: number) => {
      waited.push(pid);
      terraform.kill();
    };
    expect(await withRunClaim(folder(), "stack", async () => terraform.killed, onWait)).toBe(true);
    expect(waited).toEqual([terraform.pid]);
  });
});
