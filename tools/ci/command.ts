import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { selectPlatforms } from "../../language/selection.ts";
import { platforms } from "../../platforms/index.ts";
import { projectFolder } from "../project-folder.ts";
import { CiError } from "./ci-error.ts";
import { githubFiles } from "./github/github-files.ts";
import type { WorkflowOptions } from "./github/review-workflow.ts";
import { gitlabFiles } from "./gitlab/gitlab-files.ts";
import { pipelineTargets } from "./pipeline-targets.ts";
import { addStepCommands } from "./step-commands.ts";
import { staleFiles, type WrittenFile, writeFiles } from "./written-file.ts";

interface WriteFlags {
  readonly branch: string;
  readonly check?: boolean;
}

const HELP_FOOTER = `
github and gitlab write the pipeline of the platforms that have ci.github: docs/ci.md. The other
commands are steps of the pipeline.`;

/** Creates `drydock ci`: writes pipelines, and does what their steps need. */
export function ciCommand(): Command {
  const command = new Command("ci")
    .description("write the pipeline: review of pull requests, apply of what was reviewed, drift")
    .addHelpText("after", HELP_FOOTER);
  command.addCommand(writeCommand("github", "write GitHub's workflows into .github/workflows/", githubFiles));
  command.addCommand(writeCommand("gitlab", "write .gitlab-ci.yml", gitlabFiles));
  addStepCommands(command);
  return command;
}

function writeCommand(
  name: string,
  description: string,
  filesOf: (options: WorkflowOptions) => readonly WrittenFile[],
): Command {
  return new Command(name)
    .description(description)
    .option("--branch <name>", "the branch whose commits are applied", "main")
    .option("--check", "write nothing; fail if the files are not as they would be written")
    .action((flags: WriteFlags) => {
      const files = filesOf(workflowOptions(flags.branch));
      if (flags.check === true) rejectStale(name, staleFiles(projectFolder, files));
      else printWritten(files, writeFiles(projectFolder, files));
    });
}

/** @throws CiError if files are stale */
function rejectStale(name: string, stale: readonly string[]): void {
  if (stale.length === 0) return;
  throw new CiError(`${stale.join(", ")}: not as it would be written. Fix: npx drydock ci ${name}`);
}

function printWritten(files: readonly WrittenFile[], changed: readonly string[]): void {
  for (const { path } of files) console.log(`${path}  ${changed.includes(path) ? "written" : "up to date"}`);
}

/** The newest major version of Node.js that the project supports and that has long-term support. */
const NODE_VERSION = "22";

/** The options of this project's pipeline. */
export function workflowOptions(branch: string): WorkflowOptions {
  const all = selectPlatforms(platforms, {});
  return {
    rehearsed: all.map(({ name, environment }) => ({ platform: name, environment })),
    targets: pipelineTargets(all),
    versions: {
      node: NODE_VERSION,
      terraform: readFileSync(join(projectFolder, ".terraform-version"), "utf8").trim(),
    },
    branch,
  };
}
