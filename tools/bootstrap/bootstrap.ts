import { join } from "node:path";
import type { Terraform } from "../terraform/terraform.ts";
import { stackProtected } from "./bootstrap-errors.ts";
import {
  type BootstrapOutcome,
  BootstrapRun,
  type FindOtherStates,
  type RemovalOutcome,
} from "./bootstrap-run.ts";
import type { KilledCommand } from "./state-lock.ts";
import { readStateStackConfig } from "./state-stack-config.ts";
import { StateStackTerraform } from "./state-stack-terraform.ts";
import { WorkingFolder } from "./working-folder.ts";

/** One account's state stack and where it is worked on. */
export interface BootstrapOptions {
  readonly terraform: Terraform;
  /** The stack's name: `state-111111111111-us-east-1`. */
  readonly stack: string;
  /** The synthesized stack's folder, with its `cdk.tf.json`. */
  readonly stackFolder: string;
  /**
   * A folder that outlives a crash: while the bucket does not exist it holds the only state.
   * One below it for each stack.
   */
  readonly workFolder: string;
  /** How long to wait for another run's lock on the state, in seconds. @default 60 */
  readonly lockWaitSeconds?: number;
  /**
   * Terraform commands of earlier runs that were killed: their locks are released. @default none
   */
  readonly killed?: readonly KilledCommand[];
  /** Told of each step as it begins. */
  readonly onStep?: (step: string) => void;
  /** Receives what a person should know of afterwards: a key that was deleted. */
  readonly onNotice?: (notice: string) => void;
}

const DEFAULT_LOCK_WAIT_SECONDS = 60;

/**
 * Makes the bucket that holds all state, itself included: created with local state, which is then
 * copied into it.
 *
 * It may be run again at any time, also after an interrupted removal. It looks at what exists (the
 * bucket, a state in it,
 * a local state, resources without a state) and goes on from there, so that nothing is made twice.
 * A local state stays
 * until its copy has been read back from the bucket.
 *
 * @throws SetupError when the bucket exists and nothing shows that it is ours.
 */
export function bootstrapStateBucket(options: BootstrapOptions): Promise<BootstrapOutcome> {
  return newRun(options).makePresent();
}

/**
 * Removes the state bucket: the way back of {@link bootstrapStateBucket}, which may likewise be
 * run again at any time. The stack
 * must have been synthesized without protection.
 *
 * @param findOtherStates called when the bucket exists
 * @throws SetupError when there are any, since their resources would be orphaned, and when the
 * stack is protected.
 */
export async function removeStateBucket(
  options: BootstrapOptions,
  findOtherStates: FindOtherStates,
): Promise<RemovalOutcome> {
  const { stack, stackFolder } = options;
  if (readStateStackConfig(stackFolder).isProtected) {
    throw stackProtected(stack);
  }
  return newRun(options).makeAbsent(findOtherStates);
}

function newRun(options: BootstrapOptions): BootstrapRun {
  const { terraform, stack, stackFolder, workFolder, onStep = ignore, onNotice = ignore } = options;
  const config = readStateStackConfig(stackFolder);
  const folder = new WorkingFolder(join(workFolder, stack));
  const { killed = [], lockWaitSeconds = DEFAULT_LOCK_WAIT_SECONDS } = options;
  const work = new StateStackTerraform({ terraform, stack, config, folder, killed, lockWaitSeconds });
  return new BootstrapRun({ stack, config, folder, work, onStep, onNotice });
}

function ignore(): void {}
