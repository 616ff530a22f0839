import { join } from "node:path";
import { Argument, Command } from "commander";
import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import { selectPlatforms } from "../../language/selection.ts";
import { stateBucketName, stateStackName } from "../../modules/names.ts";
import { platforms } from "../../platforms/index.ts";
import { type Progress, StreamProgress } from "../progress.ts";
import { projectFolder } from "../project-folder.ts";
import { synthesizeProject, withSynthesizedProject } from "../synthesize-project.ts";
import { stateBucketsOf } from "../synthesized/stack-settings.ts";
import { readSynthesizedStacks } from "../synthesized/synthesized-stacks.ts";
import { projectLockFile } from "../terraform/provider-lock.ts";
import { CommandError } from "../terraform/run-command.ts";
import { Terraform } from "../terraform/terraform.ts";
import { findTerraform } from "../terraform/terraform-binary.ts";
import { type BootstrapOptions, bootstrapStateBucket, removeStateBucket } from "./bootstrap.ts";
import { type RunClaim, withRunClaim } from "./run-claim.ts";
import { stacksWithState } from "./stacks-with-state.ts";

/**
 * The folder in which an interrupted bootstrap keeps the only copy of its state; never committed.
 */
const WORK_FOLDER = join(".drydock", "bootstrap");

const HELP_FOOTER = `
It uses your AWS credentials, which must belong to the account of the environment.
If it was interrupted, run it again: it resumes (docs/operations.md#after-an-interruption).
Exit codes: 0 the bucket exists (with --remove: is gone), 1 rejected or failed.`;

/** The command `drydock bootstrap`, which creates the bucket that holds all state. */
export function bootstrapCommand(): Command {
  return new Command("bootstrap")
    .description("create the bucket that holds the Terraform state of an account; safe to run again")
    .addArgument(new Argument("<platform>", "a platform in platforms/"))
    .addArgument(new Argument("<environment>", "one of its environments, which sets account and region"))
    .option("--remove", "remove the bucket; no other stack may have state in it")
    .addHelpText("after", HELP_FOOTER)
    .action(async (name: string, environment: string, flags: { remove?: boolean }) => {
      const platform = required(selectPlatforms(platforms, { platform: name, environment }), 0);
      const stack = stateStackName(platform.account, platform.region);
      const progress = new StreamProgress(process.stdout);
      const notices: string[] = [];
      const isRemoval = flags.remove === true;
      progress.step(isRemoval ? `remove ${stack}` : `bootstrap ${stack}`);
      try {
        progress.done(await runBootstrap({ platform, stack, isRemoval, progress, notices }));
      } catch (error) {
        progress.failed();
        throw error;
      } finally {
        for (const notice of notices) console.log(notice);
      }
    });
}

/** One call of the command, and the receivers of its progress. */
interface Work {
  readonly platform: Platform;
  readonly stack: string;
  readonly isRemoval: boolean;
  readonly progress: Progress;
  readonly notices: string[];
}

/** Returns the outcome for the progress line. */
async function runBootstrap({ platform, stack, isRemoval, progress, notices }: Work): Promise<string> {
  const terraform = new Terraform((await findTerraform()).command, {
    env: withoutTerraformSettings(),
    lockFile: projectLockFile,
  });
  const workFolder = join(projectFolder, WORK_FOLDER);
  const environment = {
    DRYDOCK_PLATFORM: platform.name,
    DRYDOCK_ENVIRONMENT: platform.environment,
    DRYDOCK_STATES: "1",
    ...(isRemoval ? { DRYDOCK_UNPROTECT: stack } : {}),
  };
  const claimed = ({ onStart, killed }: RunClaim) =>
    withSynthesizedProject((folder) => {
      const options: BootstrapOptions = {
        terraform: terraform.watched(onStart),
        stack,
        stackFolder: join(folder, "stacks", stack),
        workFolder,
        killed,
        onStep: (step) => progress.detail(step),
        onNotice: (notice) => notices.push(notice),
      };
      const findOthers = () =>
        stacksWithStateIn(terraform, stateBucketName(platform), join(folder, "platforms"));
      return resumable(isRemoval ? removeStateBucket(options, findOthers) : bootstrapStateBucket(options));
    }, environment);
  return withRunClaim(workFolder, stack, claimed, (pid) =>
    progress.detail(`waiting for the Terraform process of a killed run (process ${pid})`),
  );
}

/**
 * Unsets the user's variables that would point Terraform to another state or folder, or change its
 * commands.
 */
function withoutTerraformSettings(): Readonly<Record<string, undefined>> {
  const names = Object.keys(process.env).filter((name) => /^TF_(CLI_ARGS|WORKSPACE$|DATA_DIR$)/.test(name));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** Adds to a failed command's message that it can be run again. */
async function resumable<T>(running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(
      `${error.message}\nCompleted work is kept. Fix the cause, then run the same command again: it resumes.`,
      error.result,
    );
  }
}

/** Returns the stacks of all platforms that have resources in this bucket's states. */
async function stacksWithStateIn(terraform: Terraform, bucket: string, folder: string): Promise<string[]> {
  await synthesizeProject(folder, {});
  const stacks = readSynthesizedStacks(folder).filter((stack) => stateBucketsOf([stack]).has(bucket));
  return stacksWithState(terraform, stacks);
}
