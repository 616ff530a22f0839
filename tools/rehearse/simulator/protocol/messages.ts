/**
 * The protocol's messages as TypeScript types. Values stay opaque {@link DynamicValue}s: a value
 * that is only forwarded is never decoded, so nothing (refinements of unknowns, number precision)
 * is lost.
 */

/** A Terraform value in its wire format; `codec.ts` encodes and decodes it. */
export interface DynamicValue {
  readonly msgpack: Uint8Array;
}

/** One step of a path into a value; exactly one field is set. */
export interface AttributePathStep {
  readonly attributeName?: string;
  readonly elementKeyString?: string;
  readonly elementKeyInt?: number;
}

/** A path into a value, from its root. */
export interface ProtocolAttributePath {
  readonly steps: readonly AttributePathStep[];
}

/** The protocol's severities. */
export const SEVERITY = { error: 1, warning: 2 } as const;

/** A message that Terraform shows the user, on the resource's address. */
export interface Diagnostic {
  readonly severity: number;
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: ProtocolAttributePath | null;
}

/**
 * A state as stored in the state file: JSON text, or key-value pairs in states of Terraform 0.11
 * and before.
 */
export interface RawState {
  readonly json: Uint8Array;
  readonly flatmap: Readonly<Record<string, string>>;
}

export interface PrepareConfigRequest {
  readonly config: DynamicValue;
}

export interface PrepareConfigResponse {
  readonly preparedConfig: DynamicValue | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ConfigureRequest {
  readonly terraformVersion: string;
  readonly config: DynamicValue;
  readonly clientCapabilities?: Uint8Array | undefined;
}

export interface DiagnosticsResponse {
  readonly diagnostics: readonly Diagnostic[];
}

export interface ValidateRequest {
  readonly typeName: string;
  readonly config: DynamicValue;
  readonly clientCapabilities?: Uint8Array | undefined;
}

export interface UpgradeStateRequest {
  readonly typeName: string;
  readonly version: number;
  readonly rawState: RawState;
}

export interface UpgradeStateResponse {
  readonly upgradedState: DynamicValue | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReadResourceRequest {
  readonly typeName: string;
  readonly currentState: DynamicValue;
  readonly private?: Uint8Array | undefined;
}

export interface ReadResourceResponse {
  readonly newState: DynamicValue | null;
  readonly private?: Uint8Array | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanRequest {
  readonly typeName: string;
  readonly priorState: DynamicValue;
  readonly proposedNewState: DynamicValue;
  readonly config: DynamicValue;
  readonly priorPrivate?: Uint8Array | undefined;
  readonly providerMeta?: DynamicValue | null;
  readonly clientCapabilities?: Uint8Array | undefined;
}

export interface PlanResponse {
  readonly plannedState: DynamicValue | null;
  readonly requiresReplace: readonly ProtocolAttributePath[];
  readonly plannedPrivate?: Uint8Array | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** True for resources of the older SDK, whose plans Terraform checks less strictly. */
  readonly legacyTypeSystem: boolean;
  readonly deferred?: Uint8Array | undefined;
}

export interface ApplyRequest {
  readonly typeName: string;
  readonly priorState: DynamicValue;
  readonly plannedState: DynamicValue;
  readonly config: DynamicValue;
  readonly plannedPrivate?: Uint8Array | undefined;
}

export interface ApplyResponse {
  readonly newState: DynamicValue | null;
  readonly private?: Uint8Array | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly legacyTypeSystem: boolean;
}

export interface ImportRequest {
  readonly typeName: string;
  readonly id: string;
  readonly clientCapabilities?: Uint8Array | undefined;
}

export interface ImportedResource {
  readonly typeName: string;
  readonly state: DynamicValue;
  readonly private?: Uint8Array | undefined;
}

export interface ImportResponse {
  readonly importedResources: readonly ImportedResource[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface MoveStateRequest {
  readonly sourceProviderAddress: string;
  readonly sourceTypeName: string;
  readonly sourceSchemaVersion: number;
  readonly sourceState: RawState;
  readonly targetTypeName: string;
  readonly sourcePrivate?: Uint8Array | undefined;
}

export interface MoveStateResponse {
  readonly targetState: DynamicValue | null;
  readonly targetPrivate?: Uint8Array | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReadDataSourceRequest {
  readonly typeName: string;
  readonly config: DynamicValue;
  readonly providerMeta?: DynamicValue | null;
  readonly clientCapabilities?: Uint8Array | undefined;
}

export interface ReadDataSourceResponse {
  readonly state: DynamicValue | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface OpenEphemeralRequest {
  readonly typeName: string;
  readonly config: DynamicValue;
  readonly clientCapabilities?: Uint8Array | undefined;
}

export interface OpenEphemeralResponse {
  readonly diagnostics: readonly Diagnostic[];
  readonly renewAt?: Uint8Array | undefined;
  readonly result: DynamicValue | null;
  readonly private?: Uint8Array | undefined;
}

export interface RenewEphemeralRequest {
  readonly typeName: string;
  readonly private?: Uint8Array | undefined;
}

export interface RenewEphemeralResponse {
  readonly diagnostics: readonly Diagnostic[];
  readonly renewAt?: Uint8Array | undefined;
  readonly private?: Uint8Array | undefined;
}

export interface CloseEphemeralRequest {
  readonly typeName: string;
  readonly private?: Uint8Array | undefined;
}

export interface GetFunctionsResponse {
  /** Each function's encoded definition, by name. */
  readonly functions: Readonly<Record<string, Uint8Array>>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface CallFunctionRequest {
  readonly name: string;
  readonly arguments: readonly DynamicValue[];
}

export interface CallFunctionResponse {
  readonly result: DynamicValue | null;
  readonly error: { readonly text: string; readonly functionArgument?: number } | null;
}
