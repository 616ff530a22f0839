import { readFileSync } from "node:fs";
import { escapeForTerminal } from "../escape-for-terminal.ts";
import { SetupError } from "../terraform/setup-error.ts";

/**
 * Reads a JSON file of a synthesized folder.
 *
 * @param shownAs the file's name in messages
 * @throws SetupError if it is not JSON
 */
export function readSynthesizedJson(file: string, shownAs: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  } catch (error) {
    throw new SetupError(
      escapeForTerminal(`${shownAs} is not JSON (${String(error)}): synthesize it again.`),
    );
  }
}
