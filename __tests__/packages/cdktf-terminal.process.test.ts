import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { execa } from "execa";
import { makeTemporaryFolder, type TemporaryFolder } from "../../tools/terraform/temporary-folder.ts";
import { PROJECT_FOLDER } from "../support/command-line.ts";

/** The part of node-pty's interface that cdktf-cli uses. */
interface Terminal {
  spawn(file: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Program;
}

interface Program {
  readonly pid: number;
  write(text: string): void;
  onData(listener: (text: string) => void): void;
  onExit(listener: (exit: { exitCode: number }) => void): void;
}

const FOLDER = join(PROJECT_FOLDER, "packages", "cdktf-terminal");
const { spawn } = createRequire(import.meta.url)(FOLDER) as Terminal;

let workspace: TemporaryFolder;
beforeEach(() => {
  workspace = makeTemporaryFolder("drydock-test");
});
afterEach(async () => {
  vi.useRealTimers();
  await workspace.remove();
});

/**
 * Runs a program to its end. `onData` is called with each piece of its output, and with all of it
 * so far.
 */
function end(
  file: string,
  args: readonly string[],
  onData: (program: Program, output: string) => void = () => {},
  cwd = workspace.path,
): Promise<{ output: string; exitCode: number }> {
  const program = spawn(file, args, { cwd, env: process.env });
  let output = "";
  program.onData((text) => {
    output += text;
    onData(program, output);
  });
  return new Promise((resolve) => program.onExit(({ exitCode }) => resolve({ output, exitCode })));
}

const script = (text: string, onData?: (program: Program, output: string) => void) =>
  end("sh", ["-c", text], onData);

/**
 * A program of Node.js that says when it is ready, and does something at a signal before it ends.
 */
function onSignal(signal: NodeJS.Signals, action: string): string {
  return `
    process.on("${signal}", () => { ${action}; process.exit(); });
    setTimeout(() => {}, 30_000);
    console.log("ready");
  `;
}

function block(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

describe.skipIf(process.platform === "win32")("the terminal of cdktf-cli", () => {
  it("passes on arguments as they are, both outputs in their order, and the exit code", async () => {
    const { output, exitCode } = await end("sh", [
      "-c",
      'echo "$1" >&2; echo "$2"; echo third >&2; exit 7',
      "sh",
      "-var=a b",
      "$HOME '*'",
    ]);
    expect([output, exitCode]).toEqual(["-var=a b\n$HOME '*'\nthird\n", 7]);
  });

  it("loses no output, however long the reader takes for it", async () => {
    const { output } = await script("seq 1 20000; echo Error: the last line; exit 1", () => block(20));
    expect(output.endsWith("19999\n20000\nError: the last line\n")).toBe(true);
    expect(output.split("\n").length).toBe(20_002);
  });

  it("cuts no character in two", async () => {
    const { output } = await script("printf '\\342'; sleep 0.2; printf '\\202\\254'");
    expect(output).toBe("€");
  });

  it("passes on what is written to it", async () => {
    const asks = "echo 'Enter a value:'; read value; echo \"read $value\"";
    const { output } = await script(asks, (program, text) => {
      if (text === "Enter a value:\n") program.write("yes\n");
    });
    expect(output).toBe("Enter a value:\nread yes\n");
  });

  it("interrupts the program and what it started, once, at Ctrl-C", async () => {
    const parent = 'trap \'echo interrupted; exit 3\' INT; "$0" -e "$1"';
    const child = onSignal("SIGINT", 'console.log("child interrupted")');
    const { output, exitCode } = await end("sh", ["-c", parent, process.execPath, child], (program, text) => {
      if (text === "ready\n") program.write("\u0003");
    });
    expect(output).toBe("ready\nchild interrupted\ninterrupted\n");
    expect(exitCode).toBe(3);
  });

  it("gives the exit codes of a shell for a program that was killed or is not there", async () => {
    expect((await script("kill -9 $$")).exitCode).toBe(137);
    const missing = await end("no-such-terraform", ["apply"]);
    expect(missing.exitCode).toBe(127);
    expect(missing.output).toMatch(/no-such-terraform.*not found/);
    expect((await end("sh", [], undefined, join(workspace.path, "nowhere"))).exitCode).toBe(127);
  });

  it("does not wait for what the program left running", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const ended = script("sleep 60 & echo $!");
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(10_000);
    const { output, exitCode } = await ended;
    expect(exitCode).toBe(0);
    process.kill(Number(output));
  });

  it("hangs up when cdktf ends first, as a terminal does", async () => {
    const mark = join(workspace.path, "mark");
    const program = onSignal("SIGHUP", `require("node:fs").writeFileSync(${JSON.stringify(mark)}, "")`);
    const cdktf = `
      const { spawn } = require(${JSON.stringify(FOLDER)});
      const program = spawn(process.execPath, ["-e", ${JSON.stringify(program)}], { cwd: ".", env: process.env });
      program.onData(() => process.exit(0));
    `;
    await execa(process.execPath, ["-e", cdktf]);
    await vi.waitUntil(() => existsSync(mark), { timeout: 30_000 });
  });
});
