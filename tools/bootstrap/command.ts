import { join } from "node:path";
import { Argument, Command } from "commander";
import { stateStackName } from "../../modules/names.ts";
import { platforms } from "../../platforms/index.ts";
import { selectPlatforms } from "../../spec/selection.ts";
import { StreamProgress } from "../progress.ts";
import { projectFolder } from "../project-folder.ts";
import { synthesizeHere } from "../synthesize-here.ts";
import { Terraform } from "../terraform/terraform.ts";
import { findTerraform } from "../terraform/terraform-binary.ts";
import { bootstrap } from "./bootstrap.ts";

/** Where an interrupted bootstrap keeps the only copy of its state; never committed. */
const WORK_FOLDER = join(".drydock", "bootstrap");

/** `drydock bootstrap`: the bucket that holds all state. */
export function bootstrapCommand(): Command {
  return new Command("bootstrap")
    .description(
      "create the bucket that holds the Terraform state, with your own AWS credentials; may be run again",
    )
    .addArgument(new Argument("<platform>", "a platform of platforms/"))
    .addArgument(new Argument("<environment>", "one of its environments: it names account and region"))
    .action(async (platform: string, environment: string) => {
      const [selected] = selectPlatforms(platforms, { platform, environment });
      const stack = stateStackName(selected!.account, selected!.region);
      const terraform = new Terraform((await findTerraform()).command);
      const progress = new StreamProgress(process.stdout);
      progress.step(`bootstrap ${stack}`);
      const outcome = await synthesizeHere(
        (folder) =>
          bootstrap({
            terraform,
            stack,
            stackFolder: join(folder, "stacks", stack),
            workFolder: join(projectFolder, WORK_FOLDER),
            onStep: (step) => progress.detail(step),
          }),
        { DRYDOCK_PLATFORM: platform, DRYDOCK_ENVIRONMENT: environment },
      );
      progress.done(outcome);
    });
}
