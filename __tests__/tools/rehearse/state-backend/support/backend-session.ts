import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BucketSettings } from "../../../../../tools/rehearse/state-backend/s3-call.ts";
import {
  type RequestLogEntry,
  type SimulatedStateBackend,
  startStateBackend,
} from "../../../../../tools/rehearse/state-backend/state-backend.ts";
import { writeCliConfig } from "../../../../../tools/terraform/cli-config.ts";
import { type CommandResult, runCommand } from "../../../../../tools/terraform/run-command.ts";
import {
  makeTemporaryFolder,
  type TemporaryFolder,
} from "../../../../../tools/terraform/temporary-folder.ts";

/** The key of a stack's state. */
export const KEY = "cybershield/prod/network.tfstate";

/** The backend settings of the project's stacks. */
export const BACKEND_SETTINGS = {
  bucket: "acme-state",
  key: KEY,
  region: "us-east-1",
  encrypt: true,
  use_lockfile: true,
  kms_key_id: "arn:aws:kms:us-east-1:123456789012:alias/drydock-state",
} as const;

const KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** Root modules with their states in a simulated bucket, and Terraform to run in them. */
export class BackendSession {
  /** The buckets that exist. */
  buckets: Record<string, BucketSettings> = { "acme-state": { region: "us-east-1", versioned: true } };
  /** The requests so far. */
  readonly requests: RequestLogEntry[] = [];
  readonly #folder: TemporaryFolder = makeTemporaryFolder("drydock-test");
  #stateBackend: SimulatedStateBackend | undefined;

  static async start(): Promise<BackendSession> {
    const session = new BackendSession();
    await session.restart();
    return session;
  }

  get stateBackend(): SimulatedStateBackend {
    if (this.#stateBackend === undefined) throw new Error("the backend is not started");
    return this.#stateBackend;
  }

  /** A path in the session's folder. */
  path(name: string): string {
    return join(this.#folder.path, name);
  }

  /** Starts the backend again, with whatever the last one has stored. */
  async restart(): Promise<void> {
    await this.#stateBackend?.stop();
    this.#stateBackend = await startStateBackend({
      folder: this.path("store"),
      accountId: "123456789012",
      findBucket: (name) => this.buckets[name],
      findKmsKeyArn: (keyId) => (keyId === BACKEND_SETTINGS.kms_key_id ? KEY_ARN : undefined),
      onRequest: (entry) => this.requests.push(entry),
    });
  }

  async stop(): Promise<void> {
    await this.#stateBackend?.stop();
    await this.#folder.remove();
  }

  /** Writes a root module into its own folder, with {@link BACKEND_SETTINGS}. */
  writeModule(name: string, body: object, backend: object = {}): string {
    const folder = this.path(name);
    mkdirSync(folder, { recursive: true });
    const terraform = { backend: { s3: { ...BACKEND_SETTINGS, ...backend } } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform, ...body }));
    return folder;
  }

  /** Runs Terraform with the simulated backend, and accepts any exit code. */
  terraform(folder: string, ...args: readonly string[]): Promise<CommandResult> {
    const { env } = writeCliConfig(this.path("cli"));
    return runCommand("terraform", [...args], {
      cwd: folder,
      env: { ...env, ...this.stateBackend.env },
      okExitCodes: [0, 1, 2],
    });
  }

  /** Reads a state from the bucket. */
  stateOf(key: string = KEY): { readonly serial: number; readonly resources: readonly unknown[] } {
    const { objects } = this.stateBackend;
    const version = objects.current("acme-state", key);
    if (version === undefined) throw new Error(`no object ${key}`);
    return JSON.parse(objects.read(version).toString("utf8"));
  }

  /** Reports that the state is locked. */
  isLocked(): boolean {
    return this.stateBackend.objects.current("acme-state", `${KEY}.tflock`) !== undefined;
  }
}

/** A resource and an output. With a gate, the resource is created once that file exists. */
export function oneResource(input: string, gate?: string): object {
  const provisioner = { "local-exec": { command: `until [ -e '${gate}' ]; do sleep 0.05; done` } };
  return {
    resource: { terraform_data: { thing: { input, ...(gate === undefined ? {} : { provisioner }) } } },
    output: { thing: { value: "${terraform_data.thing.output}" } },
  };
}

/** Waits until a condition is true. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
