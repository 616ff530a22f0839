import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "../terraform/run-command.ts";
import { SetupError } from "../terraform/setup-error.ts";
import type { Terraform } from "../terraform/terraform.ts";

/** One account's state stack and where it is worked on. */
export interface BootstrapOptions {
  readonly terraform: Terraform;
  /** The stack's name: `state-111111111111-us-east-1`. */
  readonly stack: string;
  /** The synthesized stack's folder, with its `cdk.tf.json`. */
  readonly stackFolder: string;
  /**
   * A folder that outlives a crash: between the first apply and the migration it holds the only state.
   * One below it for each stack.
   */
  readonly workFolder: string;
  /** Told of each step as it begins. */
  readonly onStep?: (step: string) => void;
}

/** What a bootstrap found and did. */
export type BootstrapOutcome = "created" | "migrated" | "changed" | "up-to-date";

/** The file that lays a local backend over the S3 one, for as long as there is no bucket. */
const BACKEND_OVERRIDE_FILE = "backend_override.tf.json";
const LOCAL_STATE_FILE = "terraform.tfstate";

/**
 * Makes the bucket that holds all state, itself included: created with local state, then migrated into itself.
 *
 * It may be run again at any time: a finished one only applies what changed, an interrupted one goes on
 * where it stopped, since the local state stays until its copy is seen in the bucket.
 *
 * @throws SetupError when the bucket exists and no state says that it is ours.
 */
export async function bootstrapStateBucket(options: BootstrapOptions): Promise<BootstrapOutcome> {
  const folder = prepareFolder(options);
  const hasLocalState = existsSync(join(folder, LOCAL_STATE_FILE));
  if (!hasLocalState && (await bucketExists(options, folder))) return updateStateBucket(options, folder);
  await createWithLocalState(options, folder);
  await migrateState(options, folder);
  return hasLocalState ? "migrated" : "created";
}

/**
 * Removes the state bucket: the way back of {@link bootstrapStateBucket}. The stack must have been synthesized without
 * protection.
 *
 * @param stacksInUse the stacks whose resources the bucket still accounts for
 * @throws SetupError when there are any: their resources would be orphaned.
 */
export async function removeStateBucket(
  options: BootstrapOptions,
  stacksInUse: readonly string[],
): Promise<void> {
  const folder = prepareFolder(options);
  if (stacksInUse.length > 0) {
    throw new SetupError(
      `The state bucket still holds ${stacksInUse.join(", ")}: destroy those stacks first.`,
    );
  }
  options.onStep?.("taking the state out of the bucket");
  await options.terraform.init(folder, "-reconfigure");
  await options.terraform.apply(folder);
  useLocalState(folder);
  await options.terraform.init(folder, "-migrate-state", "-force-copy");
  options.onStep?.("removing the bucket");
  await options.terraform.destroy(folder);
  rmSync(folder, { recursive: true, force: true });
}

function prepareFolder({ workFolder, stack, stackFolder }: BootstrapOptions): string {
  const folder = join(workFolder, stack);
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(stackFolder, "cdk.tf.json"), join(folder, "cdk.tf.json"));
  return folder;
}

/** Asks by the backend itself: it needs no other client of AWS. */
async function bucketExists({ terraform, onStep }: BootstrapOptions, folder: string): Promise<boolean> {
  onStep?.("looking for the state bucket");
  rmSync(join(folder, BACKEND_OVERRIDE_FILE), { force: true });
  try {
    await terraform.init(folder, "-reconfigure");
    return true;
  } catch (error) {
    if (error instanceof CommandError && /S3 bucket .*does not exist|NoSuchBucket/s.test(error.result.stderr))
      return false;
    throw error;
  }
}

async function updateStateBucket(
  { terraform, stack, onStep }: BootstrapOptions,
  folder: string,
): Promise<BootstrapOutcome> {
  if ((await terraform.stateList(folder)).length === 0) {
    throw new SetupError(
      `The state bucket of ${stack} exists, but holds no state of its own and there is none in ${folder}: ` +
        "another tool made it. Choose another name (stateBucket in the spec), or import it with terraform import.",
    );
  }
  onStep?.("comparing the state bucket");
  if (!(await terraform.plan(folder)).changes) return "up-to-date";
  onStep?.("bringing the state bucket up to date");
  await terraform.apply(folder);
  return "changed";
}

async function createWithLocalState({ terraform, onStep }: BootstrapOptions, folder: string): Promise<void> {
  onStep?.("creating the state bucket");
  useLocalState(folder);
  await terraform.init(folder, "-reconfigure");
  await terraform.apply(folder);
}

async function migrateState({ terraform, stack, onStep }: BootstrapOptions, folder: string): Promise<void> {
  onStep?.("moving its state into the bucket");
  rmSync(join(folder, BACKEND_OVERRIDE_FILE));
  await terraform.init(folder, "-migrate-state", "-force-copy");
  if ((await terraform.stateList(folder)).length === 0) {
    throw new Error(
      `The state of ${stack} did not arrive in its bucket; it is still in ${join(folder, LOCAL_STATE_FILE)}.`,
    );
  }
  rmSync(join(folder, LOCAL_STATE_FILE), { force: true });
  rmSync(join(folder, `${LOCAL_STATE_FILE}.backup`), { force: true });
}

function useLocalState(folder: string): void {
  const override = { terraform: { backend: { local: { path: LOCAL_STATE_FILE } } } };
  writeFileSync(join(folder, BACKEND_OVERRIDE_FILE), JSON.stringify(override, null, 2));
}
