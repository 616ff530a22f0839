import { stripVTControlCharacters } from "node:util";
import type { CommandResult } from "../tools/terraform/run-command.ts";
import type { Library } from "./entry.ts";

/** A command that must succeed in a clean checkout. */
export interface Step {
  /** A name in the report: `install`. */
  readonly name: string;
  /** The program, found on PATH, and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Finds output that a user should not see, even though the command succeeded. */
  readonly findFault?: (result: CommandResult) => string | undefined;
}

/** Matches npm warnings and errors, except those about this machine's own configuration. */
const NPM_WARNING = /^npm (?:warn|error) (?!Unknown (?:user|global|builtin|env|cli) config\b).*/im;

/** Matches a warning of Node.js itself. */
const NODE_WARNING = /^\(node:\d+\) .*/m;

/** The name of the step that installs Node.js itself. */
export const NODE_STEP = "node";

/** The steps for a library, in order. */
export function stepsFor(library: Library): readonly Step[] {
  return [
    // cdktn is not in the lock file.
    {
      name: "install",
      command: ["npm", library === "cdktf" ? "ci" : "install"],
      findFault: firstLine(NPM_WARNING),
    },
    {
      name: "rehearse",
      command: ["node", "bin/drydock.mjs", "rehearse", "cybershield", "dev"],
      findFault: firstLine(NODE_WARNING),
    },
    { name: "test:quick", command: ["npm", "run", "test:quick"] },
  ];
}

/** Returns the first matching line of either output stream. */
function firstLine(pattern: RegExp): (result: CommandResult) => string | undefined {
  return ({ stdout, stderr }) => pattern.exec(stripVTControlCharacters(`${stderr}\n${stdout}`))?.[0].trim();
}
