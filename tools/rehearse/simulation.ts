import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeAttachedTerraform } from "../terraform/attached-terraform.ts";
import { onExit } from "../terraform/cleanup.ts";
import { writeCliConfig } from "../terraform/cli-config.ts";
import { Terraform } from "../terraform/terraform.ts";
import { accountLookups } from "./account-lookups.ts";
import { connectBuckets } from "./bucket-contents.ts";
import { type Cloud, startCloud } from "./cloud/cloud.ts";
import type { FaultPlan } from "./cloud/faults.ts";
import type { UsedBlocks } from "./cloud/used-blocks.ts";
import { GARBAGE_COLLECTION } from "./garbage-collection.ts";
import type { ChosenProvider } from "./provider-choice.ts";
import { type Store, startStore } from "./store/store.ts";

/** A simulated AWS account, and how it is set up. */
export interface SimulationOptions {
  /** Where account, state and settings are kept; the same folder again is the same account again. */
  readonly folder: string;
  /** The 12-digit account id. */
  readonly accountId: string;
  /** Terraform's path. */
  readonly terraformBinary: string;
  /** What plans. */
  readonly provider: ChosenProvider;
  /** Types whose schema Terraform is told of. @default all: slower, and right for any file */
  readonly types?: ReadonlySet<string> | undefined;
  /** Nested blocks that Terraform is told of where a type has very many, by resource type. @default all */
  readonly blocks?: ReadonlyMap<string, UsedBlocks>;
  /** Buckets that exist beside those in the account, with their regions. @default none */
  readonly existingBuckets?: ReadonlyMap<string, string>;
  /** The state store's port. @default any free one */
  readonly port?: number | undefined;
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
    backend: options.provider.backend,
    accountId: options.accountId,
    accountFile: join(options.folder, "account.json"),
    ...(options.types === undefined ? {} : { types: options.types }),
    ...(options.blocks === undefined ? {} : { blocks: options.blocks }),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
  });
  try {
    const store = await startStore({
      folder: join(options.folder, "objects"),
      accountId: options.accountId,
      ...accountLookups(cloud.account, options.existingBuckets ?? new Map()),
      ...(options.port === undefined ? {} : { port: options.port }),
    });
    connectBuckets(cloud.account, store.objects);
    const cli = writeCliConfig(options.folder);
    const env = {
      ...cli.env,
      ...store.env,
      ...GARBAGE_COLLECTION,
      TF_REATTACH_PROVIDERS: cloud.reattachProviders,
      TERRAFORM_BINARY_NAME: writeAttachedTerraform(options.folder, options.terraformBinary),
    };
    const stop = async () => void (await Promise.all([store.stop(), cloud.stop()]));
    return { cloud, store, env, stop };
  } catch (error) {
    await cloud.stop();
    throw error;
  }
}

/**
 * Works with a simulated account, and ends it whatever happens.
 *
 * @throws whatever the work throws
 */
export async function simulate<T>(
  options: SimulationOptions,
  work: (simulation: Simulation) => Promise<T>,
): Promise<T> {
  const simulation = await startSimulation(options);
  const leave = onExit({ dispose: () => simulation.stop() });
  try {
    return await work(simulation);
  } finally {
    await leave();
  }
}

/** Terraform that works against a simulation. */
export function terraformFor(simulation: Simulation, binary: string, signal?: AbortSignal): Terraform {
  return new Terraform(binary, { env: simulation.env, ...(signal === undefined ? {} : { signal }) });
}
