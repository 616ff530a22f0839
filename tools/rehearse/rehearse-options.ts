import type { Platform } from "../../language/platform.ts";
import type { Progress } from "../progress.ts";
import type { ChosenProvider } from "./provider-choice.ts";
import type { RehearsalResult } from "./result.ts";
import type { Simulation } from "./simulation.ts";
/** Options of a rehearsal. */
export interface RehearseOptions {
  /** The project's folder, with its `cdktf.json`. */
  readonly projectFolder: string;
  /** A resolved platform, or a folder that `cdktf synth` wrote. */
  readonly subject: { readonly platform: Platform } | { readonly from: string };
  /** Terraform's path. */
  readonly terraformBinary: string;
  readonly provider: ChosenProvider;
  /**
   * Called once everything is deployed. The rehearsal keeps running until the promise resolves.
   * @default destroyed at once
   */
  readonly keep?: KeepRunning | undefined;
  /** The state backend's port. @default any free port */
  readonly port?: number | undefined;
  /** Aborts the rehearsal, which cleans up all the same. */
  readonly signal?: AbortSignal | undefined;
  readonly progress: Progress;
}

/**
 * Receives the running deployment. Through the simulation it can change resources outside
 * Terraform.
 */
export type KeepRunning = (result: RehearsalResult, simulation: Simulation) => Promise<void>;
