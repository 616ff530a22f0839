import { stripVTControlCharacters } from "node:util";
import { reachCommand } from "../../tools/reach/commands/command.ts";

/** The result of a command that ran in this process. */
export interface InProcessResult {
  readonly exitCode: number;
  readonly stdout: string;
  /** The message of the thrown error; the command line prints it without a stack trace. */
  readonly stderr: string;
}

/** Runs `drydock reach` in this process, without starting Node, and without colours. */
export async function reachInProcess(...words: readonly string[]): Promise<InProcessResult> {
  const spy = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  process.exitCode = 0;
  try {
    const error = await reachCommand()
      .parseAsync(words, { from: "user" })
      .then(() => undefined)
      .catch((thrown: Error) => thrown);
    const stdout = stripVTControlCharacters(spy.mock.calls.map(([text]) => String(text)).join(""));
    if (error !== undefined) return { exitCode: 1, stdout, stderr: error.message };
    return { exitCode: Number(process.exitCode), stdout, stderr: "" };
  } finally {
    process.exitCode = 0;
    spy.mockRestore();
  }
}
