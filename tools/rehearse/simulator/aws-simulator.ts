import type { BackendFactory } from "./backend.ts";
import { BackendPool } from "./backend-pool.ts";
import { answerLookup, computeValues } from "./computed-values/index.ts";
import { constraints } from "./constraints/index.ts";
import type { FaultPlan } from "./faults.ts";
import { createProviderServer } from "./provider-server.ts";
import { ProviderSessions } from "./provider-sessions.ts";
import { prunedSchemaBackends } from "./pruned-schema-backend.ts";
import { SimulatedAccount } from "./simulated-account.ts";
import type { AppliedChange, AwsBehavior, SimulatorContext } from "./simulator-context.ts";
import type { UsedBlocks } from "./used-blocks.ts";

/** The provider the cloud stands in for. */
export const PROVIDER_ADDRESS = "registry.terraform.io/hashicorp/aws";

/** How to start a {@link AwsSimulator}. */
export interface AwsSimulatorOptions {
  /** What answers for the provider: `providerProcesses(binary)`, or the lighter one from the snapshot. */
  readonly backend: BackendFactory;
  /** The account's file. One that is there is taken up again. */
  readonly accountFile: string;
  /** 12 digits. */
  readonly accountId: string;
  /**
   * The resource types and data sources Terraform is told of: a few load in a tenth of the time of all.
   * Those that exist in the account are always told.
   * @default - all of the provider's
   */
  readonly types?: ReadonlySet<string>;
  /**
   * Of these resource types Terraform is told the nested blocks that are used, where the schema is long: as long as it is
   * told of {@link types} only.
   * @default - all blocks
   */
  readonly blocks?: ReadonlyMap<string, UsedBlocks>;
  /** @default - nothing goes wrong */
  readonly faults?: FaultPlan;
  /**
   * The region of a provider that names none, as `AWS_REGION` gives it.
   * @default - none: the provider says that it misses one
   */
  readonly defaultRegion?: string;
  /**
   * Other knowledge of AWS in place of the rehearsal's own.
   * @default - what `computed-values/`, `data-sources/` and `constraints/` have
   */
  readonly behavior?: Partial<Omit<AwsBehavior, "faults">>;
}

/** A running simulated AWS. */
export interface AwsSimulator {
  /** The value of `TF_REATTACH_PROVIDERS` with which Terraform uses it. */
  readonly reattachProviders: string;
  /** What answers for the provider, for messages: "hashicorp/aws 5.100.0". */
  readonly provider: string;
  readonly account: SimulatedAccount;
  /** Every change asked for, in order. */
  readonly applied: readonly AppliedChange[];
  /** Changes {@link AwsSimulatorOptions.types} for Terraform processes started from now on. */
  setTypes(types: ReadonlySet<string> | undefined): void;
  /** Ends it: no process and no socket is left, and the account's file is complete. */
  stop(): Promise<void>;
}

/**
 * Starts the simulated AWS.
 * @throws Error when the provider does not start or the account's file cannot be read.
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
      readDataSource: answerLookup,
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
    // Read while Terraform starts: its first question.
    base.schema().catch(() => undefined);
    return {
      reattachProviders: reattachConfig(sessions.address),
      provider: base.name,
      account,
      applied: simulator.applied,
      setTypes: (types) => {
        simulator.servedTypes = types;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * `Test` keeps Terraform from ending the process it is attached to, which is this one.
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
