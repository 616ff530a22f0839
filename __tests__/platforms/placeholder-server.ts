import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { execa } from "execa";

/** The folders that a placeholder's setup and its program use on a server. */
const FOLDERS = ["/etc/systemd/system", "/opt", "/run/placeholder", "/srv/placeholder"];
/** Any address to which a server finds its own; here the local one. */
const METADATA_ADDRESS = "169.254.169.254";
const START_DEADLINE_MS = 20_000;

/** True if this machine has the programs that placeholders run. */
export const canServe = ["/usr/bin/python3", "/usr/bin/openssl"].every(
  (program) => spawnSync(program, ["version"], { stdio: "ignore" }).error === undefined,
);

/** Runs a workload's setup in a temporary folder, and its unit's program while `use` runs. */
export async function whileServed(
  setup: (port: number) => readonly string[],
  use: (port: number) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "drydock-placeholder-"));
  try {
    const port = await freePort();
    for (const line of setup(port)) {
      if (!line.startsWith("systemctl ")) await run(inFolder(line, folder));
    }
    const unit = readFileSync(join(folder, "placeholder.service"), "utf8");
    const commands = (key: string) =>
      unit.split("\n").flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
    for (const command of commands("ExecStartPre")) await run(inFolder(command, folder));
    const [command] = commands("ExecStart");
    await during(`exec ${inFolder(command!, folder)}`, () => use(port));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the status of a health check, which is repeated until the server listens. */
export async function checkHealth(
  protocol: "http" | "https",
  port: number,
  path: string,
): Promise<number | undefined> {
  const deadline = Date.now() + START_DEADLINE_MS;
  for (;;) {
    try {
      return await statusOf(protocol, port, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ECONNREFUSED" || Date.now() > deadline) throw error;
      await setTimeout(20);
    }
  }
}

/** Sends a datagram until a reply comes, since the server may not listen yet. */
export async function askOverUdp(port: number, question: Uint8Array): Promise<Buffer> {
  const socket = createSocket("udp4");
  const repeated = setInterval(() => socket.send(question, port, "127.0.0.1"), 100);
  try {
    const [reply] = await once(socket, "message", { signal: AbortSignal.timeout(START_DEADLINE_MS) });
    return reply as Buffer;
  } finally {
    clearInterval(repeated);
    socket.close();
  }
}

/** Runs a command while `use` runs; rejects if the command ends first. */
async function during(command: string, use: () => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const server = run(command, stop.signal);
  const end = server.then(() => {
    throw new Error("the placeholder ended");
  });
  try {
    await Promise.race([use(), end]);
  } finally {
    stop.abort();
    await end.catch(() => undefined);
  }
}

function inFolder(text: string, folder: string): string {
  const here = FOLDERS.reduce((changed, known) => changed.replaceAll(known, folder), text);
  return here.replaceAll(METADATA_ADDRESS, "127.0.0.1");
}

function run(command: string, cancelSignal?: AbortSignal) {
  return execa("/bin/sh", ["-c", command], {
    stdio: "ignore",
    ...(cancelSignal === undefined ? {} : { cancelSignal }),
  });
}

/** Load balancers accept any certificate of a target. */
function statusOf(protocol: "http" | "https", port: number, path: string): Promise<number | undefined> {
  const request = protocol === "https" ? requestHttps : requestHttp;
  return new Promise((done, failed) => {
    const options = { host: "127.0.0.1", port, path, rejectUnauthorized: false, agent: false };
    request(options, (response) => {
      response.resume();
      done(response.statusCode);
    })
      .on("error", failed)
      .end();
  });
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => done(port));
    });
  });
}
