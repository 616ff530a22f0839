import { listProcesses } from "../../../tools/terraform/process-list.ts";
import { CommandError, runCommand } from "../../../tools/terraform/run-command.ts";

const cwd = process.cwd();
const sh = (script: string, options: Partial<Parameters<typeof runCommand>[2]> = {}) =>
  runCommand("sh", ["-c", script], { cwd, ...options });

/** Lists the processes among `pids` that are still running. */
const alive = (pids: readonly number[]) => listProcesses().filter(({ pid }) => pids.includes(pid));

describe("runCommand", () => {
  it("returns the output, the exit code and the duration", async () => {
    const result = await sh("echo out; echo err >&2");
    expect(result).toMatchObject({ exitCode: 0, stdout: "out\n", stderr: "err\n" });
    expect(result.durationMs).toBeGreaterThan(0);
  });

  it("returns the same of a program that may outlive this process", async () => {
    const script = "i=0; while [ $i -lt 3000 ]; do echo 'é 0123456789 0123456789'; i=$((i+1)); done";
    const [piped, kept] = [await sh(script), await sh(script, { mayOutlive: true })];
    expect(kept.stdout).toBe(piped.stdout);
    expect(kept.stdout.length).toBe(3000 * 24);
    await expect(sh("echo 'Error: no' >&2; exit 3", { mayOutlive: true })).rejects.toThrow(
      "failed with exit code 3: no",
    );
  });

  it("passes on each line as it is printed", async () => {
    const lines: string[] = [];
    const go = new AbortController();
    const running = sh("echo one; echo two >&2; sleep 60", {
      signal: go.signal,
      onLine: (line, stream) => {
        lines.push(`${stream}: ${line}`);
        if (lines.length === 2) go.abort();
      },
    });
    await expect(running).rejects.toThrow("was stopped");
    expect(lines.sort()).toEqual(["stderr: two", "stdout: one"]);
  });

  it("sets and unsets environment variables", async () => {
    const { stdout } = await sh('echo "$GIVEN-${PATH:+path}-${HOME:-none}"', {
      env: { GIVEN: "yes", HOME: undefined },
    });
    expect(stdout).toBe("yes-path-none\n");
  });

  it("reports a failure in one line, with Terraform's error", async () => {
    const script =
      "printf '\\033[31m╷\\033[0m\\n│ \\033[1mError: Unsupported argument\\033[0m\\n│ \\n╵\\n' >&2; exit 1";
    const error = await sh(script).catch((e) => e);
    expect(error).toBeInstanceOf(CommandError);
    expect(error.message).toMatch(/failed with exit code 1: Unsupported argument$/);
    expect(error.result).toMatchObject({ exitCode: 1 });
  });

  it("reports a failure of cdktf, as it prints one, with Terraform's error and not with its own", async () => {
    const script = `
      echo "base  Initializing the backend..."
      echo 'base  Error: Error refreshing state: Unable to access object "base.tfstate" in S3 bucket "acme-state"'
      echo "0 Stacks deploying     0 Stacks done     2 Stacks waiting"
      echo "Error: terraform init failed with exit code 1" >&2
      exit 1
    `;
    const error = await sh(script).catch((e) => e);
    expect(error.message).toMatch(
      /failed with exit code 1: Error refreshing state: Unable to access object "base.tfstate" in S3 bucket "acme-state"$/,
    );
  });

  it("treats the given exit codes as success", async () => {
    expect(await sh("exit 2", { okExitCodes: [0, 2] })).toMatchObject({ exitCode: 2 });
    await expect(sh("exit 3", { okExitCodes: [0, 2] })).rejects.toThrow("failed with exit code 3");
  });

  it("treats termination by a signal as a failure", async () => {
    const error = await sh("kill -KILL $$").catch((e) => e);
    expect(error.result.exitCode).toBe(137);
  });

  it("reports a missing program or folder", async () => {
    await expect(runCommand("no-such-program", [], { cwd })).rejects.toThrow(
      /`no-such-program` cannot be run/,
    );
    await expect(runCommand("sh", ["-c", "true"], { cwd: "/no/such/folder" })).rejects.toThrow(CommandError);
  });

  it("does not start if it is already stopped", async () => {
    await expect(sh("echo", { signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it("stops child processes, even in their own process group and if they ignore signals", async () => {
    const stop = new AbortController();
    const pids: number[] = [];
    // A Node child in a new session, which ignores all signals that can be ignored.
    const ignoring =
      "for (const s of ['SIGINT','SIGTERM']) process.on(s, () => {}); console.log(process.pid); setInterval(() => {}, 1e3);";
    const leader = `
      const { spawn } = require("node:child_process");
      console.log(process.pid);
      spawn(process.execPath, ["-e", ${JSON.stringify(ignoring)}], { detached: true, stdio: "inherit" });
    `;
    const running = runCommand(process.execPath, ["-e", leader], {
      cwd,
      signal: stop.signal,
      graceMs: 200,
      onLine: (line) => {
        pids.push(Number(line));
        if (pids.length === 2) stop.abort();
      },
    });
    await expect(running).rejects.toThrow("was stopped");
    expect(pids).toHaveLength(2);
    expect(alive(pids)).toEqual([]);
  });

  it("stops child processes that outlive the program", async () => {
    const { stdout } = await sh("sleep 300 >/dev/null 2>&1 & echo $!", { graceMs: 200 });
    expect(alive([Number(stdout)])).toEqual([]);
  });

  it("can interrupt only the child processes of the program", async () => {
    const stop = new AbortController();
    const script =
      'trap "echo leader interrupted" INT; sh -c \'trap "echo child interrupted; exit 5" INT; echo ready; while :; do sleep 0.05; done\'; echo "child ended with $?"';
    const error = await sh(script, {
      signal: stop.signal,
      interrupt: "all-but-leader",
      onLine: (line) => {
        if (line === "ready") stop.abort();
      },
    }).catch((e) => e);
    expect(error.result.stdout).toContain("child interrupted");
    expect(error.result.stdout).toContain("child ended with 5");
    expect(error.result.stdout).not.toContain("leader interrupted");
  });

  it("lets a spared program end by itself after its child processes", async () => {
    const stop = new AbortController();
    const child =
      "process.on('SIGINT', () => process.exit()); console.log('ready'); setInterval(() => {}, 1e3);";
    const leader = `
      process.on("SIGINT", () => console.log("leader interrupted"));
      const child = require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { stdio: "inherit" });
      child.on("exit", () => setTimeout(() => console.log("leader ended by itself"), 400));
    `;
    const error = await runCommand(process.execPath, ["-e", leader], {
      cwd,
      signal: stop.signal,
      interrupt: "all-but-leader",
      onLine: (line) => {
        if (line === "ready") stop.abort();
      },
    }).catch((e) => e);
    expect(error.result.stdout).toBe("ready\nleader ended by itself\n");
  });
});
