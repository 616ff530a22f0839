import type * as messages from "./protocol/messages.ts";
import type { SchemaBlock } from "./schema.ts";

/** The schema of one resource, data source, ephemeral resource or of the provider itself. */
export interface TypeSchema {
  /** The version of the type's state; 0 unless the provider has upgraded it. */
  readonly version: number;
  readonly block: SchemaBlock;
}

/** A provider's schema. Types are decoded one by one when asked for: all of them take seconds. */
export interface ProviderSchema {
  /** The provider's own arguments. */
  readonly provider: TypeSchema;
  /** `undefined` where the provider has no such type. */
  resource(type: string): TypeSchema | undefined;
  dataSource(type: string): TypeSchema | undefined;
  ephemeral(type: string): TypeSchema | undefined;
  /**
   * The `GetProviderSchema` response as bytes, with the resources, data sources and ephemeral resources
   * named in `types` only.
   * @default types - all of them
   */
  response(types?: ReadonlySet<string>): Uint8Array;
}

/**
 * Everything Terraform asks that a provider answers without AWS: the real provider's process, or the
 * lighter one made from a schema snapshot. Methods are named after what they do; each takes and returns
 * the protocol's message. A refusal is a diagnostic in the response; a rejected promise is a breakdown.
 */
export interface ProviderBackend {
  /** For messages: "hashicorp/aws 5.100.0". */
  readonly name: string;

  schema(): Promise<ProviderSchema>;
  functions(): Promise<messages.GetFunctionsResponse>;
  prepareConfig(request: messages.PrepareConfigRequest): Promise<messages.PrepareConfigResponse>;
  validateResource(request: messages.ValidateRequest): Promise<messages.DiagnosticsResponse>;
  validateDataSource(request: messages.ValidateRequest): Promise<messages.DiagnosticsResponse>;
  validateEphemeral(request: messages.ValidateRequest): Promise<messages.DiagnosticsResponse>;
  upgradeState(request: messages.UpgradeStateRequest): Promise<messages.UpgradeStateResponse>;
  moveState(request: messages.MoveStateRequest): Promise<messages.MoveStateResponse>;

  /** Called once, before the methods below; the config is the user's with the way to AWS taken out. */
  configure(request: messages.ConfigureRequest): Promise<messages.DiagnosticsResponse>;
  plan(request: messages.PlanRequest): Promise<messages.PlanResponse>;
  /** For data sources that need no AWS; one that does fails with a diagnostic. */
  readDataSource(request: messages.ReadDataSourceRequest): Promise<messages.ReadDataSourceResponse>;
  /** Only turns an import id into the attributes it stands for; the account has the rest. */
  importState(request: messages.ImportRequest): Promise<messages.ImportResponse>;
  openEphemeral(request: messages.OpenEphemeralRequest): Promise<messages.OpenEphemeralResponse>;
  renewEphemeral(request: messages.RenewEphemeralRequest): Promise<messages.RenewEphemeralResponse>;
  closeEphemeral(request: messages.CloseEphemeralRequest): Promise<messages.DiagnosticsResponse>;
  callFunction(request: messages.CallFunctionRequest): Promise<messages.CallFunctionResponse>;

  /** Resolves when it has ended, by itself or by {@link stop}. Left out by a backend that cannot end by itself. */
  readonly ended?: Promise<void>;

  /** Ends it; nothing of it is left when the promise resolves. May be called twice. */
  stop(): Promise<void>;
}

/** Makes one more backend, not yet configured. All backends of one factory have the same schema. */
export type BackendFactory = () => Promise<ProviderBackend>;
