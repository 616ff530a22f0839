import { Argument, Command } from "commander";
import { lint } from "../analysis/lint/lint.ts";
import { LintContext } from "../analysis/lint/lint-context.ts";
import { inputOf, printResult, type ReachFlags, selectionVariables, withInput } from "./options.ts";
import { printLint } from "./print-lint.ts";

/** What CI goes by, besides 0 and 1: something of severity `error` was found. */
const FOUND = 3;

/** `drydock reach lint`. */
export function lintCommand(): Command {
  return withInput(new Command("lint"))
    .description("what a reviewer of the network would want changed")
    .addArgument(new Argument("[platform]", "a platform of platforms/ (default: all)"))
    .addArgument(new Argument("[environment]", "one of its environments (default: all)"))
    .addHelpText(
      "after",
      "\nExit codes: 0 nothing, or warnings only; 3 at least one error was found; 1 it could not be read.",
    )
    .action(async (platform: string | undefined, environment: string | undefined, flags: ReachFlags) => {
      const { inventory, analysis } = await inputOf(flags, selectionVariables(platform, environment));
      const found = lint(new LintContext(inventory, analysis));
      printResult(flags, found, () => printLint(found));
      if (found.findings.some(({ severity }) => severity === "error")) process.exitCode = FOUND;
    });
}
