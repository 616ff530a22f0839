import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import { writeStackFile } from "../synthesized/write-stacks.ts";
import { onExit } from "../terraform/cleanup.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { ChangeError } from "./change-error.ts";

/** Options of {@link withChangeLock}. */
export interface ChangeLockOptions {
  readonly terraform: Terraform;
  /** Terraform's path and environment, for the process that holds the lock. */
  readonly terraformBinary: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A stack of the platform: the lock is beside its state. */
  readonly stack: TerraformJson;
  /** The platform's prefix: `shop-prod`. */
  readonly prefix: string;
  /** A private folder. */
  readonly folder: string;
}

/** What the holder prints once it has the lock. */
const READY = "locked";

/**
 * Runs `work` while no other change of the same platform and environment runs, on any machine. The
 * lock is Terraform's own, of a state that never has anything in it, beside the platform's states: a
 * `terraform console` holds it as long as it runs.
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

async function acquire(options: ChangeLockOptions): Promise<() => Promise<void>> {
  const { terraform, folder, prefix } = options;
  mkdirSync(folder, { recursive: true });
  writeStackFile(folder, lockForm(options));
  await terraform.init(folder);
  const holder = execa(options.terraformBinary, ["console", "-no-color"], {
    cwd: folder,
    env: { ...options.env },
    // Ctrl-C reaches this program, which then ends the holder by closing its input.
    detached: true,
    cleanup: false,
    reject: false,
    stdin: "pipe",
  });
  const end = async () => {
    holder.stdin.end();
    await holder;
  };
  const release = onExit({ dispose: end, disposeNow: () => void holder.kill("SIGINT") });
  holder.stdin.write(`${JSON.stringify(READY)}\n`);
  const isHeld = await Promise.race([firstOutput(holder.stdout), holder.then(() => false)]);
  if (isHeld) return release;
  await release();
  const { stderr } = await holder;
  throw new ChangeError(
    `Another change of ${prefix} is running, or was killed:\n${String(stderr).trim()}\nIf it was killed: terraform force-unlock with the ID above, in ${join(folder)}.`,
  );
}

function firstOutput(stdout: NodeJS.ReadableStream): Promise<boolean> {
  return new Promise((resolve) => {
    stdout.on("data", (chunk) => {
      if (String(chunk).includes(READY)) resolve(true);
    });
  });
}

/** A stack without anything but a state, next to that of another stack. */
function lockForm({ stack, prefix }: ChangeLockOptions): TerraformJson {
  const { backend = {}, ...terraform } = stack.terraform ?? {};
  const { required_providers: _providers, ...settings } = terraform as Readonly<Record<string, unknown>>;
  return {
    terraform: {
      ...settings,
      backend: { s3: { ...backend.s3, key: `${prefix}-change/terraform.tfstate` } },
    },
  };
}
