import { Argument, Command } from "commander";
import { compact } from "../../language/compact.ts";
import { platforms } from "../../platforms/index.ts";
import { type CheckResult, checkedPlatform, isRefused, stacksOfPlatform } from "./check-result.ts";
import { checkSpecs } from "./check-specs.ts";
import { formatCheck } from "./format-check.ts";
import { synthesizeForms } from "./synthesize-forms.ts";

interface CheckFlags {
  readonly fromRevision?: string;
  readonly json?: boolean;
}

const HELP_FOOTER = `
Reads the platform files only: no account, no Terraform; leaves no file.

Examples:
  npx drydock check
  npx drydock check cybershield prod --json
  npx drydock check cybershield prod --from-revision main

Exit codes: 0 no problem, 1 a spec has problems, or the change would be refused.`;

/** `drydock check`: lists the specs' problems, their stacks, and example values left in them. */
export function checkCommand(): Command {
  return new Command("check")
    .description("list every problem of the specs, the stacks they become, and what is still an example")
    .addArgument(new Argument("[platform]", "a platform in platforms/ (default: all)"))
    .addArgument(new Argument("[environment]", "one of its environments (default: all)"))
    .option(
      "--from-revision <revision>",
      "list the changes since a Git revision, and those that deploy would refuse",
    )
    .option("--json", "print the result as JSON")
    .addHelpText("after", HELP_FOOTER)
    .action(async (platform: string | undefined, environment: string | undefined, flags: CheckFlags) => {
      const result = await check(platform, environment, flags.fromRevision);
      process.stdout.write(
        flags.json === true ? `${JSON.stringify(result, null, 2)}\n` : formatCheck(result),
      );
      if (isRefused(result)) process.exitCode = 1;
    });
}

async function check(
  platform: string | undefined,
  environment: string | undefined,
  revision: string | undefined,
): Promise<CheckResult> {
  const { platforms: resolved, problems } = checkSpecs(platforms, { platform, environment });
  if (problems.length > 0) {
    return { problems, platforms: resolved.map((each) => checkedPlatform(each, [])) };
  }
  const { wanted, deployed, commit } = await synthesizeForms(revision, {
    DRYDOCK_PLATFORM: platform ?? "",
    DRYDOCK_ENVIRONMENT: environment ?? "",
  });
  const before = revision === undefined ? undefined : deployed;
  const known = new Set(
    [...wanted, ...resolved.flatMap((each) => stacksOfPlatform(each, deployed))].map(nameOf),
  );
  return {
    problems,
    platforms: resolved.map((each) => checkedPlatform(each, wanted, before)),
    ...compact({
      fromRevision: commit,
      onlyAtRevision: before?.map(nameOf).filter((name) => !known.has(name)),
    }),
  };
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
