import { resolve as resolvePath } from "node:path";
import type { Platform } from "../../language/platform.ts";
import type { Progress } from "../progress.ts";
import { makeTemporaryFolder } from "../terraform/temporary-folder.ts";
import { rehearseFolder } from "./folder-rehearsal.ts";
import { rehearsePlatform } from "./platform-rehearsal.ts";
import type { ChosenProvider } from "./provider-choice.ts";
import type { RehearsalResult } from "./result.ts";
import type { Simulation } from "./simulation.ts";
import { SPACE_MIB } from "./space.ts";

/** Options of {@link rehearse}. */
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

/**
 * Rehearses a complete deployment with the real cdktf CLI, the real Terraform and its real S3
 * backend, against a simulated AWS on this machine. Cleans up everything before it returns or
 * throws.
 *
 * @throws SetupError, or RehearsalError with Terraform's output
 */
export async function rehearse(options: RehearseOptions): Promise<RehearsalResult> {
  const temporaryFolder = makeTemporaryFolder("drydock-rehearsal", { minFreeMiB: SPACE_MIB });
  try {
    return await ("from" in options.subject
      ? rehearseFolder(options, temporaryFolder.path, resolvePath(options.subject.from))
      : rehearsePlatform(options, temporaryFolder.path, options.subject.platform));
  } finally {
    await temporaryFolder.remove();
  }
}
