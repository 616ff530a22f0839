import { Account } from "./account.ts";
import { answerChange, answerLookup } from "./answers/index.ts";
import type { BackendFactory } from "./backend.ts";
import { BackendPool } from "./backend-pool.ts";
import type { FaultPlan } from "./faults.ts";
import { laws } from "./laws/index.ts";
import { narrowedBackends } from "./narrowed-backend.ts";
import { cloudServer } from "./server.ts";
import { Sessions } from "./sessions.ts";
import type { AppliedChange, Knowledge, Simulation } from "./simulation.ts";
import type { UsedBlocks } from "./used-blocks.ts";

/** The provider the cloud stands in for. */
export const PROVIDER_ADDRESS = "registry.terraform.io/hashicorp/aws";

/** How to start a {@link Cloud}. */
export interface CloudOptions {
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
   * @default - the answers under `answers/`, the laws under `laws/`
   */
  readonly knowledge?: Partial<Omit<Knowledge, "faults">>;
}

/** A running simulated AWS. */
export interface Cloud {
  /** The value of `TF_REATTACH_PROVIDERS` with which Terraform uses it. */
  readonly reattachProviders: string;
  /** What answers for the provider, for messages: "hashicorp/aws 5.100.0". */
  readonly provider: string;
  readonly account: Account;
  /** Every change asked for, in order. */
  readonly applied: readonly AppliedChange[];
  /** Changes {@link CloudOptions.types} for Terraform processes started from now on. */
  setTypes(types: ReadonlySet<string> | undefined): void;
  /** Ends it: no process and no socket is left, and the account's file is complete. */
  stop(): Promise<void>;
}

/**
 * Starts the simulated AWS.
 * @throws Error when the provider does not start or the account's file cannot be read.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const account = await Account.open(options.accountFile, options.accountId);
  const usedBlocks = () => (simulation.types === undefined ? undefined : options.blocks);
  const pool = new BackendPool(narrowedBackends(options.backend, usedBlocks));
  const simulation: Simulation = {
    account,
    pool,
    knowledge: {
      answerChange,
      answerLookup,
      laws,
      faults: options.faults ?? (() => undefined),
      ...options.knowledge,
    },
    applied: [],
    legacyTypes: new Set(),
    defaultRegion: options.defaultRegion,
    types: options.types,
  };
  const sessionOf = (peer: string) => sessions.of(peer);
  const server = cloudServer(simulation, sessionOf);
  const sessions = await Sessions.listen(pool, server);
  const stop = async () => {
    await sessions.stop();
    server.forceShutdown();
    await pool.stop();
    await account.flush();
  };
  try {
    const base = await pool.base();
    // Read while Terraform starts: its first question.
    base.schema().catch(() => undefined);
    return {
      reattachProviders: reattach(sessions.address),
      provider: base.name,
      account,
      applied: simulation.applied,
      setTypes: (types) => {
        simulation.types = types;
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
function reattach(address: string): string {
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
