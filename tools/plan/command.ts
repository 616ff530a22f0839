import { join, resolve } from "node:path";
import { Argument, Command } from "commander";
import type { Platform } from "../../language/platform.ts";
import { selectPlatforms } from "../../language/selection.ts";
import { platformPrefix } from "../../modules/names.ts";
import { platforms } from "../../platforms/index.ts";
import { formatCount } from "../format-count.ts";
import { runStep, StreamProgress } from "../progress.ts";
import { projectFolder } from "../project-folder.ts";
import { createProviderOption } from "../rehearse/options.ts";
import { chooseProvider, type ProviderChoice } from "../rehearse/provider-choice.ts";
import { shownPath } from "../shown-path.ts";
import { synthesizeProject } from "../synthesize-project.ts";
import { readSynthesizedStacks, type SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { projectLockFile } from "../terraform/provider-lock.ts";
import { makeTemporaryFolder } from "../terraform/temporary-folder.ts";
import { Terraform } from "../terraform/terraform.ts";
import { findTerraform } from "../terraform/terraform-binary.ts";
import { differingStacks } from "./affected-stacks.ts";
import { formatPlans, hasChanges, plansAsJson } from "./format-plans.ts";
import { PlanError } from "./plan-error.ts";
import type { PlanManifest } from "./plan-folder.ts";
import type { StackSelection } from "./plan-options.ts";
import { planPlatform } from "./plan-platform.ts";
import { projectRevision } from "./project-revision.ts";

interface PlanFlags {
  readonly out?: string;
  readonly affectedSince?: string;
  readonly provider: ProviderChoice;
  readonly json?: boolean;
}

/** The folder of plans in the project, which Git ignores. */
const DEFAULT_FOLDER = join(projectFolder, ".drydock", "plans");

/** The exit code if plans would change something. */
const EXIT_CHANGES = 2;

const HELP_FOOTER = `
It uses your AWS credentials, which only need to read, and changes nothing. The plans contain
secrets of the states: their folder is readable by you only.

Examples:
  npx drydock plan shop prod
  npx drydock plan shop prod network edge
  npx drydock plan shop prod --affected-since origin/main

Exit codes: 0 nothing to change, 2 changes, 1 error, 130 interrupted.`;

/** `drydock plan`: saves the plans of a change, which `review` judges and `apply` applies. */
export function planCommand(): Command {
  return new Command("plan")
    .description("plan a change with Terraform, and save the plans to review and apply them")
    .addArgument(new Argument("[platform]", "a platform in platforms/ (default: all)"))
    .addArgument(new Argument("[environment]", "one of its environments (default: all)"))
    .addArgument(new Argument("[stack...]", "stacks, as network or shop-prod-network (default: all)"))
    .option("--out <folder>", "the folder of the plans (default: .drydock/plans/PLATFORM-ENVIRONMENT)")
    .option(
      "--affected-since <revision>",
      "plan what differs from a Git revision, and what reads its outputs",
    )
    .addOption(createProviderOption())
    .option("--json", "print one JSON object; progress goes to standard error")
    .addHelpText("after", HELP_FOOTER)
    .action(
      (platform: string | undefined, environment: string | undefined, stacks: string[], flags: PlanFlags) =>
        runPlan({ platform, environment }, stacks, flags),
    );
}

interface PlannedFolder {
  readonly manifest: PlanManifest;
  readonly folder: string;
}

async function runPlan(
  selection: { readonly platform: string | undefined; readonly environment: string | undefined },
  stacks: readonly string[],
  flags: PlanFlags,
): Promise<void> {
  const selected = selectPlatforms(platforms, selection);
  const planned: PlannedFolder[] = [];
  for (const platform of selected) {
    const name = platformPrefix(platform);
    const isOne = selection.environment !== undefined && flags.out !== undefined;
    const folder = isOne ? flags.out : join(flags.out ?? DEFAULT_FOLDER, name);
    const manifest = await planInto(folder, platform, stacks, flags);
    planned.push({ manifest, folder });
    if (flags.json !== true) process.stdout.write(formatPlans(manifest, shownPath(folder)));
  }
  if (flags.json === true) process.stdout.write(plansAsJson(planned));
  if (planned.some(({ manifest }) => manifest.unplanned.length > 0)) process.exitCode = 1;
  else if (planned.some(({ manifest }) => hasChanges(manifest))) process.exitCode = EXIT_CHANGES;
}

async function planInto(
  folder: string,
  platform: Platform,
  stacks: readonly string[],
  flags: PlanFlags,
): Promise<PlanManifest> {
  const { command: terraformBinary } = await findTerraform();
  const progress = new StreamProgress(flags.json === true ? process.stderr : process.stdout);
  const temporaryFolder = makeTemporaryFolder("drydock-plan");
  try {
    const output = join(temporaryFolder.path, "cdktf.out");
    const env = { DRYDOCK_PLATFORM: platform.name, DRYDOCK_ENVIRONMENT: platform.environment };
    const wanted = await runStep(progress, `synthesize ${platformPrefix(platform)}`, async () => {
      await synthesizeProject(output, env);
      const all = readSynthesizedStacks(output);
      return [all, formatCount(all.length, "stack")];
    });
    const { manifest } = await planPlatform({
      platform,
      wanted,
      selection: await selectionOf(stacks, {
        wanted,
        platform,
        env,
        workFolder: temporaryFolder.path,
        flags,
        onInstall: (sentence) => progress.detail(sentence),
      }),
      terraform: new Terraform(terraformBinary, { lockFile: projectLockFile }),
      terraformBinary,
      chooseProvider: () => chooseProvider(flags.provider, (line) => progress.detail(line)),
      folder: resolve(folder),
      workFolder: temporaryFolder.path,
      revision: await projectRevision(),
      lockFile: projectLockFile,
      progress,
    });
    return manifest;
  } finally {
    await temporaryFolder.remove();
  }
}

interface SelectionContext {
  readonly wanted: readonly SynthesizedStack[];
  readonly platform: Platform;
  readonly env: Readonly<Record<string, string>>;
  readonly workFolder: string;
  readonly flags: PlanFlags;
  readonly onInstall: (sentence: string) => void;
}

async function selectionOf(
  stacks: readonly string[],
  { wanted, platform, env, workFolder, onInstall, flags: { affectedSince } }: SelectionContext,
): Promise<StackSelection> {
  if (affectedSince !== undefined) {
    const differing = await differingStacks({ revision: affectedSince, wanted, workFolder, env, onInstall });
    return { isNamed: (stack) => differing.has(stack), withReaders: true };
  }
  if (stacks.length === 0) return { isNamed: () => true };
  const prefix = platformPrefix(platform);
  const names = new Set(stacks.map((name) => (name.startsWith(`${prefix}-`) ? name : `${prefix}-${name}`)));
  const known = wanted.map(({ name }) => name);
  const unknown = [...names].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new PlanError(
      `${prefix} has no stack ${unknown.join(", ")}. Fix: use one of ${known.map((name) => name.slice(prefix.length + 1)).join(", ")}`,
    );
  }
  return { isNamed: (stack) => names.has(stack) };
}
