import type { Platform } from "../../language/platform.ts";
import type { PlannedStackChanges } from "../deploy/plan-change.ts";
import type { Progress } from "../progress.ts";
import type { ChosenProvider } from "../rehearse/provider-choice.ts";
import type { SynthesizedStack, TerraformJson } from "../synthesized/synthesized-stacks.ts";
import type { Terraform } from "../terraform/terraform.ts";
import type { PlannedRevision } from "./plan-folder.ts";

/** The stacks that are planned: those with some names, or those that differ and what follows. */
export type StackSelection = {
  /** True for a stack that is planned in any case. */
  readonly isNamed: (stack: string) => boolean;
  /** Adds stacks that read an output which the others change. @default false */
  readonly withReaders?: boolean;
};

/** Options of `planPlatform`. */
export interface PlanPlatformOptions {
  /** The platform in one environment. */
  readonly platform: Platform;
  /** The synthesized stacks. */
  readonly wanted: readonly SynthesizedStack[];
  /** The stacks that are planned. */
  readonly selection: StackSelection;
  /** Terraform with the user's own credentials. */
  readonly terraform: Terraform;
  /** Terraform's path. */
  readonly terraformBinary: string;
  /** Chooses the provider that plans in the simulated account; called only if one is needed. */
  readonly chooseProvider: () => Promise<ChosenProvider>;
  /** The folder of the plans: see `inPlanFolder`. */
  readonly folder: string;
  /** A private folder, removed by the caller. */
  readonly workFolder: string;
  /** The project's revision; null without Git. */
  readonly revision: PlannedRevision | null;
  /** The project's file of provider checksums. */
  readonly lockFile: string;
  /** The forms of stacks whose states do not record them. @default none */
  readonly earlier?: ReadonlyMap<string, TerraformJson>;
  /** Called before the stacks are planned; throws to stop. @default nothing stops it */
  readonly onChange?: (change: PlannedStackChanges) => void;
  /** Receives each step. */
  readonly progress: Progress;
}
