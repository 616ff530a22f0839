import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeCliConfig } from "../terraform/cli-config.ts";
import type { ProviderCopy } from "../terraform/provider-copy.ts";
import { Terraform } from "../terraform/terraform.ts";
import { type Cloud, startCloud } from "./cloud/cloud.ts";
import type { FaultPlan } from "./cloud/faults.ts";
import { type Store, startStore } from "./store/store.ts";

/** A simulated AWS account, and how it is set up. */
export interface SimulationOptions {
  /** Where account, state and settings are kept; the same folder again is the same account again. */
  readonly folder: string;
  /** The 12-digit account id. */
  readonly accountId: string;
  /** The real provider; undefined for the lighter rehearsal. */
  readonly provider: ProviderCopy | undefined;
  /** Types whose schema Terraform is told of. @default all: slower, and right for any file */
  readonly types?: ReadonlySet<string>;
  /** Buckets that exist beside those in the account. @default none */
  readonly existingBuckets?: ReadonlySet<string>;
  /** The state store's port. @default any free one */
  readonly port?: number;
  /** Ways for applies to go wrong. @default none */
  readonly faults?: FaultPlan;
}

/** A running simulated AWS account: the cloud behind the provider, and the store behind the backend. */
export interface Simulation {
  readonly cloud: Cloud;
  readonly store: Store;
  /** With these, plain `terraform` and `cdktf` commands reach the simulation and nothing else. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends all of it; the folder stays. */
  stop(): Promise<void>;
}

/** Starts a simulated account on loopback. @throws SetupError when the port is in use. */
export async function startSimulation(options: SimulationOptions): Promise<Simulation> {
  mkdirSync(options.folder, { recursive: true });
  const cloud = await startCloud({
    accountId: options.accountId,
    accountFile: join(options.folder, "account.json"),
    ...(options.provider === undefined ? {} : { providerPath: options.provider.path }),
    ...(options.types === undefined ? {} : { types: options.types }),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
  });
  try {
    const store = await startStore({
      folder: join(options.folder, "objects"),
      accountId: options.accountId,
      bucketExists: (name) =>
        options.existingBuckets?.has(name) === true ||
        cloud.account.resources("aws_s3_bucket").some((bucket) => bucket.id === name),
      ...(options.port === undefined ? {} : { port: options.port }),
    });
    const cli = writeCliConfig(options.folder);
    const env = { ...cli.env, ...store.env, TF_REATTACH_PROVIDERS: cloud.reattachProviders };
    const stop = async () => void (await Promise.all([store.stop(), cloud.stop()]));
    return { cloud, store, env, stop };
  } catch (error) {
    await cloud.stop();
    throw error;
  }
}

/** Terraform that works against a simulation. */
export function terraformFor(simulation: Simulation, binary: string, signal?: AbortSignal): Terraform {
  return new Terraform(binary, { env: simulation.env, ...(signal === undefined ? {} : { signal }) });
}
