import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { listProcesses } from "../../../tools/terraform/process-tree.ts";
import { makeWorkspace, type Workspace } from "../../../tools/terraform/workspace.ts";

interface Belongings {
  readonly folder: string;
  readonly port: number;
  readonly pids: readonly number[];
}

let workspace: Workspace;
let program: string;

beforeAll(async () => {
  // Inside node_modules, so that the packages it imports are found from there.
  workspace = makeWorkspace("drydock-test", { parent: join(process.cwd(), "node_modules", ".cache") });
  program = join(workspace.path, "killable.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "..", "..", "support", "killable.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
});
afterAll(() => workspace.remove());

/** Starts the program and waits until it has everything that it will have. */
async function start(mode = ""): Promise<readonly [ChildProcess, Promise<unknown[]>, Belongings]> {
  const child = spawn(process.execPath, [program, mode], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  const [line] = await once(createInterface(child.stdout), "line");
  return [child, ended, JSON.parse(String(line)) as Belongings];
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}

async function whatIsLeft({ folder, port, pids }: Belongings) {
  return {
    folder: existsSync(folder),
    socket: await isOpen(port),
    pids: listProcesses()
      .map(({ pid }) => pid)
      .filter((pid) => pids.includes(pid)),
  };
}

const NOTHING = { folder: false, socket: false, pids: [] };

describe("a program that ends in its midst", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("leaves nothing behind after %s, and exits with %i", async (signal, exitCode) => {
    const [child, ended, belongings] = await start();
    expect(await whatIsLeft(belongings)).toEqual({
      folder: true,
      socket: true,
      pids: belongings.pids.toSorted((a, b) => a - b),
    });
    child.kill(signal);
    expect(await ended).toEqual([exitCode, null]);
    expect(await whatIsLeft(belongings)).toEqual(NOTHING);
  });

  it.each([
    ["throw", 1],
    ["exit", 7],
  ])("leaves nothing behind when it ends by a %s", async (mode, exitCode) => {
    const [, ended, belongings] = await start(mode);
    expect(await ended).toEqual([exitCode, null]);
    expect(await whatIsLeft(belongings)).toEqual(NOTHING);
  });
});
