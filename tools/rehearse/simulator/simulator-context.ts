import type { ProviderSchema, TypeSchema } from "./backend.ts";
import type { BackendPool } from "./backend-pool.ts";
import type { FaultPlan } from "./faults.ts";
import type { ProviderSettings } from "./provider-config.ts";
import type { SchemaBlock } from "./schema.ts";
import type { SimulatedAccount } from "./simulated-account.ts";
import type { CallContext, ComputeValues, Constraint, DataSourceReader } from "./simulator-types.ts";
import type { ObjectValue } from "./terraform-value.ts";

/** One requested change, in the order in which AWS received it. */
export interface AppliedChange {
  /** The Terraform type: `aws_subnet`. */
  readonly type: string;
  /** The resource's ID; `null` for a rejected create. */
  readonly id: string | null;
  /** The region of the call. */
  readonly region: string;
  /** The kind of change. */
  readonly action: "create" | "update" | "delete";
  /** The outcome: `crashed` if an injected fault dropped the connection. */
  readonly outcome: "done" | "rejected" | "crashed";
  /** The number of times AWS throttled the call before it succeeded. */
  readonly throttleCount: number;
}

/** The simulated behavior of AWS: constraints, computed values, data sources and faults. */
export interface AwsBehavior {
  /** Computes the values that AWS chooses. */
  readonly computeValues: ComputeValues;
  /** Reads data sources from the account. */
  readonly readDataSource: DataSourceReader;
  /** The rules that AWS enforces at apply. */
  readonly constraints: readonly Constraint[];
  /** The faults to inject: throttling, crashes. */
  readonly faults: FaultPlan;
}

/** The state of the simulated AWS, shared by all connections: one account. */
export interface SimulatorContext {
  /** The account, with its resources. */
  readonly account: SimulatedAccount;
  /** The backends, configured and idle ones. */
  readonly pool: BackendPool;
  /** The behavior of AWS in this run. */
  readonly behavior: AwsBehavior;
  /** Every requested change so far, in order. */
  readonly applied: AppliedChange[];
  /** Planned types of the older SDK: Terraform checks their responses less strictly. */
  readonly legacyTypes: Set<string>;
  /** The region of a provider configuration without one. */
  readonly defaultRegion: string | undefined;
  /** The types that Terraform sees; `undefined` for all. */
  servedTypes: ReadonlySet<string> | undefined;
}

/** The fixed time of the simulated clock, so that each run gives the same values. */
const NOW_MS = Date.UTC(2026, 0, 1);

/** The context of a session's calls. */
export function createCallContext(simulator: SimulatorContext, region: string): CallContext {
  return { region, account: simulator.account, nowMs: NOW_MS };
}

/**
 * The region of a resource: its own `region` argument (provider 6 and later), otherwise the
 * session's.
 */
export function regionOfResource(
  values: ObjectValue | null,
  block: SchemaBlock,
  settings: ProviderSettings,
): string {
  const attribute = block.attributes.region;
  const ownRegion = attribute?.optional && attribute.computed ? values?.region : undefined;
  return typeof ownRegion === "string" && ownRegion !== "" ? ownRegion : settings.region;
}

/** The provider's schema. */
export async function readProviderSchema(simulator: SimulatorContext): Promise<ProviderSchema> {
  return (await simulator.pool.base()).schema();
}

/** @throws Error if the provider has no such resource type. */
export async function readResourceSchema(simulator: SimulatorContext, type: string): Promise<TypeSchema> {
  const schema = (await readProviderSchema(simulator)).resource(type);
  if (schema === undefined) throw new Error(`the provider has no resource type ${type}`);
  return schema;
}
