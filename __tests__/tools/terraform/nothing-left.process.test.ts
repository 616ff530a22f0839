import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { listProcesses } from "../../../tools/terraform/process-list.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../tools/terraform/temporary-folder.ts";

interface StartedResources {
  readonly folder: string;
  readonly port: number;
  readonly pids: readonly number[];
}

let temporaryFolder: TemporaryFolder;
let program: string;

beforeAll(async () => {
  // Inside node_modules, so that the program can import packages.
  temporaryFolder = makeTemporaryFolder("drydock-test", {
    parent: join(process.cwd(), "node_modules", ".cache"),
  });
  program = join(temporaryFolder.path, "killable.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "..", "..", "support", "killable.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
});
afterAll(() => temporaryFolder.remove());

const children: ChildProcess[] = [];
// A test that fails before it ends its program.
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGTERM");
});

/** Starts the program and waits until it has created all its resources. */
async function start(mode = ""): Promise<readonly [ChildProcess, Promise<unknown[]>, StartedResources]> {
  const child = spawn(process.execPath, [program, mode], { stdio: ["ignore", "pipe", "ignore"] });
  children.push(child);
  const ended = once(child, "exit");
  const [line] = await once(createInterface(child.stdout), "line");
  return [child, ended, JSON.parse(String(line)) as StartedResources];
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}

async function remainingResources({ folder, port, pids }: StartedResources) {
  return {
    folder: existsSync(folder),
    socket: await isOpen(port),
    pids: listProcesses()
      .map(({ pid }) => pid)
      .filter((pid) => pids.includes(pid))
      .sort((a, b) => a - b),
  };
}

const NOTHING_LEFT = { folder: false, socket: false, pids: [] };

describe("a program that ends early", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("leaves nothing behind after %s, and exits with %i", async (signal, exitCode) => {
    const [child, ended, startedResources] = await start();
    expect(await remainingResources(startedResources)).toEqual({
      folder: true,
      socket: true,
      pids: startedResources.pids.toSorted((a, b) => a - b),
    });
    child.kill(signal);
    expect(await ended).toEqual([exitCode, null]);
    expect(await remainingResources(startedResources)).toEqual(NOTHING_LEFT);
  });

  it.each([
    ["throw", 1],
    ["exit", 7],
  ])("leaves nothing behind after %s", async (mode, exitCode) => {
    const [, ended, startedResources] = await start(mode);
    expect(await ended).toEqual([exitCode, null]);
    expect(await remainingResources(startedResources)).toEqual(NOTHING_LEFT);
  });
});
