import { coloursFor } from "./colours.ts";
import { terminalColumns } from "./columns.ts";

/** Reports the progress of a command, so that no long step is silent. */
export interface Progress {
  /** Starts a step. */
  step(name: string): void;
  /** Shows a line of detail for the running step. */
  detail(line: string): void;
  /** Completes the running step. @param note its outcome */
  done(note?: string): void;
  /** Marks the running step as failed. */
  failed(): void;
}

/**
 * Runs a step and reports how it ends.
 *
 * @param work returns its result, and a note for the reader: `5 stacks`
 */
export async function runStep<T>(
  progress: Progress,
  name: string,
  work: () => Promise<readonly [T, string]>,
): Promise<T> {
  progress.step(name);
  try {
    const [result, note] = await work();
    progress.done(note);
    return result;
  } catch (error) {
    progress.failed();
    throw error;
  }
}

const FRAME_MS = 200;
const SPINNER_FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** Progress on a stream: an animated line on a terminal, a plain line for each step elsewhere. */
export class StreamProgress implements Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #isAnimated: boolean;
  readonly #colours: ReturnType<typeof coloursFor>;
  #current: { name: string; startedAt: number; detail: string } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#colours = coloursFor(stream);
    this.#isAnimated = stream.isTTY === true && process.env.TERM !== "dumb";
  }

  /** Starts a step, and draws it until it ends if the stream is a terminal. */
  step(name: string): void {
    this.#current = { name, startedAt: performance.now(), detail: "" };
    if (!this.#isAnimated) return;
    this.#timer = setInterval(() => this.#draw(), FRAME_MS);
    this.#timer.unref();
    this.#draw();
  }

  /** Shows a line of detail for the running step; only a terminal shows it. */
  detail(line: string): void {
    if (this.#current !== undefined) this.#current.detail = line;
  }

  /** Writes the running step's duration and outcome. @param note the outcome */
  done(note = ""): void {
    this.#end(this.#colours.green("✓"), note);
  }

  /** Writes the running step's duration, and that it failed. */
  failed(): void {
    this.#end(this.#colours.red("✗"), "");
  }

  #end(mark: string, note: string): void {
    if (this.#current === undefined) return;
    clearInterval(this.#timer);
    const { name, startedAt } = this.#current;
    this.#current = undefined;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const line = `${mark} ${name.padEnd(44)} ${this.#colours.dim(`${seconds.padStart(5)} s`)}${note === "" ? "" : `  ${note}`}`;
    this.#stream.write(`${this.#isAnimated ? "\r\u001b[2K" : ""}${line}\n`);
  }

  #draw(): void {
    if (this.#current === undefined) return;
    const { name, startedAt, detail } = this.#current;
    const frame =
      SPINNER_FRAMES[Math.floor((performance.now() - startedAt) / FRAME_MS) % SPINNER_FRAMES.length];
    const width = terminalColumns(this.#stream) - 1;
    this.#stream.write(`\r\u001b[2K${`${frame} ${name}  ${detail}`.slice(0, width)}`);
  }
}
