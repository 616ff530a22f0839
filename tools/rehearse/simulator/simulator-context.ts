import type { ProviderSchema, TypeSchema } from "./backend.ts";
import type { BackendPool } from "./backend-pool.ts";
import type { FaultPlan } from "./faults.ts";
import type { ProviderSettings } from "./provider-config.ts";
import type { SchemaBlock } from "./schema.ts";
import type { SimulatedAccount } from "./simulated-account.ts";
import type { CallContext, ComputeValues, Constraint, DataSourceReader } from "./simulator-types.ts";
import type { ObjectValue } from "./terraform-value.ts";

/** One change that was asked for, in the order AWS saw them. */
export interface AppliedChange {
  readonly type: string;
  /** The resource's id; `null` for a create that was refused. */
  readonly id: string | null;
  readonly region: string;
  readonly action: "create" | "update" | "delete";
  readonly outcome: "done" | "refused" | "crashed";
  /** How often AWS throttled it before it answered. */
  readonly throttleCount: number;
}

/** What AWS does in place of AWS: the knowledge the simulation is made of. */
export interface AwsBehavior {
  readonly computeValues: ComputeValues;
  readonly readDataSource: DataSourceReader;
  readonly constraints: readonly Constraint[];
  readonly faults: FaultPlan;
}

/** The simulated AWS behind the provider's protocol: one account, whoever is connected. */
export interface SimulatorContext {
  readonly account: SimulatedAccount;
  readonly pool: BackendPool;
  readonly behavior: AwsBehavior;
  readonly applied: AppliedChange[];
  /** The types of the older SDK that were planned: their answers are judged less strictly. */
  readonly legacyTypes: Set<string>;
  /** The region of a provider that names none. */
  readonly defaultRegion: string | undefined;
  /** The types Terraform is told of; `undefined` for all. */
  servedTypes: ReadonlySet<string> | undefined;
}

/** The simulated clock's time: one fixed moment, so that each run gives the same values. */
const NOW_MS = Date.UTC(2026, 0, 1);

/** The place a session's calls come from. */
export function createCallContext(simulator: SimulatorContext, region: string): CallContext {
  return { region, account: simulator.account, nowMs: NOW_MS };
}

/**
 * The region of a resource: its own (provider 6 and later let each resource name one), else the session's.
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

/** @throws Error when the provider has no such resource type. */
export async function readResourceSchema(simulator: SimulatorContext, type: string): Promise<TypeSchema> {
  const schema = (await readProviderSchema(simulator)).resource(type);
  if (schema === undefined) throw new Error(`the provider has no resource type ${type}`);
  return schema;
}
