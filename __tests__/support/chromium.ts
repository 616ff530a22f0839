import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Finds an installed Chromium on the path; undefined if there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/**
 * One page of a real Chromium without a window, driven by its DevTools protocol over a pipe, so
 * that no port is opened and no package is needed.
 * https://chromedevtools.github.io/devtools-protocol/
 */
export class ChromiumPage {
  /** Addresses that the page asked for, and errors and warnings that the browser logged. */
  readonly requests: string[] = [];
  readonly problems: string[] = [];
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #events = new Map<string, () => void>();
  #session: string | undefined;
  #sent = 0;
  #received = "";

  private constructor(executable: string) {
    this.#profile = mkdtempSync(join(tmpdir(), "chromium-"));
    const flags = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--no-first-run",
    ];
    this.#process = spawn(
      executable,
      [
        ...flags,
        "--disable-background-networking",
        "--remote-debugging-pipe",
        `--user-data-dir=${this.#profile}`,
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"], detached: true },
    );
    (this.#process.stdio[4] as Readable).setEncoding("utf8").on("data", (data: string) => this.#read(data));
  }

  /** Starts a browser with an empty page. */
  static async start(executable: string): Promise<ChromiumPage> {
    const page = new ChromiumPage(executable);
    const { targetId } = await page.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await page.send("Target.attachToTarget", { targetId, flatten: true });
    page.#session = sessionId as string;
    for (const domain of ["Page", "Network", "Log", "Runtime"]) await page.send(`${domain}.enable`);
    return page;
  }

  /** Sends a command, and returns its result. */
  async send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.#sent;
    const message = {
      id,
      method,
      params,
      ...(this.#session === undefined ? {} : { sessionId: this.#session }),
    };
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    const { error, result = {} } = await new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Opens an address, and waits until it is loaded. */
  async open(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => this.#events.set("Page.loadEventFired", resolve));
    await this.send("Page.navigate", { url });
    await loaded;
  }

  /** Evaluates an expression in the page, and returns its value. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: T }).value;
  }

  /** Presses a key. */
  async press(key: "Tab" | "Enter" | " " | "ArrowDown"): Promise<void> {
    const codes = { Tab: 9, Enter: 13, " ": 32, ArrowDown: 40 };
    const text = { Tab: "", Enter: "\r", " ": " ", ArrowDown: "" }[key];
    const common = { key, code: key === " " ? "Space" : key, windowsVirtualKeyCode: codes[key] };
    await this.send("Input.dispatchKeyEvent", {
      type: text === "" ? "rawKeyDown" : "keyDown",
      ...common,
      ...(text === "" ? {} : { text }),
    });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...common });
  }

  /** Stops the browser and removes its profile. */
  async stop(): Promise<void> {
    const stopped = new Promise((resolve) => this.#process.once("exit", resolve));
    // It ends its own processes, which write into the profile until then.
    this.#session = undefined;
    void this.send("Browser.close").catch(() => undefined);
    const kill = setTimeout(() => this.#killAll(), 10_000);
    await stopped;
    clearTimeout(kill);
    this.#killAll();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  /** Ends the browser's process group; it may be gone. */
  #killAll(): void {
    try {
      if (this.#process.pid !== undefined) process.kill(-this.#process.pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  #read(data: string): void {
    const messages = (this.#received + data).split("\0");
    this.#received = messages.pop() ?? "";
    for (const message of messages) this.#handle(JSON.parse(message) as Message);
  }

  #handle(message: Message): void {
    const { id, method = "", params = {} } = message;
    if (id !== undefined) {
      this.#waiting.get(id)?.(message);
      this.#waiting.delete(id);
    }
    this.#events.get(method)?.();
    if (method === "Network.requestWillBeSent") this.requests.push((params.request as { url: string }).url);
    if (method === "Log.entryAdded") this.problems.push(JSON.stringify(params.entry));
    if (method === "Runtime.exceptionThrown" || method === "Runtime.consoleAPICalled")
      this.problems.push(JSON.stringify(params));
  }
}
