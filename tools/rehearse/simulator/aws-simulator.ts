import type { BackendFactory } from "./backend.ts";
import { BackendPool } from "./backend-pool.ts";
import { computeValues } from "./computed-values/index.ts";
import { constraints } from "./constraints/index.ts";
import { readSimulatedDataSource } from "./data-sources/index.ts";
import type { FaultPlan } from "./faults.ts";
import { createProviderServer } from "./provider-server.ts";
import { ProviderSessions } from "./provider-sessions.ts";
import { prunedSchemaBackends } from "./pruned-schema-backend.ts";
import { SimulatedAccount } from "./simulated-account.ts";
import type { AppliedChange, AwsBehavior, SimulatorContext } from "./simulator-context.ts";
import type { UsedBlocks } from "./used-blocks.ts";

/** The address of the simulated provider. */
const PROVIDER_ADDRESS = "registry.terraform.io/hashicorp/aws";

/** Options of {@link startAwsSimulator}. */
export interface AwsSimulatorOptions {
  /**
   * The provider's implementation: `providerProcessBackends(binary)`, or the schema-only planner.
   */
  readonly backend: BackendFactory;
  /** The account's file. An existing file is resumed. */
  readonly accountFile: string;
  /** 12 digits. */
  readonly accountId: string;
  /**
   * The resource types and data sources that Terraform sees: a few load in a tenth of the time of
   * all. Types that exist in the account are always included.
   * @default all of the provider's
   */
  readonly types?: ReadonlySet<string>;
  /**
   * The nested blocks in use, for resource types with a large schema: Terraform sees only these
   * blocks. Applies only while {@link types} is set.
   * @default all blocks
   */
  readonly blocks?: ReadonlyMap<string, UsedBlocks>;
  /** @default no faults */
  readonly faults?: FaultPlan;
  /**
   * The region of a provider configuration without one, like `AWS_REGION`.
   * @default none: the provider reports the missing region
   */
  readonly defaultRegion?: string;
  /**
   * Replacements for parts of the simulated AWS.
   * @default `computed-values/`, `data-sources/` and `constraints/`, with `services/`
   */
  readonly behavior?: Partial<Omit<AwsBehavior, "faults">>;
}

/** A running simulated AWS. */
export interface AwsSimulator {
  /** The value of `TF_REATTACH_PROVIDERS` that connects Terraform to the simulator. */
  readonly reattachProviders: string;
  /** The provider's name and version for messages: "hashicorp/aws 5.100.0". */
  readonly provider: string;
  /** The simulated account, with its resources. */
  readonly account: SimulatedAccount;
  /** Every requested change, in order. */
  readonly applied: readonly AppliedChange[];
  /** Changes {@link AwsSimulatorOptions.types} for Terraform processes that start later. */
  setTypes(types: ReadonlySet<string> | undefined): void;
  /** Stops the simulator: no process or socket remains, and the account's file is complete. */
  stop(): Promise<void>;
}

/**
 * Starts the simulated AWS.
 * @throws Error if the provider does not start or the account's file cannot be read.
 */
export async function startAwsSimulator(options: AwsSimulatorOptions): Promise<AwsSimulator> {
  const account = await SimulatedAccount.open(options.accountFile, options.accountId);
  const usedBlocks = () => (simulator.servedTypes === undefined ? undefined : options.blocks);
  const pool = new BackendPool(prunedSchemaBackends(options.backend, usedBlocks));
  const simulator: SimulatorContext = {
    account,
    pool,
    behavior: {
      computeValues,
      readDataSource: readSimulatedDataSource,
      constraints,
      faults: options.faults ?? (() => undefined),
      ...options.behavior,
    },
    applied: [],
    legacyTypes: new Set(),
    defaultRegion: options.defaultRegion,
    servedTypes: options.types,
  };
  const sessionOf = (peer: string) => sessions.forPeer(peer);
  const providerServer = createProviderServer(simulator, sessionOf);
  const sessions = await ProviderSessions.listen(pool, providerServer);
  const stop = async () => {
    await sessions.stop();
    providerServer.forceShutdown();
    await pool.stop();
    await account.flush();
  };
  try {
    const base = await pool.base();
    // Reads the schema while Terraform starts, since Terraform requests it first.
    base.schema().catch(() => undefined);
    return {
      reattachProviders: reattachConfig(sessions.address),
      provider: base.name,
      account,
      applied: simulator.applied,
      setTypes: (types) => {
        simulator.servedTypes = types;
        pool.forgetAnswers();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Builds the value of `TF_REATTACH_PROVIDERS`. `Test` keeps Terraform from ending the process it is
 * attached to, which is this one.
 * https://developer.hashicorp.com/terraform/plugin/debugging
 */
function reattachConfig(address: string): string {
  return JSON.stringify({
    [PROVIDER_ADDRESS]: {
      Protocol: "grpc",
      ProtocolVersion: 5,
      Pid: process.pid,
      Test: true,
      Addr: { Network: "tcp", String: address },
    },
  });
}
