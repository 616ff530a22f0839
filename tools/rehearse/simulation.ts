import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { compact } from "../../language/compact.ts";
import { writeAttachedTerraform } from "../terraform/attached-terraform.ts";
import { onExit } from "../terraform/cleanup.ts";
import { writeCliConfig } from "../terraform/cli-config.ts";
import { Terraform } from "../terraform/terraform.ts";
import { accountResolver } from "./account-resolver.ts";
import { connectBuckets } from "./bucket-contents.ts";
import { OperatorCalls } from "./operator-calls/operator-calls.ts";
import type { ChosenProvider } from "./provider-choice.ts";
import { SimulatedHealth } from "./simulated-health.ts";
import { type AwsSimulator, startAwsSimulator } from "./simulator/aws-simulator.ts";
import type { FaultPlan } from "./simulator/faults.ts";
import { GARBAGE_COLLECTION_ENV } from "./simulator/garbage-collection.ts";
import type { UsedBlocks } from "./simulator/used-blocks.ts";
import { type SimulatedStateBackend, startStateBackend } from "./state-backend/state-backend.ts";

/** Options of a simulated AWS account. */
export interface SimulationOptions {
  /**
   * The folder of account, state and settings. Starting again with the same folder resumes the same
   * account.
   */
  readonly folder: string;
  /** The 12-digit account ID. */
  readonly accountId: string;
  /** Terraform's path. */
  readonly terraformBinary: string;
  /** The provider that makes the plans. */
  readonly provider: ChosenProvider;
  /** Types whose schema is sent to Terraform. @default all: slower, and right for any file */
  readonly types?: ReadonlySet<string> | undefined;
  /**
   * Nested blocks whose schema is sent to Terraform for types with very many, by resource type.
   * @default all
   */
  readonly usedBlocks?: ReadonlyMap<string, UsedBlocks>;
  /** Buckets that exist in addition to those in the account, with their regions. @default none */
  readonly existingBuckets?: ReadonlyMap<string, string>;
  /** The state backend's port. @default any free port */
  readonly port?: number | undefined;
  /** Faults to inject into applies. @default none */
  readonly faults?: FaultPlan;
}

/** A running simulated AWS account: the simulator behind the provider, and the state backend. */
export interface Simulation {
  readonly simulator: AwsSimulator;
  readonly stateBackend: SimulatedStateBackend;
  /** The health of what is deployed. */
  readonly health: SimulatedHealth;
  /**
   * The environment in which plain `terraform` and `cdktf` commands reach the simulation and
   * nothing else.
   */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Stops everything; the folder stays. */
  stop(): Promise<void>;
}

/** Starts a simulated account on loopback. @throws SetupError if the port is in use */
export async function startSimulation(options: SimulationOptions): Promise<Simulation> {
  mkdirSync(options.folder, { recursive: true });
  const simulator = await startAwsSimulator({
    backend: options.provider.backend,
    accountId: options.accountId,
    accountFile: join(options.folder, "account.json"),
    ...compact({ types: options.types, blocks: options.usedBlocks, faults: options.faults }),
  });
  try {
    const health = new SimulatedHealth(simulator.account);
    const operators = new OperatorCalls(simulator.account);
    const stateBackend = await startStateBackend({
      handleOther: (request, requestId) =>
        health.handle(request, requestId) ?? operators.handle(request, requestId),
      folder: join(options.folder, "objects"),
      accountId: options.accountId,
      ...accountResolver(simulator.account, options.existingBuckets ?? new Map()),
      ...compact({ port: options.port }),
    });
    connectBuckets(simulator.account, stateBackend.objects);
    const cli = writeCliConfig(options.folder);
    const env = {
      ...cli.env,
      ...stateBackend.env,
      ...GARBAGE_COLLECTION_ENV,
      TF_REATTACH_PROVIDERS: simulator.reattachProviders,
      TERRAFORM_BINARY_NAME: writeAttachedTerraform(options.folder, options.terraformBinary),
    };
    const stop = async () => void (await Promise.all([stateBackend.stop(), simulator.stop()]));
    return { simulator, stateBackend, health, env, stop };
  } catch (error) {
    await simulator.stop();
    throw error;
  }
}

/**
 * Runs `work` with a simulated account, and always stops the account afterwards, also if `work`
 * throws.
 */
export async function withSimulation<T>(
  options: SimulationOptions,
  work: (simulation: Simulation) => Promise<T>,
): Promise<T> {
  const simulation = await startSimulation(options);
  const dispose = onExit({ dispose: () => simulation.stop() });
  try {
    return await work(simulation);
  } finally {
    await dispose();
  }
}

/** Returns a Terraform that runs against a simulation. */
export function terraformForSimulation(
  simulation: Simulation,
  binary: string,
  signal?: AbortSignal,
): Terraform {
  return new Terraform(binary, { env: simulation.env, ...compact({ signal }) });
}
