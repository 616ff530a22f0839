/** Generated from tfplugin5.proto by `npm run generate`; changes here are lost. */

/** The severity of a diagnostic. */
export const Diagnostic_Severity = {
  INVALID: 0,
  ERROR: 1,
  WARNING: 2,
} as const;
export type Diagnostic_Severity = 0 | 1 | 2;

/** The form of a block's occurrences. */
export const Schema_NestedBlock_NestingMode = {
  INVALID: 0,
  SINGLE: 1,
  LIST: 2,
  SET: 3,
  MAP: 4,
  GROUP: 5,
} as const;
export type Schema_NestedBlock_NestingMode = 0 | 1 | 2 | 3 | 4 | 5;

/** A Terraform value in its wire format; `codec.ts` encodes and decodes it. */
export interface DynamicValue {
  /** The value as MessagePack; Terraform sends only this form. */
  readonly msgpack?: Uint8Array | null | undefined;
  /** The value as JSON. */
  readonly json?: Uint8Array | null | undefined;
}

/** A path into a value, from its root. */
export interface AttributePath {
  /** The steps, from the root. */
  readonly steps: readonly AttributePath_Step[];
}

/** One step of a path; exactly one field is set. */
export interface AttributePath_Step {
  /** An attribute or nested block of an object. */
  readonly attribute_name?: string | null | undefined;
  /** The key of a map's element. */
  readonly element_key_string?: string | null | undefined;
  /** The index of a list's element. */
  readonly element_key_int?: number | null | undefined;
}

/** A message that Terraform shows the user, on the resource's address. */
export interface Diagnostic {
  /** The severity. */
  readonly severity: Diagnostic_Severity;
  /** The first line. */
  readonly summary: string;
  /** The text below it. */
  readonly detail: string;
  /** The attribute that is to blame. */
  readonly attribute?: AttributePath | null | undefined;
}

/** An error of a provider function. */
export interface FunctionError {
  /** The message for the user. */
  readonly text: string;
  /** The index of the argument that is to blame. */
  readonly function_argument?: number | null | undefined;
}

/** A state as stored in the state file. */
export interface RawState {
  /** The state as JSON. */
  readonly json?: Uint8Array | null | undefined;
  /** The state in files of Terraform 0.11 and before. */
  readonly flatmap: Readonly<Record<string, string>>;
}

/** The schema of one resource, data source, ephemeral resource or of the provider itself. */
export interface Schema {
  /** The version of the type's state. */
  readonly version: number;
  /** The body. */
  readonly block?: Schema_Block | null | undefined;
}

/** The body of a schema or of a nested block. */
export interface Schema_Block {
  /** The attributes. */
  readonly attributes: readonly Schema_Attribute[];
  /** The nested blocks. */
  readonly block_types: readonly Schema_NestedBlock[];
}

/** An attribute of a block. */
export interface Schema_Attribute {
  /** The attribute's name. */
  readonly name: string;
  /** The Terraform type, as JSON. */
  readonly type?: Uint8Array | null | undefined;
  /** The configuration must set it. */
  readonly required: boolean;
  /** The configuration may set it. */
  readonly optional: boolean;
  /** The provider may set it. */
  readonly computed: boolean;
  /** Terraform hides its value. */
  readonly sensitive: boolean;
  /** Its value is never stored in a state. */
  readonly write_only: boolean;
}

/** A nested block and its allowed number of occurrences. */
export interface Schema_NestedBlock {
  /** The block's name. */
  readonly type_name: string;
  /** The block's body. */
  readonly block?: Schema_Block | null | undefined;
  /** The form of its occurrences. */
  readonly nesting: Schema_NestedBlock_NestingMode;
  /** The minimum number of occurrences. */
  readonly min_items: number;
  /** The maximum number of occurrences; 0 without one. */
  readonly max_items: number;
}

/** The request of `GetSchema`. */
export type GetProviderSchema_Request = Readonly<Record<string, never>>;

/** The response to `GetSchema`. */
export interface GetProviderSchema_Response {
  /** The provider's own arguments. */
  readonly provider?: Schema | null | undefined;
  /** The resource types. */
  readonly resource_schemas: Readonly<Record<string, Schema>>;
  /** The data sources. */
  readonly data_source_schemas: Readonly<Record<string, Schema>>;
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The arguments of a module's `provider_meta`. */
  readonly provider_meta?: Schema | null | undefined;
  /** The features that the provider supports. */
  readonly server_capabilities?: Uint8Array | null | undefined;
  /** The functions. */
  readonly functions: Readonly<Record<string, Uint8Array>>;
  /** The ephemeral resources. */
  readonly ephemeral_resource_schemas: Readonly<Record<string, Schema>>;
}

