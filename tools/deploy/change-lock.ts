import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { stateKey } from "../../modules/state/backend.ts";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import { writeStackFile } from "../synthesized/write-stacks.ts";
import { onExit } from "../terraform/cleanup.ts";
import { OutputFiles } from "../terraform/output-files.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { ChangeError } from "./change-error.ts";

/** Options of {@link withChangeLock}. */
export interface ChangeLockOptions {
  /** Runs `terraform init` and `force-unlock` in the folder. */
  readonly terraform: Terraform;
  /** The path of the Terraform that holds the lock. */
  readonly terraformBinary: string;
  /** Environment variables of the process that holds the lock, besides this program's. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A stack of the platform: the lock is beside its state. */
  readonly stack: TerraformJson;
  /** The platform's prefix: `shop-prod`. */
  readonly prefix: string;
  /** A private folder. */
  readonly folder: string;
}

/** Terraform's question whether to apply, which the holder prints once it has the lock. */
const READY = "Enter a value:";

/** The time limit for the question, in milliseconds. */
const READY_MS = 120_000;

/** The time between two looks for the question, in milliseconds. */
const LOOK_MS = 50;

/**
 * Runs `work` while no other change of the same platform and environment runs, on any machine. The
 * lock is Terraform's own, of a state that never has anything in it, beside the platform's states:
 * a `terraform apply` holds it as long as its question is not answered, and the answer is no.
 *
 * @throws ChangeError if another change holds the lock; it names who, and since when
 */
export async function withChangeLock<T>(options: ChangeLockOptions, work: () => Promise<T>): Promise<T> {
  const release = await acquire(options);
  try {
    return await work();
  } finally {
    await release();
  }
}

/**
 * Removes the lock of a change whose machine stopped.
 *
 * @throws CommandError for another lock's ID
 */
export async function forceUnlockChange(options: ChangeLockOptions, lockId: string): Promise<void> {
  await initialize(options);
  await options.terraform.forceUnlock(options.folder, lockId);
}

async function initialize(options: ChangeLockOptions): Promise<void> {
  mkdirSync(options.folder, { recursive: true });
  writeStackFile(options.folder, lockForm(options));
  await options.terraform.init(options.folder);
}

async function acquire(options: ChangeLockOptions): Promise<() => Promise<void>> {
  const { folder, prefix } = options;
  await initialize(options);
  const files = new OutputFiles();
  const holder = execa(options.terraformBinary, ["apply", "-no-color", "-input=true"], {
    cwd: folder,
    env: { ...options.env, TF_INPUT: "1" },
    // Ctrl-C reaches this program, which then answers. If this program is killed, the holder reads
    // the end of its input, and releases the lock.
    detached: true,
    cleanup: false,
    reject: false,
    stdin: "pipe",
    ...files.descriptors,
  });
  const end = async () => {
    holder.stdin.end("no\n");
    await holder;
  };
  const release = onExit({ dispose: end, disposeNow: () => void holder.kill("SIGINT") });
  const isHeld = await isAsked(holder, files);
  const endWithErrors = async () => {
    await release();
    const errors = files.read("stderr").trim();
    files.close();
    return errors;
  };
  if (isHeld) return async () => void (await endWithErrors());
  throw new ChangeError(
    `Another change of ${prefix} is running, or its machine stopped:\n${await endWithErrors()}\n${FORCE_UNLOCK}`,
  );
}

const FORCE_UNLOCK =
  "If its machine stopped, run this again with --force-unlock and the ID above: it goes on from the states.";

/** True once Terraform asks its question; false if it ends before, or does not ask in time. */
async function isAsked(holder: Promise<unknown>, files: OutputFiles): Promise<boolean> {
  let hasEnded = false;
  void holder.then(() => {
    hasEnded = true;
  });
  const limit = performance.now() + READY_MS;
  while (!hasEnded && performance.now() < limit) {
    if (files.read("stdout").includes(READY)) return true;
    await sleep(LOOK_MS);
  }
  return false;
}

/** A stack without anything but a state, next to that of another stack. */
function lockForm({ stack, prefix }: ChangeLockOptions): TerraformJson {
  const { backend = {}, ...terraform } = stack.terraform ?? {};
  const { required_providers: _providers, ...settings } = terraform as Readonly<Record<string, unknown>>;
  return {
    terraform: {
      ...settings,
      backend: { s3: { ...backend.s3, key: stateKey(`${prefix}-change`) } },
    },
    // Something to apply, so that Terraform asks.
    output: { held_since: { value: `\${timestamp()}` } },
  };
}
