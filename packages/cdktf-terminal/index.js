/**
 * The process in which cdktf-cli runs `terraform apply` and `destroy`, by the interface of
 * node-pty.
 *
 * cdktf-cli runs them in a pseudoterminal. Its package for that has binaries for Node.js 22 and
 * older, and its install script, which would compile others, is not run. Pipes do as well, on any
 * Node.js and any system: cdktf's successor, cdktn, uses them too. They also lose nothing: of a
 * pseudoterminal's output, what is unread 0.2 s after the program's end is dropped, and on a busy
 * machine that is Terraform's error.
 */
const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const IS_WINDOWS = process.platform === "win32";

/** The text that a terminal sends for Ctrl-C. */
const CTRL_C = "\u0003";

/** Sends both outputs into one pipe, in the order in which they were written. */
const ONE_OUTPUT = 'exec "$0" "$@" 2>&1';

/**
 * The time that the output may stay open after the program's end, held by a process that it
 * started.
 */
const DRAIN_MS = 10_000;

/** Runs a program. `options` has its `cwd` and its `env`. */
function spawnProcess(file, args, options = {}) {
  return new TerminalProcess(file, typeof args === "string" ? [args] : args, options);
}

class TerminalProcess {
  #child;
  #dataListeners = [];
  #exitListeners = [];
  /** The end of cdktf hangs up, as it does in a terminal, so that no Terraform goes on unseen. */
  #onProcessExit = () => this.#signal("SIGHUP");

  constructor(file, args, { cwd, env }) {
    const [command, commandArgs] = IS_WINDOWS ? [file, args] : ["/bin/sh", ["-c", ONE_OUTPUT, file, ...args]];
    // In a process group of its own, as in a terminal: a Ctrl-C for cdktf reaches it once, by
    // cdktf, not twice. A second interrupt makes Terraform end without saving its state.
    this.#child = spawn(command, commandArgs, { cwd, env, detached: !IS_WINDOWS, windowsHide: true });
    process.once("exit", this.#onProcessExit);
    this.#forwardOutput();
    this.#forwardEnd();
  }

  get pid() {
    return this.#child.pid;
  }

  /** Calls a function with each piece of the output. */
  onData(listener) {
    this.#dataListeners.push(listener);
  }

  /** Calls a function once with `{ exitCode }`, after the last piece of the output. */
  onExit(listener) {
    this.#exitListeners.push(listener);
  }

  /**
   * Writes to the program's input. Ctrl-C interrupts the program and all that it started, as in a
   * terminal.
   */
  write(text) {
    if (text === CTRL_C) this.#signal("SIGINT");
    else this.#child.stdin.write(text);
  }

  #forwardOutput() {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => this.#emit(this.#dataListeners, text));
    }
    // A program that has ended reads nothing any more; its exit code says why.
    this.#child.stdin.on("error", () => {});
  }

  #forwardEnd() {
    let drainTimer;
    this.#child.once("exit", () => {
      drainTimer = setTimeout(() => {
        this.#child.stdout.destroy();
        this.#child.stderr.destroy();
      }, DRAIN_MS);
    });
    this.#child.once("close", (code, signal) => {
      clearTimeout(drainTimer);
      this.#end(exitCodeOf(code, signal));
    });
    this.#child.once("error", (error) => {
      this.#emit(this.#dataListeners, `${error.message}\n`);
    });
  }

  #end(exitCode) {
    process.removeListener("exit", this.#onProcessExit);
    this.#emit(this.#exitListeners, { exitCode });
  }

  #signal(signal) {
    if (this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null)
      return;
    try {
      process.kill(IS_WINDOWS ? this.#child.pid : -this.#child.pid, signal);
    } catch {
      // It has ended in the meantime.
    }
  }

  #emit(listeners, value) {
    for (const listener of listeners) listener(value);
  }
}

/**
 * The exit code, as a shell has it for a program that a signal ended or that could not be started.
 */
function exitCodeOf(code, signal) {
  if (code === null) return 128 + constants.signals[signal];
  return code < 0 ? 127 : code;
}

module.exports = { spawn: spawnProcess };
