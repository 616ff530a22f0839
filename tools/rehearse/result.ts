import type { ModelGap } from "../reach/terraform/inventory.ts";
import type { OpenPath } from "./open-paths.ts";

/** One step of a rehearsal, with its duration. */
export interface PhaseResult {
  readonly name: string;
  readonly seconds: number;
  /** The outcome of the step: `92 resources`. */
  readonly note: string;
}

/** One deployed stack. */
export interface StackResult {
  readonly name: string;
  /** Addresses of its resources, sorted, without data sources. */
  readonly resources: readonly string[];
  /** Its outputs, without the values of sensitive ones. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** True if a second plan changes nothing. */
  readonly secondPlanEmpty: boolean;
}

/** The result of a rehearsal, as printed by `--json`. */
export interface RehearsalResult {
  /** `cybershield-prod`, or the given folder. */
  readonly subject: string;
  /** `full`: planned by the real provider; `light`: from a schema snapshot. */
  readonly mode: "full" | "light";
  /** `hashicorp/aws 5.100.0` and where it was found. */
  readonly provider: string;
  readonly phases: readonly PhaseResult[];
  readonly stacks: readonly StackResult[];
  /** The open paths. For a platform, proven to be exactly its declared flows. */
  readonly reach: readonly OpenPath[];
  /**
   * Parts of a folder that could not be read, so that reachability is not known. Empty for a
   * platform.
   */
  readonly notKnown: readonly ModelGap[];
  /** The addresses of the resources whose destruction was refused while protected. */
  readonly refusedDestroy: readonly string[];
  /**
   * The resources left in the simulated account at the end: type and ID. Empty for a kept
   * rehearsal.
   */
  readonly left: readonly string[];
  /** With `--keep`: the variables with which plain commands reach the rehearsal. */
  readonly kept?: Readonly<Record<string, string>>;
  readonly seconds: number;
}