/** The request of `PrepareProviderConfig`. */
export interface PrepareProviderConfig_Request {
  /** The provider's configuration. */
  readonly config?: DynamicValue | null | undefined;
}

/** The response to `PrepareProviderConfig`. */
export interface PrepareProviderConfig_Response {
  /** The completed configuration. */
  readonly prepared_config?: DynamicValue | null | undefined;
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The request of `ValidateResourceTypeConfig`. */
export interface ValidateResourceTypeConfig_Request {
  /** The resource type. */
  readonly type_name: string;
  /** The configuration. */
  readonly config?: DynamicValue | null | undefined;
  /** The features that Terraform supports. */
  readonly client_capabilities?: Uint8Array | null | undefined;
}

/** The response to `ValidateResourceTypeConfig`. */
export interface ValidateResourceTypeConfig_Response {
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The request of `ValidateDataSourceConfig`. */
export interface ValidateDataSourceConfig_Request {
  /** The data source. */
  readonly type_name: string;
  /** The configuration. */
  readonly config?: DynamicValue | null | undefined;
}

/** The response to `ValidateDataSourceConfig`. */
export interface ValidateDataSourceConfig_Response {
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The request of `UpgradeResourceState`. */
export interface UpgradeResourceState_Request {
  /** The resource type. */
  readonly type_name: string;
  /** The schema version with which the state was stored. */
  readonly version: number;
  /** The stored state. */
  readonly raw_state?: RawState | null | undefined;
}

/** The response to `UpgradeResourceState`. */
export interface UpgradeResourceState_Response {
  /** The state in the current schema. */
  readonly upgraded_state?: DynamicValue | null | undefined;
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The request of `Configure`. */
export interface Configure_Request {
  /** The version of Terraform. */
  readonly terraform_version: string;
  /** The provider's configuration. */
  readonly config?: DynamicValue | null | undefined;
  /** The features that Terraform supports. */
  readonly client_capabilities?: Uint8Array | null | undefined;
}

/** The response to `Configure`. */
export interface Configure_Response {
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The request of `ReadResource`. */
export interface ReadResource_Request {
  /** The resource type. */
  readonly type_name: string;
  /** The state to refresh. */
  readonly current_state?: DynamicValue | null | undefined;
  /** The provider's private data in the state. */
  readonly private?: Uint8Array | null | undefined;
  /** The module's `provider_meta`. */
  readonly provider_meta?: DynamicValue | null | undefined;
  /** The features that Terraform supports. */
  readonly client_capabilities?: Uint8Array | null | undefined;
}

/** The response to `ReadResource`. */
export interface ReadResource_Response {
  /** The current state; null if the resource is gone. */
  readonly new_state?: DynamicValue | null | undefined;
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The provider's private data. */
  readonly private?: Uint8Array | null | undefined;
  /** The reason if the read is deferred. */
  readonly deferred?: Uint8Array | null | undefined;
}

/** The request of `PlanResourceChange`. */
export interface PlanResourceChange_Request {
  /** The resource type. */
  readonly type_name: string;
  /** The state before the change; null on create. */
  readonly prior_state?: DynamicValue | null | undefined;
  /** The configuration merged into the prior state. */
  readonly proposed_new_state?: DynamicValue | null | undefined;
  /** The configuration; null on delete. */
  readonly config?: DynamicValue | null | undefined;
  /** The provider's private data in the state. */
  readonly prior_private?: Uint8Array | null | undefined;
  /** The module's `provider_meta`. */
  readonly provider_meta?: DynamicValue | null | undefined;
  /** The features that Terraform supports. */
  readonly client_capabilities?: Uint8Array | null | undefined;
}

/** The response to `PlanResourceChange`. */
export interface PlanResourceChange_Response {
  /** The state after the change, with unknowns. */
  readonly planned_state?: DynamicValue | null | undefined;
  /** The changes that require replacement. */
  readonly requires_replace: readonly AttributePath[];
  /** The provider's private data for the apply. */
  readonly planned_private?: Uint8Array | null | undefined;
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The older SDK, whose plans Terraform checks less strictly. */
  readonly legacy_type_system: boolean;
  /** The reason if the change is deferred. */
  readonly deferred?: Uint8Array | null | undefined;
}

/** The request of `ApplyResourceChange`. */
export interface ApplyResourceChange_Request {
  /** The resource type. */
  readonly type_name: string;
  /** The state before the change; null on create. */
  readonly prior_state?: DynamicValue | null | undefined;
  /** The planned state; null on delete. */
  readonly planned_state?: DynamicValue | null | undefined;
  /** The configuration; null on delete. */
  readonly config?: DynamicValue | null | undefined;
  /** The provider's private data from the plan. */
  readonly planned_private?: Uint8Array | null | undefined;
  /** The module's `provider_meta`. */
  readonly provider_meta?: DynamicValue | null | undefined;
}

/** The response to `ApplyResourceChange`. */
export interface ApplyResourceChange_Response {
  /** The state after the change; null if the resource is gone. */
  readonly new_state?: DynamicValue | null | undefined;
  /** The provider's private data. */
  readonly private?: Uint8Array | null | undefined;
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The older SDK, whose results Terraform checks less strictly. */
  readonly legacy_type_system: boolean;
}

/** The request of `ImportResourceState`. */
export interface ImportResourceState_Request {
  /** The resource type. */
  readonly type_name: string;
  /** The import ID. */
  readonly id: string;
  /** The features that Terraform supports. */
  readonly client_capabilities?: Uint8Array | null | undefined;
}

/** A resource that an import found. */
export interface ImportResourceState_ImportedResource {
  /** The resource type. */
  readonly type_name: string;
  /** The state, which Terraform reads next. */
  readonly state?: DynamicValue | null | undefined;
  /** The provider's private data. */
  readonly private?: Uint8Array | null | undefined;
}

/** The response to `ImportResourceState`. */
export interface ImportResourceState_Response {
  /** The resources. */
  readonly imported_resources: readonly ImportResourceState_ImportedResource[];
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The reason if the import is deferred. */
  readonly deferred?: Uint8Array | null | undefined;
}

/** The request of `MoveResourceState`. */
export interface MoveResourceState_Request {
  /** The address of the former type's provider. */
  readonly source_provider_address: string;
  /** The former type. */
  readonly source_type_name: string;
  /** The schema version of the former state. */
  readonly source_schema_version: number;
  /** The former state. */
  readonly source_state?: RawState | null | undefined;
  /** The new type. */
  readonly target_type_name: string;
  /** The former provider's private data. */
  readonly source_private?: Uint8Array | null | undefined;
}

/** The response to `MoveResourceState`. */
export interface MoveResourceState_Response {
  /** The state in the new type's schema. */
  readonly target_state?: DynamicValue | null | undefined;
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The provider's private data. */
  readonly target_private?: Uint8Array | null | undefined;
}

/** The request of `ReadDataSource`. */
export interface ReadDataSource_Request {
  /** The data source. */
  readonly type_name: string;
  /** The configuration. */
  readonly config?: DynamicValue | null | undefined;
  /** The module's `provider_meta`. */
  readonly provider_meta?: DynamicValue | null | undefined;
  /** The features that Terraform supports. */
  readonly client_capabilities?: Uint8Array | null | undefined;
}

/** The response to `ReadDataSource`. */
export interface ReadDataSource_Response {
  /** The data. */
  readonly state?: DynamicValue | null | undefined;
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The reason if the read is deferred. */
  readonly deferred?: Uint8Array | null | undefined;
}

/** The request of `ValidateEphemeralResourceConfig`. */
export interface ValidateEphemeralResourceConfig_Request {
  /** The ephemeral resource. */
  readonly type_name: string;
  /** The configuration. */
  readonly config?: DynamicValue | null | undefined;
}

/** The response to `ValidateEphemeralResourceConfig`. */
export interface ValidateEphemeralResourceConfig_Response {
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The request of `OpenEphemeralResource`. */
export interface OpenEphemeralResource_Request {
  /** The ephemeral resource. */
  readonly type_name: string;
  /** The configuration. */
  readonly config?: DynamicValue | null | undefined;
  /** The features that Terraform supports. */
  readonly client_capabilities?: Uint8Array | null | undefined;
}

/** The response to `OpenEphemeralResource`. */
export interface OpenEphemeralResource_Response {
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The time of the next renewal. */
  readonly renew_at?: Uint8Array | null | undefined;
  /** The values. */
  readonly result?: DynamicValue | null | undefined;
  /** The provider's private data. */
  readonly private?: Uint8Array | null | undefined;
  /** The reason if the opening is deferred. */
  readonly deferred?: Uint8Array | null | undefined;
}

/** The request of `RenewEphemeralResource`. */
export interface RenewEphemeralResource_Request {
  /** The ephemeral resource. */
  readonly type_name: string;
  /** The provider's private data. */
  readonly private?: Uint8Array | null | undefined;
}

/** The response to `RenewEphemeralResource`. */
export interface RenewEphemeralResource_Response {
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The time of the next renewal. */
  readonly renew_at?: Uint8Array | null | undefined;
  /** The provider's private data. */
  readonly private?: Uint8Array | null | undefined;
}

/** The request of `CloseEphemeralResource`. */
export interface CloseEphemeralResource_Request {
  /** The ephemeral resource. */
  readonly type_name: string;
  /** The provider's private data. */
  readonly private?: Uint8Array | null | undefined;
}

/** The response to `CloseEphemeralResource`. */
export interface CloseEphemeralResource_Response {
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The request of `GetFunctions`. */
export type GetFunctions_Request = Readonly<Record<string, never>>;

/** The response to `GetFunctions`. */
export interface GetFunctions_Response {
  /** The functions. */
  readonly functions: Readonly<Record<string, Uint8Array>>;
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The request of `CallFunction`. */
export interface CallFunction_Request {
  /** The function's name. */
  readonly name: string;
  /** The arguments. */
  readonly arguments: readonly DynamicValue[];
}

/** The response to `CallFunction`. */
export interface CallFunction_Response {
  /** The function's result. */
  readonly result?: DynamicValue | null | undefined;
  /** The error, instead of a result. */
  readonly error?: FunctionError | null | undefined;
}

/** The request of `Stop`. */
export type Stop_Request = Readonly<Record<string, never>>;

/** The response to `Stop`. */
export interface Stop_Response {
  /** The reason if the provider cannot stop. */
  readonly Error: string;
}

/** The calls that a provider answers. */
export interface ProviderService {
  /** Returns the provider's schema. */
  GetSchema(request: GetProviderSchema_Request): Promise<GetProviderSchema_Response>;
  /** Completes the provider's configuration with defaults. */
  PrepareProviderConfig(request: PrepareProviderConfig_Request): Promise<PrepareProviderConfig_Response>;
  /** Validates a resource's configuration. */
  ValidateResourceTypeConfig(request: ValidateResourceTypeConfig_Request): Promise<ValidateResourceTypeConfig_Response>;
  /** Validates a data source's configuration. */
  ValidateDataSourceConfig(request: ValidateDataSourceConfig_Request): Promise<ValidateDataSourceConfig_Response>;
  /** Converts a stored state to the current schema. */
  UpgradeResourceState(request: UpgradeResourceState_Request): Promise<UpgradeResourceState_Response>;
  /** Configures the provider, once, before the calls below. */
  Configure(request: Configure_Request): Promise<Configure_Response>;
  /** Reads a resource's current state. */
  ReadResource(request: ReadResource_Request): Promise<ReadResource_Response>;
  /** Plans a change of a resource. */
  PlanResourceChange(request: PlanResourceChange_Request): Promise<PlanResourceChange_Response>;
  /** Creates, updates or deletes a resource. */
  ApplyResourceChange(request: ApplyResourceChange_Request): Promise<ApplyResourceChange_Response>;
  /** Finds the resources of an import ID. */
  ImportResourceState(request: ImportResourceState_Request): Promise<ImportResourceState_Response>;
  /** Converts a state of another type, for a `moved` block. */
  MoveResourceState(request: MoveResourceState_Request): Promise<MoveResourceState_Response>;
  /** Reads a data source. */
  ReadDataSource(request: ReadDataSource_Request): Promise<ReadDataSource_Response>;
  /** Validates an ephemeral resource's configuration. */
  ValidateEphemeralResourceConfig(request: ValidateEphemeralResourceConfig_Request): Promise<ValidateEphemeralResourceConfig_Response>;
  /** Opens an ephemeral resource. */
  OpenEphemeralResource(request: OpenEphemeralResource_Request): Promise<OpenEphemeralResource_Response>;
  /** Renews an open ephemeral resource. */
  RenewEphemeralResource(request: RenewEphemeralResource_Request): Promise<RenewEphemeralResource_Response>;
  /** Closes an open ephemeral resource. */
  CloseEphemeralResource(request: CloseEphemeralResource_Request): Promise<CloseEphemeralResource_Response>;
  /** Returns the definitions of the provider's functions. */
  GetFunctions(request: GetFunctions_Request): Promise<GetFunctions_Response>;
  /** Calls a provider function. */
  CallFunction(request: CallFunction_Request): Promise<CallFunction_Response>;
  /** Asks the provider to end its running calls. */
  Stop(request: Stop_Request): Promise<Stop_Response>;
}

/** The messages by their names in the protocol. */
export interface ProtocolMessages {
  /** A Terraform value in its wire format; `codec.ts` encodes and decodes it. */
  readonly DynamicValue: DynamicValue;
  /** A path into a value, from its root. */
  readonly AttributePath: AttributePath;
  /** One step of a path; exactly one field is set. */
  readonly "AttributePath.Step": AttributePath_Step;
  /** A message that Terraform shows the user, on the resource's address. */
  readonly Diagnostic: Diagnostic;
  /** An error of a provider function. */
  readonly FunctionError: FunctionError;
  /** A state as stored in the state file. */
  readonly RawState: RawState;
  /** The schema of one resource, data source, ephemeral resource or of the provider itself. */
  readonly Schema: Schema;
  /** The body of a schema or of a nested block. */
  readonly "Schema.Block": Schema_Block;
  /** An attribute of a block. */
  readonly "Schema.Attribute": Schema_Attribute;
  /** A nested block and its allowed number of occurrences. */
  readonly "Schema.NestedBlock": Schema_NestedBlock;
  readonly "GetProviderSchema.Request": GetProviderSchema_Request;
  readonly "GetProviderSchema.Response": GetProviderSchema_Response;
  readonly "PrepareProviderConfig.Request": PrepareProviderConfig_Request;
  readonly "PrepareProviderConfig.Response": PrepareProviderConfig_Response;
  readonly "ValidateResourceTypeConfig.Request": ValidateResourceTypeConfig_Request;
  readonly "ValidateResourceTypeConfig.Response": ValidateResourceTypeConfig_Response;
  readonly "ValidateDataSourceConfig.Request": ValidateDataSourceConfig_Request;
  readonly "ValidateDataSourceConfig.Response": ValidateDataSourceConfig_Response;
  readonly "UpgradeResourceState.Request": UpgradeResourceState_Request;
  readonly "UpgradeResourceState.Response": UpgradeResourceState_Response;
  readonly "Configure.Request": Configure_Request;
  readonly "Configure.Response": Configure_Response;
  readonly "ReadResource.Request": ReadResource_Request;
  readonly "ReadResource.Response": ReadResource_Response;
  readonly "PlanResourceChange.Request": PlanResourceChange_Request;
  readonly "PlanResourceChange.Response": PlanResourceChange_Response;
  readonly "ApplyResourceChange.Request": ApplyResourceChange_Request;
  readonly "ApplyResourceChange.Response": ApplyResourceChange_Response;
  readonly "ImportResourceState.Request": ImportResourceState_Request;
  /** A resource that an import found. */
  readonly "ImportResourceState.ImportedResource": ImportResourceState_ImportedResource;
  readonly "ImportResourceState.Response": ImportResourceState_Response;
  readonly "MoveResourceState.Request": MoveResourceState_Request;
  readonly "MoveResourceState.Response": MoveResourceState_Response;
  readonly "ReadDataSource.Request": ReadDataSource_Request;
  readonly "ReadDataSource.Response": ReadDataSource_Response;
  readonly "ValidateEphemeralResourceConfig.Request": ValidateEphemeralResourceConfig_Request;
  readonly "ValidateEphemeralResourceConfig.Response": ValidateEphemeralResourceConfig_Response;
  readonly "OpenEphemeralResource.Request": OpenEphemeralResource_Request;
  readonly "OpenEphemeralResource.Response": OpenEphemeralResource_Response;
  readonly "RenewEphemeralResource.Request": RenewEphemeralResource_Request;
  readonly "RenewEphemeralResource.Response": RenewEphemeralResource_Response;
  readonly "CloseEphemeralResource.Request": CloseEphemeralResource_Request;
  readonly "CloseEphemeralResource.Response": CloseEphemeralResource_Response;
  readonly "GetFunctions.Request": GetFunctions_Request;
  readonly "GetFunctions.Response": GetFunctions_Response;
  readonly "CallFunction.Request": CallFunction_Request;
  readonly "CallFunction.Response": CallFunction_Response;
  readonly "Stop.Request": Stop_Request;
  readonly "Stop.Response": Stop_Response;
}
