import type * as messages from "./protocol/messages.ts";
import type { SchemaBlock } from "./schema.ts";

/** The schema of one resource, data source, ephemeral resource or of the provider itself. */
export interface TypeSchema {
  /** The version of the type's state; 0 unless the provider has raised it. */
  readonly version: number;
  readonly block: SchemaBlock;
}

/** A provider's schema. Types are decoded on demand: decoding all of them takes seconds. */
export interface ProviderSchema {
  /** The schema of the provider's own arguments. */
  readonly provider: TypeSchema;
  /** Returns the type's schema; `undefined` if the provider has no such type. */
  resource(type: string): TypeSchema | undefined;
  dataSource(type: string): TypeSchema | undefined;
  ephemeral(type: string): TypeSchema | undefined;
  /**
   * Returns the encoded `GetProviderSchema` response, with only the resources, data sources and
   * ephemeral resources in `types`.
   * @default types - all of them
   */
  response(types?: ReadonlySet<string>): Uint8Array;
}

/**
 * The provider calls that need no AWS, answered by the real provider's process or by the
 * schema-only planner. Each method takes and returns the protocol's message. An error for the user
 * is a diagnostic in the response; a rejected promise means that the backend failed.
 */
export interface ProviderBackend {
  /** The name and version for messages: "hashicorp/aws 5.100.0". */
  readonly name: string;

  schema(): Promise<ProviderSchema>;
  functions(): Promise<messages.GetFunctionsResponse>;
  prepareConfig(request: messages.PrepareConfigRequest): Promise<messages.PrepareConfigResponse>;
  validateResource(request: messages.ValidateRequest): Promise<messages.DiagnosticsResponse>;
  validateDataSource(request: messages.ValidateRequest): Promise<messages.DiagnosticsResponse>;
  validateEphemeral(request: messages.ValidateRequest): Promise<messages.DiagnosticsResponse>;
  upgradeState(request: messages.UpgradeStateRequest): Promise<messages.UpgradeStateResponse>;
  moveState(request: messages.MoveStateRequest): Promise<messages.MoveStateResponse>;

  /** Called once, before the methods below; the config is the user's without access to AWS. */
  configure(request: messages.ConfigureRequest): Promise<messages.DiagnosticsResponse>;
  plan(request: messages.PlanRequest): Promise<messages.PlanResponse>;
  /** Reads a data source that needs no AWS; any other fails with a diagnostic. */
  readDataSource(request: messages.ReadDataSourceRequest): Promise<messages.ReadDataSourceResponse>;
  /** Converts an import ID to the attributes it encodes; the account supplies the rest. */
  importState(request: messages.ImportRequest): Promise<messages.ImportResponse>;
  openEphemeral(request: messages.OpenEphemeralRequest): Promise<messages.OpenEphemeralResponse>;
  renewEphemeral(request: messages.RenewEphemeralRequest): Promise<messages.RenewEphemeralResponse>;
  closeEphemeral(request: messages.CloseEphemeralRequest): Promise<messages.DiagnosticsResponse>;
  callFunction(request: messages.CallFunctionRequest): Promise<messages.CallFunctionResponse>;

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
