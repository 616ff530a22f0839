import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { compact } from "../../language/compact.ts";
import { platforms } from "../../platforms/index.ts";
import { terminalColumns } from "../columns.ts";
import { isPlanFolder, readManifestOfPlans } from "../plan/plan-folder.ts";
import { readContents } from "../reach/terraform/read-inventory.ts";
import { readPlans } from "./input/read-plans.ts";
import { EXIT_CODES, isAtLeast, LEVELS, type Level } from "./level.ts";
import { reviewAsGitlabReport } from "./output/gitlab-report.ts";
import { reviewAsHtml } from "./output/html.ts";
import { reviewAsJson } from "./output/json.ts";
import { reviewAsJunit } from "./output/junit.ts";
import { reviewAsMarkdown } from "./output/markdown.ts";
import { reviewAsSarif } from "./output/sarif.ts";
import { formatReview } from "./output/terminal.ts";
import type { PlanDocument } from "./plan/plan-document.ts";
import type { Review } from "./review.ts";
import { ReviewError } from "./review-error.ts";
import { reviewFolder } from "./review-folder.ts";
import { type ReviewOptions, reviewPasses } from "./review-plans.ts";
import { recordReview } from "./review-record.ts";
import { showWithTerraform } from "./show-plan.ts";
import { specLocations } from "./spec-locations.ts";
import { readWaivers } from "./waivers/read-waivers.ts";

interface ReviewFlags {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly html?: string;
  readonly sarif?: string;
  readonly junit?: string;
  readonly gitlabReport?: string;
  readonly failOn?: Level;
  readonly state?: readonly string[];
  readonly waivers?: string;
  readonly trial: boolean;
}

const HELP_FOOTER = `
It reads plans only: it needs no AWS credentials, and changes nothing. Make a plan:
  terraform plan -out plan.bin
and give plan.bin, or what terraform show -json plan.bin prints.

Exit codes: 0 quiet or note, 3 ask, 4 unknown, 5 block, 1 error.`;

/** Creates `drydock review`: judges plans for their risk. */
export function reviewCommand(): Command {
  return new Command("review")
    .description("judge Terraform plans for their risk, before anyone applies them")
    .argument("<plan...>", "saved plans, the output of `terraform show -json`, folders of either, or -")
    .option("--json", "print one JSON object")
    .option("--markdown", "print Markdown, for one comment on a pull request")
    .option("--html <path>", "write a self-contained HTML page")
    .option("--sarif <path>", "write SARIF, for code scanning")
    .option("--junit <path>", "write JUnit XML, for a test report")
    .option("--gitlab-report <path>", "write GitLab's Terraform report: the numbers of changes")
    .addOption(
      new Option("--fail-on <level>", "exit with 0 unless the verdict is this level or worse").choices(
        LEVELS,
      ),
    )
    .option("--state <path...>", "states of stacks without a plan, to judge reachability over all stacks")
    .option("--waivers <path>", "the file of waivers (default: review-waivers.json, if it is there)")
    .option("--no-trial", "do not try the plans out on a simulated AWS")
    .addHelpText("after", HELP_FOOTER)
    .action((paths: readonly string[], flags: ReviewFlags) => runReview(paths, flags));
}

async function runReview(paths: readonly string[], flags: ReviewFlags): Promise<void> {
  const [planFolder] = paths.length === 1 ? paths.filter(isPlanFolder) : [];
  const review =
    planFolder === undefined
      ? await reviewGiven(await readPlans(paths, showWithTerraform()), flags)
      : await reviewPlanFolder(planFolder, flags);
  if (flags.html !== undefined) writeOutput(flags.html, reviewAsHtml(review));
  if (flags.sarif !== undefined) writeOutput(flags.sarif, reviewAsSarif(review, specLocations(platforms)));
  if (flags.junit !== undefined) writeOutput(flags.junit, reviewAsJunit(review));
  if (flags.gitlabReport !== undefined) writeOutput(flags.gitlabReport, reviewAsGitlabReport(review));
  process.stdout.write(formatted(review, flags));
  if (planFolder !== undefined) {
    const digest = recordReview(planFolder, review);
    const stream = flags.json === true ? process.stderr : process.stdout;
    stream.write(`\nReviewed digest: ${digest}\n`);
  }
  process.exitCode = exitCodeOf(review.verdict, flags.failOn);
}

/** Reviews the plans of a folder that `drydock plan` wrote. */
async function reviewPlanFolder(folder: string, flags: ReviewFlags): Promise<Review> {
  const planned = readManifestOfPlans(folder).steps.map(({ stack }) => stack);
  return (await reviewFolder(folder, showWithTerraform(), await optionsOf(planned, flags))).review;
}

async function reviewGiven(plans: readonly PlanDocument[], flags: ReviewFlags): Promise<Review> {
  const planned = plans.map(({ stack }) => stack);
  return reviewPasses([plans], await optionsOf(planned, flags));
}

/** @param planned the stacks that are planned */
async function optionsOf(planned: readonly string[], flags: ReviewFlags): Promise<ReviewOptions> {
  const beside = flags.state === undefined ? [] : await readContents(flags.state);
  return {
    platforms,
    beside: beside.filter(({ stack }) => !planned.includes(stack)),
    tries: flags.trial,
    waivers: readWaivers(flags.waivers),
    ...compact({ waiversPath: flags.waivers }),
    today: new Date().toISOString().slice(0, 10),
  };
}

/** @throws ReviewError if the file cannot be written */
function writeOutput(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new ReviewError(
      `${path} cannot be written (${(error as NodeJS.ErrnoException).code}). Fix: name a file in a folder that exists.`,
    );
  }
}

function formatted(review: Review, { json, markdown }: ReviewFlags): string {
  if (json === true) return reviewAsJson(review);
  if (markdown === true) return reviewAsMarkdown(review);
  return formatReview(review, Math.min(terminalColumns(process.stdout), 100));
}

function exitCodeOf(verdict: Level, failOn: Level | undefined): number {
  return failOn === undefined || isAtLeast(verdict, failOn) ? EXIT_CODES[verdict] : 0;
}
