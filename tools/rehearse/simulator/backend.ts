import type { CallName } from "./protocol/calls.ts";
import type { ProviderService } from "./protocol/tfplugin5.ts";
import type { SchemaBlock } from "./schema.ts";

/** The schema of one resource, data source, ephemeral resource or of the provider itself. */
export interface TypeSchema {
  /** The version of the type's state; 0 unless the provider has raised it. */
  readonly version: number;
  /** The attributes and nested blocks. */
  readonly block: SchemaBlock;
}

/** A provider's schema. Types are decoded on demand: decoding all of them takes seconds. */
export interface ProviderSchema {
  /** The schema of the provider's own arguments. */
  readonly provider: TypeSchema;
  /** Returns the type's schema; `undefined` if the provider has no such type. */
  resource(type: string): TypeSchema | undefined;
  /** Returns the data source's schema; `undefined` if the provider has no such type. */
  dataSource(type: string): TypeSchema | undefined;
  /** Returns the ephemeral resource's schema; `undefined` if the provider has no such type. */
  ephemeral(type: string): TypeSchema | undefined;
  /**
   * Returns the encoded `GetProviderSchema` response, with only the resources, data sources and
   * ephemeral resources in `types`.
   * @default types - all of them
   */
  response(types?: ReadonlySet<string>): Uint8Array;
}

/** The calls that need no AWS, which a backend answers. */
export const BACKEND_CALLS = [
  "GetFunctions",
  "PrepareProviderConfig",
  "ValidateResourceTypeConfig",
  "ValidateDataSourceConfig",
  "ValidateEphemeralResourceConfig",
  "UpgradeResourceState",
  "MoveResourceState",
  "Configure",
  "PlanResourceChange",
  "ReadDataSource",
  "ImportResourceState",
  "OpenEphemeralResource",
  "RenewEphemeralResource",
  "CloseEphemeralResource",
  "CallFunction",
] as const satisfies readonly CallName[];

/** The {@link BACKEND_CALLS} as methods. */
export type BackendCalls = Pick<ProviderService, (typeof BACKEND_CALLS)[number]>;

/**
 * The provider calls that need no AWS, answered by the real provider's process or by the
 * schema-only planner. An error for the user is a diagnostic in the response; a rejected promise
 * means that the backend failed.
 *
 * - `Configure` is called before the calls that need a configuration, and again for another one,
 *   never during another call; its config is the user's without access to AWS.
 * - `ReadDataSource` reads a data source that needs no AWS; any other fails with a diagnostic.
 * - `ImportResourceState` converts an import ID to the attributes it encodes; the account supplies
 *   the rest.
 */
export interface ProviderBackend extends BackendCalls {
  /** The name and version for messages: "hashicorp/aws 5.100.0". */
  readonly name: string;

  /** Returns the schema, instead of the call `GetSchema`. */
  schema(): Promise<ProviderSchema>;

  /**
   * Resolves when the backend has ended, by itself or by {@link stop}. Omitted if it cannot end by
   * itself.
   */
  readonly ended?: Promise<void>;

  /** Stops the backend; nothing of it remains when the promise resolves. May be called twice. */
  stop(): Promise<void>;
}

/** Creates another unconfigured backend. All backends of a factory have the same schema. */
export type BackendFactory = () => Promise<ProviderBackend>;
