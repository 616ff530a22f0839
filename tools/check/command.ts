import { Argument, Command } from "commander";
import { platforms } from "../../platforms/index.ts";
import { withSynthesizedProject } from "../synthesize-project.ts";
import { readSynthesizedStacks } from "../synthesized/synthesized-stacks.ts";
import { type CheckResult, checkedPlatform } from "./check-result.ts";
import { checkSpecs } from "./check-specs.ts";
import { formatCheck } from "./format-check.ts";
import { type StackSummary, summarizeStack } from "./stack-summary.ts";

interface CheckFlags {
  readonly json?: boolean;
}

const HELP_FOOTER = `
Reads the platform files only: no account, no Terraform; leaves no file.

Examples:
  npx drydock check
  npx drydock check cybershield prod --json

Exit codes: 0 no problem, 1 a spec has problems.`;

/** `drydock check`: lists the specs' problems, their stacks, and example values left in them. */
export function checkCommand(): Command {
  return new Command("check")
    .description("list every problem of the specs, the stacks they become, and what is still an example")
    .addArgument(new Argument("[platform]", "a platform in platforms/ (default: all)"))
    .addArgument(new Argument("[environment]", "one of its environments (default: all)"))
    .option("--json", "print the result as JSON")
    .addHelpText("after", HELP_FOOTER)
    .action(async (platform: string | undefined, environment: string | undefined, flags: CheckFlags) => {
      const result = await check(platform, environment);
      process.stdout.write(
        flags.json === true ? `${JSON.stringify(result, null, 2)}\n` : formatCheck(result),
      );
      if (result.problems.length > 0) process.exitCode = 1;
    });
}

async function check(platform: string | undefined, environment: string | undefined): Promise<CheckResult> {
  const { platforms: resolved, problems } = checkSpecs(platforms, { platform, environment });
  const stacks = problems.length > 0 ? [] : await synthesizedStacks(platform, environment);
  return { problems, platforms: resolved.map((each) => checkedPlatform(each, stacks)) };
}

function synthesizedStacks(
  platform: string | undefined,
  environment: string | undefined,
): Promise<StackSummary[]> {
  return withSynthesizedProject((folder) => readSynthesizedStacks(folder).map(summarizeStack), {
    DRYDOCK_PLATFORM: platform ?? "",
    DRYDOCK_ENVIRONMENT: environment ?? "",
  });
}
