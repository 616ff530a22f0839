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

/** The state stack of one account, and the folders to work in. */
export interface BootstrapOptions {
  /** The Terraform to run, with the credentials of the account. */
  readonly terraform: Terraform;
  /** The stack's name: `state-111111111111-us-east-1`. */
  readonly stack: string;
  /** The folder of the synthesized stack, which contains `cdk.tf.json`. */
  readonly stackFolder: string;
  /**
   * The folder for local state, with one subfolder for each stack. It must survive a crash: until
   * the bucket exists it holds the only state.
   */
  readonly workFolder: string;
  /** The time in seconds to wait for another run's state lock. @default 60 */
  readonly lockWaitSeconds?: number;
  /** The Terraform commands of killed earlier runs, whose locks are released. @default none */
  readonly killed?: readonly KilledCommand[];
  /** Called when a step starts, with a description. */
  readonly onStep?: (step: string) => void;
  /** Called with information to read after the run: a key that was deleted. */
  readonly onNotice?: (notice: string) => void;
}

const DEFAULT_LOCK_WAIT_SECONDS = 60;

/**
 * Creates the bucket that holds all state, including its own: it is created with local state, which
 * is then copied into it.
 *
 * It can be run again at any time, also after an interrupted removal. It starts from what exists
 * (the bucket, a state in the bucket, a local state, resources without state), so that nothing is
 * created twice. The local state is kept until its copy has been read back from the bucket.
 *
 * @throws SetupError if the bucket exists and nothing shows that it belongs to the stack.
 */
export function bootstrapStateBucket(options: BootstrapOptions): Promise<BootstrapOutcome> {
  return newRun(options).makePresent();
}

/**
 * Removes the state bucket: the reverse of {@link bootstrapStateBucket}. It can be run again at any
 * time as well. The stack must have been synthesized without protection.
 *
 * @param findOtherStates called if the bucket exists
 * @throws SetupError if another stack has state in the bucket, because its resources would be
 * orphaned, or if the stack is protected.
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
