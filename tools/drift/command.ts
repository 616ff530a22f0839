import { Argument, Command } from "commander";
import { required } from "../../language/required.ts";
import { selectPlatforms } from "../../language/selection.ts";
import { platforms } from "../../platforms/index.ts";
import { StreamProgress } from "../progress.ts";
import { EXIT_CODES } from "../review/level.ts";
import { projectLockFile } from "../terraform/provider-lock.ts";
import { makeTemporaryFolder } from "../terraform/temporary-folder.ts";
import { Terraform } from "../terraform/terraform.ts";
import { findTerraform } from "../terraform/terraform-binary.ts";
import { detectDrift } from "./drift.ts";
import { formatDrift } from "./format-drift.ts";

const HELP_FOOTER = `
It plans what is deployed, as the states record it, with your AWS credentials, which need to read
only. What the platform leaves to CI or the autoscaler is no drift.

Exit codes: 0 no drift, 3 drift, 4 drift that cannot be judged, 5 drift that must not stay, such as
a way from the internet to data; 1 error.`;

/** Creates `drydock drift`: finds what was changed outside Terraform. */
export function driftCommand(): Command {
  return new Command("drift")
    .description("find what was changed outside Terraform, security first")
    .addArgument(new Argument("<platform>", "a platform in platforms/"))
    .addArgument(new Argument("<environment>", "one of its environments"))
    .option("--json", "print one JSON object; progress goes to standard error")
    .addHelpText("after", HELP_FOOTER)
    .action((platform: string, environment: string, flags: { readonly json?: boolean }) =>
      runDrift(platform, environment, flags.json === true),
    );
}

async function runDrift(name: string, environment: string, isJson: boolean): Promise<void> {
  const platform = required(selectPlatforms(platforms, { platform: name, environment }), 0);
  const { command } = await findTerraform();
  const temporaryFolder = makeTemporaryFolder("drydock-drift");
  try {
    const report = await detectDrift({
      platform,
      platforms,
      terraform: new Terraform(command, { lockFile: projectLockFile }),
      workFolder: temporaryFolder.path,
      progress: new StreamProgress(isJson ? process.stderr : process.stdout),
    });
    process.stdout.write(isJson ? `${JSON.stringify(report, null, 2)}\n` : `\n${formatDrift(report)}`);
    process.exitCode = report.failures.length > 0 ? 1 : EXIT_CODES[report.verdict];
  } finally {
    await temporaryFolder.remove();
  }
}
