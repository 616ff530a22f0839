import { execFile, spawn } from "node:child_process";
import { once } from "node:events";

/** The result of a command. */
export interface ProgramResult {
  /** The exit code; undefined if it was killed, by its time limit too. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs until it is stopped. */
export interface RunningCommand {
  /** The standard output and error so far. */
  output(): string;
  /** Waits until the output contains a text. @throws Error after the time limit */
  outputs(text: string, seconds?: number): Promise<void>;
  stop(): Promise<void>;
}

const COMMAND_SECONDS = 60;
const OUTPUT_BYTES = 64 * 1024 * 1024;

/** A place to run commands: a server, or a host of the network with this machine's files. */
export class CommandRunner {
  readonly #enter: () => readonly string[];

  /** @param enter the command line before the command, which enters its namespaces */
  constructor(enter: () => readonly string[]) {
    this.#enter = enter;
  }

  /** Runs a program and waits for its end. */
  async run(
    program: string,
    args: readonly string[] = [],
    seconds = COMMAND_SECONDS,
  ): Promise<ProgramResult> {
    const [first, ...rest] = [...this.#enter(), program, ...args];
    return new Promise((resolve) => {
      const options = { timeout: seconds * 1000, killSignal: "SIGKILL", maxBuffer: OUTPUT_BYTES } as const;
      execFile(first!, rest, options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : undefined;
        resolve({ code, stdout, stderr });
      });
    });
  }

  /** Runs shell lines as root and waits for their end. */
  shell(lines: string, seconds?: number): Promise<ProgramResult> {
    return this.run("/bin/bash", ["-c", lines], seconds);
  }

  /** Runs shell lines and returns their output. @throws Error if they fail */
  async output(lines: string, seconds?: number): Promise<string> {
    const { code, stdout, stderr } = await this.shell(lines, seconds);
    if (code === 0) return stdout;
    throw new Error(`${lines} ended with ${code}: ${stderr}${stdout}`);
  }

  /** Starts a program that runs until it is stopped. */
  start(program: string, args: readonly string[] = [], env?: NodeJS.ProcessEnv): RunningCommand {
    const [first, ...rest] = [...this.#enter(), program, ...args];
    const child = spawn(first!, rest, { stdio: ["ignore", "pipe", "pipe"], ...(env && { env }) });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (more: string) => {
        text += more;
      });
    }
    return {
      output: () => text,
      outputs: (wanted, seconds = COMMAND_SECONDS) => outputs(() => text, wanted, seconds),
      stop: async () => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, "exit");
        child.kill("SIGTERM");
        setTimeout(() => child.kill("SIGKILL"), 3000).unref();
        await gone;
      },
    };
  }
}

async function outputs(text: () => string, wanted: string, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!text().includes(wanted)) {
    if (Date.now() > end) throw new Error(`"${wanted}" did not appear in: ${text()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A server that has run its user data, as cloud-init runs it. */
export class BootedServer extends CommandRunner {
  readonly name: string;
  /** Its private IPv4 address. */
  readonly address: string;
  readonly #boot: () => Promise<number>;
  #process = 0;

  constructor(name: string, address: string, boot: () => Promise<number>) {
    let pid = () => 0;
    super(() => [
      "nsenter",
      "-t",
      String(pid()),
      "-m",
      "-u",
      "-i",
      "-n",
      "-p",
      "-r",
      "-w",
      "env",
      "-i",
      PATH,
    ]);
    this.name = name;
    this.address = address;
    this.#boot = boot;
    pid = () => this.#process;
  }

  /** Boots it: for the first time without its user data, later with its enabled units. */
  async boot(): Promise<void> {
    this.#process = await this.#boot();
  }

  /** Runs its user data, which the first boot does after the network is up. */
  runUserData(seconds = 120): Promise<ProgramResult> {
    return this.run("/bin/bash", ["-c", `${USER_DATA} > /var/log/cloud-init-output.log 2>&1`], seconds);
  }

  /** The end of its user data's output, for messages. */
  async userDataOutput(): Promise<string> {
    return (await this.shell("tail -c 3000 /var/log/cloud-init-output.log")).stdout;
  }
}

/** The file that cloud-init writes user data to. */
export const USER_DATA = "/var/lib/cloud/instance/scripts/part-001";
const PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
