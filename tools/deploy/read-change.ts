import { join } from "node:path";
import { compact } from "../../language/compact.ts";
import type { Platform } from "../../language/platform.ts";
import type { SynthesizedStack, TerraformJson } from "../synthesized/synthesized-stacks.ts";
import { writeStackFile } from "../synthesized/write-stacks.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { readDeployedStacks } from "./deployed-stacks.ts";
import { withoutDoneByHand } from "./in-place/done-by-hand.ts";
import { type PlannedStackChanges, planChange, rejectForbiddenChange } from "./plan-change.ts";
import type { DeployedStack } from "./stack-change.ts";

/** Options of {@link readChange}. */
export interface ReadChangeOptions {
  /** Reads the states. */
  readonly terraform: Terraform;
  /** The wanted stacks. */
  readonly wanted: readonly SynthesizedStack[];
  /** The platform, which says what becomes of what leaves. */
  readonly platform: Pick<Platform, "retire">;
  /** A private folder; each stack gets `stacks/<name>` in it, initialized. */
  readonly workFolder: string;
  /** The forms of stacks whose states do not record them. @default none */
  readonly earlier?: ReadonlyMap<string, TerraformJson>;
}

/** The deployed stacks of a platform, with their states. */
export interface DeployedPlatform {
  /** The deployed stacks. */
  readonly deployed: readonly DeployedStack[];
  /** The state of each, in Terraform's format. */
  readonly states: ReadonlyMap<string, string>;
}

/** Reads what is deployed. @throws ChangeError if a state does not say it */
export async function readDeployedPlatform(options: ReadChangeOptions): Promise<DeployedPlatform> {
  const { terraform, wanted, workFolder, earlier } = options;
  const states = new Map<string, string>();
  const deployed = await readDeployedStacks(terraform, wanted, workFolder, {
    ...compact({ earlier }),
    onState: (stack, state) => void states.set(stack, state),
  });
  return { deployed, states };
}

/**
 * Plans how what is deployed becomes what is wanted.
 *
 * @throws ChangeError if something forbids it
 */
export async function planAllowedChange(
  deployed: readonly DeployedStack[],
  { terraform, wanted, platform, workFolder }: ReadChangeOptions,
): Promise<PlannedStackChanges> {
  const planned = planChange(deployed, wanted, platform.retire);
  const inPlace = await withoutDoneByHand(planned.inPlace, deployed, async (stack, json, address) => {
    const folder = join(workFolder, "stacks", stack);
    writeStackFile(folder, json);
    return terraform.readAgain(folder, address);
  });
  rejectForbiddenChange({ ...planned, inPlace });
  return planned;
}
