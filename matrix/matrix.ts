import { join } from "node:path";
import { Command } from "commander";
import { StreamProgress } from "../tools/progress.ts";
import { SetupError } from "../tools/terraform/setup-error.ts";
import { allEntries, type MatrixEntry, parseEntry } from "./entry.ts";
import { printMatrix } from "./print.ts";
import { type EntryResult, summarize } from "./result.ts";
import { runEntry } from "./run-entry.ts";
import { PLATFORM } from "./toolchain.ts";

/** The project's folder, in which npm runs the script. */
const CHECKOUT = process.cwd();

const HELP = `
For each entry: installs that Node.js with its npm, copies this checkout to a temporary folder, installs, rehearses
CyberShield dev, and runs the quick tests. Nothing is left but Node.js itself, under node_modules/.cache.

Entries:
  26                    the newest tested release of a line; newest is the newest of all
  22.12.0               that release, from npm's registry
  ./node/bin/node       a Node.js that is installed, with the npm beside it
  26+cdktn              cdktn and its command line in the place of cdktf

Exit codes: 0 all passed, 1 something failed, 130 interrupted.`;

async function main(): Promise<void> {
  const { names, isJson } = readArguments();
  const entries = names.length === 0 ? allEntries() : names.map(parseEntry);
  const result = summarize(PLATFORM, await runAll(entries, isJson ? process.stderr : process.stdout));
  process.stdout.write(isJson ? `${JSON.stringify(result, null, 2)}\n` : `\n${printMatrix(result)}`);
  if (result.failed > 0) process.exitCode = 1;
}

function readArguments(): { readonly names: readonly string[]; readonly isJson: boolean } {
  const defaults = allEntries().map(({ name }) => name);
  const command = new Command("npm run matrix --")
    .description("install, rehearse and test this checkout on each version of Node.js that it supports")
    .argument("[entries...]", `versions of Node.js (default: ${defaults.join(" ")})`)
    .option("--json", "print one result object; progress goes to standard error")
    .addHelpText("after", HELP)
    .parse();
  return { names: command.args, isJson: command.opts().json === true };
}

async function runAll(
  entries: readonly MatrixEntry[],
  stream: NodeJS.WriteStream,
): Promise<readonly EntryResult[]> {
  const results: EntryResult[] = [];
  for (const entry of entries) {
    results.push(
      await runEntry(entry, {
        checkout: CHECKOUT,
        cache: join(CHECKOUT, "node_modules", ".cache", "drydock-matrix"),
        progress: new StreamProgress(stream),
        printOutput: (lines) => stream.write(lines.map((line) => `  ${line}\n`).join("")),
      }),
    );
  }
  return results;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
