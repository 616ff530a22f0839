import type { ModelGap } from "../reach/terraform/inventory.ts";
import type { OpenPath } from "./open-paths.ts";

/** One step of a rehearsal and how long it took. */
export interface PhaseResult {
  readonly name: string;
  readonly seconds: number;
  /** What came of it: `92 resources`. */
  readonly note: string;
}

/** One deployed stack. */
export interface StackResult {
  readonly name: string;
  /** Addresses of its resources, sorted; data sources left out. */
  readonly resources: readonly string[];
  /** Its outputs; a sensitive one's value is left out. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Whether a second plan changes nothing. */
  readonly secondPlanEmpty: boolean;
}

/** All that a rehearsal found: what `--json` prints. */
export interface RehearsalResult {
  /** `cybershield-prod`, or the folder that was given. */
  readonly subject: string;
  /** `full`: planned by the real provider; `light`: from a schema snapshot. */
  readonly mode: "full" | "light";
  /** `hashicorp/aws 5.100.0` and where it was found. */
  readonly provider: string;
  readonly phases: readonly PhaseResult[];
  readonly stacks: readonly StackResult[];
  /** Who can reach whom; of a platform, proven to be exactly what its flows declare. */
  readonly reach: readonly OpenPath[];
  /** What of a folder could not be read: who can reach what there is not known. Empty for a platform. */
  readonly notKnown: readonly ModelGap[];
  /** What refused to be destroyed while protected. */
  readonly refusedDestroy: readonly string[];
  /** What is left in the simulated account at the end: addresses by type. Empty unless it was kept. */
  readonly left: readonly string[];
  /** With `--keep`: the variables with which plain commands work against it. */
  readonly kept?: Readonly<Record<string, string>>;
  readonly seconds: number;
}
