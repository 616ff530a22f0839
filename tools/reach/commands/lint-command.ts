import { Argument, Command } from "commander";
import { lint } from "../analysis/lint/lint.ts";
import { printResult, type ReachFlags, requestedNetwork, selectionVariables, withInput } from "./options.ts";
import { printLint } from "./print-lint.ts";

/** The exit code for findings of severity `error`, besides 0 and 1. */
const EXIT_ERRORS = 3;

/** Creates `drydock reach lint`. */
export function lintCommand(): Command {
  return withInput(new Command("lint"))
    .description("report mistakes and risks in the network, each with its fix")
    .addArgument(new Argument("[platform]", "a platform in platforms/ (default: all)"))
    .addArgument(new Argument("[environment]", "one of its environments (default: all)"))
    .addHelpText(
      "after",
      "\nExit codes: 0 no findings, or warnings only; 3 at least one finding is an error; 1 the input cannot be read.",
    )
    .action(async (platform: string | undefined, environment: string | undefined, flags: ReachFlags) => {
      const result = lint(await requestedNetwork(flags, selectionVariables(platform, environment)));
      printResult(flags, result, () => printLint(result));
      if (result.findings.some(({ severity }) => severity === "error")) process.exitCode = EXIT_ERRORS;
    });
}
