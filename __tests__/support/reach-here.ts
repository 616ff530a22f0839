import { stripVTControlCharacters } from "node:util";
import { reachCommand } from "../../tools/reach/commands/command.ts";

/** The result of a command in this process. */
export interface EndedHere {
  readonly exitCode: number;
  readonly stdout: string;
  /** The message of an error that the command line would print without a stack trace. */
  readonly stderr: string;
}

/** Runs `drydock reach` in this process, without starting Node, and without colours. */
export async function reachHere(...words: readonly string[]): Promise<EndedHere> {
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
