import { join } from "node:path";
import { compact } from "../../language/compact.ts";
import type { Platform } from "../../language/platform.ts";
import { readDeployedStacks } from "../deploy/deployed-stacks.ts";
import type { DeployedStack } from "../deploy/stack-change.ts";
import { formatCount } from "../format-count.ts";
import { synthesizeProject } from "../synthesize-project.ts";
import { synthesizeRevision } from "../synthesize-revision.ts";
import { readSynthesizedStacks, type SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { SetupError } from "../terraform/setup-error.ts";
import { Terraform } from "../terraform/terraform.ts";
import { runExplainedStep } from "./rehearsal.ts";
import type { RehearseOptions } from "./rehearse-options.ts";
import type { CopiedState } from "./state-copies.ts";

/** Options of a rehearsed change. */
export interface ChangeRehearsalOptions
  extends Pick<
    RehearseOptions,
    "projectFolder" | "terraformBinary" | "provider" | "port" | "signal" | "progress"
  > {
  /** The platform in one environment. */
  readonly platform: Platform;
  /** A Git revision, which is deployed first; or what is deployed, as the real states say. */
  readonly start: { readonly revision: string } | "states";
  /** Changes back afterwards. */
  readonly andBack: boolean;
}

/** Both forms of a change, before anything is deployed. */
export interface ChangeStart {
  readonly deployed: readonly FormInFolder[];
  readonly wanted: readonly SynthesizedStack[];
  /** The name of the deployed form. */
  readonly from: string;
  /** The states to start from; undefined if the deployed form is deployed first. */
  readonly states?: readonly CopiedState[];
}

/** A stack's form, with the folder that has the files beside it, if it was synthesized. */
export type FormInFolder = DeployedStack & { readonly folder?: string };

/**
 * Synthesizes or reads both forms of a change, in private folders.
 *
 * @throws SetupError if there is no such revision, or nothing is deployed; ChangeError if a state
 *   does not say what is deployed
 */
export function startChange(
  options: ChangeRehearsalOptions,
  workFolder: string,
  wantedFolder: string,
): Promise<ChangeStart> {
  const { start } = options;
  if (start === "states") return readRealStates(options, workFolder, wantedFolder);
  return synthesizeBoth(options, start.revision, workFolder, wantedFolder);
}

async function synthesizeBoth(
  options: ChangeRehearsalOptions,
  revision: string,
  workFolder: string,
  wantedFolder: string,
): Promise<ChangeStart> {
  const env = environmentOf(options.platform);
  const before = join(workFolder, "before.out");
  let installed = "";
  const [from] = await runExplainedStep(options.progress, "synthesize both forms", async () => {
    const both = await Promise.all([
      synthesizeRevision({
        projectFolder: options.projectFolder,
        revision,
        workFolder: join(workFolder, "revision"),
        output: before,
        env,
        onInstall: (sentence) => {
          installed = ", with its own packages";
          options.progress.detail(sentence);
        },
        ...compact({ signal: options.signal }),
      }),
      synthesizeProject(wantedFolder, env),
    ]);
    return [both, `${both[0]}${installed} and this tree`];
  });
  return { deployed: readSynthesizedStacks(before), wanted: readSynthesizedStacks(wantedFolder), from };
}

/** Synthesizes this tree, and reads what is deployed with the user's own credentials. */
async function readRealStates(
  options: ChangeRehearsalOptions,
  workFolder: string,
  wantedFolder: string,
): Promise<ChangeStart> {
  const { progress, platform, terraformBinary, signal } = options;
  const wanted = await runExplainedStep(progress, "synthesize", async () => {
    await synthesizeProject(wantedFolder, environmentOf(platform));
    const stacks = readSynthesizedStacks(wantedFolder);
    return [stacks, formatCount(stacks.length, "stack")];
  });
  const texts = new Map<string, string>();
  const deployed = await runExplainedStep(progress, "read what is deployed", async () => {
    const terraform = new Terraform(terraformBinary, compact({ signal }));
    const stacks = await readDeployedStacks(terraform, wanted, join(workFolder, "states"), {
      onState: (stack, state) => void texts.set(stack, state),
    });
    return [stacks, stacks.length === 0 ? "nothing" : formatCount(stacks.length, "stack")];
  });
  if (deployed.length === 0) throw new SetupError(nothingDeployed(platform));
  const states = deployed.map((stack) => ({ stack, state: texts.get(stack.name) ?? "{}" }));
  return { deployed, wanted, from: "the states", states };
}

function nothingDeployed({ name, environment }: Platform): string {
  return `Nothing of ${name} ${environment} is deployed, so there are no states to start from. To rehearse its first deployment: npx drydock rehearse ${name} ${environment}`;
}

function environmentOf({ name, environment }: Platform) {
  return { DRYDOCK_PLATFORM: name, DRYDOCK_ENVIRONMENT: environment };
}
