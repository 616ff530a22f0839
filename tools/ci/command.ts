import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { BRANCH_NAME, BRANCH_NAME_ALLOWED } from "../../language/ci.ts";
import { selectPlatforms } from "../../language/selection.ts";
import { platforms } from "../../platforms/index.ts";
import { projectFolder } from "../project-folder.ts";
import { CiError } from "./ci-error.ts";
import { githubFiles } from "./github/github-files.ts";
import type { WorkflowOptions } from "./github/review-workflow.ts";
import { gitlabFiles } from "./gitlab/gitlab-files.ts";
import { type PipelineService, pipelineTargets } from "./pipeline-targets.ts";
import { addStepCommands } from "./step-commands.ts";
import { staleFiles, type WrittenFile, writeFiles } from "./written-file.ts";

interface WriteFlags {
  readonly branch?: string;
  readonly check?: boolean;
}

const HELP_FOOTER = `
From an empty account to the first reviewed apply: docs/ci.md.`;

const SETTINGS: Readonly<Record<PipelineService, string>> = {
  github: 'github: { repository: "owner/name" }',
  gitlab: 'gitlab: { project: "group/name" }',
};

const writeFooter = (service: PipelineService) => `
Platforms with ci: { ${SETTINGS[service]} } are planned, reviewed and applied by it: docs/ci.md.
The others are checked and rehearsed.

Exit codes: 0 written, or as it would be written; 1 rejected, or stale with --check.`;

/** Creates `drydock ci`: writes pipelines, and does what their steps need. */
export function ciCommand(): Command {
  const command = new Command("ci")
    .description("write the pipeline: review of pull requests, apply of what was reviewed, drift")
    .addHelpText("after", HELP_FOOTER)
    .helpCommand(false)
    .commandsGroup("Write the pipeline:");
  command.addCommand(writeCommand("github", "write GitHub's workflows into .github/workflows/", githubFiles));
  command.addCommand(writeCommand("gitlab", "write .gitlab-ci.yml", gitlabFiles));
  addStepCommands(command.commandsGroup("Steps of the pipeline, which call them themselves:"));
  return command;
}

function writeCommand(
  service: PipelineService,
  description: string,
  filesOf: (options: WorkflowOptions) => readonly WrittenFile[],
): Command {
  const command = new Command(service)
    .description(description)
    .addHelpText("after", writeFooter(service))
    .option("--check", "write nothing; fail if the files are not as they would be written");
  // GitLab's branch is in the platforms, since the role that applies trusts it alone.
  if (service === "github")
    command.option("--branch <name>", "the branch whose commits are applied", parseBranch, DEFAULT_BRANCH);
  return command.action((flags: WriteFlags) => {
    const options = workflowOptions(service, flags.branch);
    const files = filesOf(options);
    if (options.targets.length === 0) console.error(withoutTargets(service));
    if (flags.check === true) {
      rejectStale(service, staleFiles(projectFolder, files));
      console.log(`${files.map(({ path }) => path).join(", ")}: as it would be written`);
    } else printWritten(files, writeFiles(projectFolder, files));
  });
}

/** @throws InvalidArgumentError for a name that is none of a branch */
function parseBranch(name: string): string {
  if (!BRANCH_NAME.test(name)) throw new InvalidArgumentError(`Allowed: ${BRANCH_NAME_ALLOWED}.`);
  return name;
}

function withoutTargets(service: PipelineService): string {
  return `No platform has ci.${service}: the pipeline checks and rehearses, and plans and applies nothing. To deploy with it, add ci: { ${SETTINGS[service]} } to a platform: docs/ci.md`;
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

/** The branch whose commits are applied, unless another is named. */
const DEFAULT_BRANCH = "main";

/** The options of this project's pipeline. @throws CiError if the targets name two branches */
export function workflowOptions(service: PipelineService, branch = DEFAULT_BRANCH): WorkflowOptions {
  const all = selectPlatforms(platforms, {});
  const targets = pipelineTargets(all, service);
  const branches = [...new Set(targets.map((target) => target.branch ?? branch))];
  if (branches.length > 1) {
    throw new CiError(
      `The platforms are applied from several branches: ${branches.join(", ")}. A pipeline has one. Fix: set ci.${service}.branch to the same branch everywhere.`,
    );
  }
  return {
    rehearsed: all.map(({ name, environment }) => ({ platform: name, environment })),
    targets,
    versions: {
      node: NODE_VERSION,
      terraform: readFileSync(join(projectFolder, ".terraform-version"), "utf8").trim(),
    },
    branch: branches[0] ?? branch,
  };
}
