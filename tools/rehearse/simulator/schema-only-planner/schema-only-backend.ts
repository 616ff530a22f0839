import { committedSnapshot } from "../../snapshot/committed-snapshot.ts";
import type { ProviderSnapshot, ResourceSnapshot } from "../../snapshot/format.ts";
import type { BackendFactory, ProviderBackend } from "../backend.ts";
import { readOfflineDataSource } from "../data-sources/offline-data-sources.ts";
import { dataSourceErrorDiagnostic, errorDiagnostic } from "../diagnostics.ts";
import { isApiErrorResult } from "../handle-data-source.ts";
import { decodeObjectValue, encodeDynamicValue } from "../protocol/codec.ts";
import {
  type Diagnostic,
  Diagnostic_Severity,
  type ImportResourceState_Request,
  type PlanResourceChange_Request,
  type PlanResourceChange_Response,
  type ReadDataSource_Request,
  type ReadDataSource_Response,
  type UpgradeResourceState_Request,
  type UpgradeResourceState_Response,
} from "../protocol/tfplugin5.ts";
import { typeDefinition } from "../services/type-definitions.ts";
import type { CallContext } from "../simulator-types.ts";
import { isObjectValue, type ObjectValue, type TerraformValue } from "../terraform-value.ts";
import { validateEnums } from "./enum-validation.ts";
import { parseResourceState, stateWithIdOnly } from "./parse-resource-state.ts";
import { planFromSchema } from "./plan-from-schema.ts";
import { callProviderFunction } from "./provider-functions.ts";
import { SnapshotSchema } from "./snapshot-schema.ts";

/**
 * Backends that plan from a snapshot of the AWS provider's schema, for machines without the
 * provider. Creating one takes no time; all of them share the snapshot.
 * @param loadSnapshot loads the snapshot, at most once. @default the committed one
 */
export function schemaOnlyBackend(loadSnapshot: () => ProviderSnapshot = committedSnapshot): BackendFactory {
  let schema: SnapshotSchema | undefined;
  return async () => {
    const snapshot = loadSnapshot();
    schema ??= new SnapshotSchema(snapshot);
    return createBackend(snapshot, schema);
  };
}

function createBackend(snapshot: ProviderSnapshot, schema: SnapshotSchema): ProviderBackend {
  let config: ObjectValue = {};
  const withDiagnostics = (...diagnostics: readonly Diagnostic[]) => ({ diagnostics });
  const resourceSnapshot = (type: string): ResourceSnapshot => {
    const entry = snapshot.resources.get(type);
    if (entry === undefined) throw new Error(`the provider has no resource type ${type}`);
    return entry;
  };
  return {
    name: `${snapshot.provider} ${snapshot.version}`,
    schema: async () => schema,
    GetFunctions: async () => ({ functions: snapshot.functions, ...withDiagnostics() }),
    PrepareProviderConfig: async (request) => ({ prepared_config: request.config, ...withDiagnostics() }),
    ValidateResourceTypeConfig: async ({ type_name, config }) => {
      const { block, behavior } = resourceSnapshot(type_name);
      return withDiagnostics(
        ...validateEnums(block, decodeObjectValue(config) ?? {}, behavior.allowedValues),
      );
    },
    ValidateDataSourceConfig: async () => withDiagnostics(),
    ValidateEphemeralResourceConfig: async () => withDiagnostics(),
    UpgradeResourceState: async (request) => upgradeState(resourceSnapshot(request.type_name), request),
    MoveResourceState: async ({ source_type_name, target_type_name }) => ({
      ...withDiagnostics(requiresRealProvider(`A move from ${source_type_name} to ${target_type_name}`)),
    }),
    Configure: async (request) => {
      config = decodeObjectValue(request.config) ?? {};
      return withDiagnostics(...missingRegionDiagnostics(config));
    },
    PlanResourceChange: async (request) =>
      planChange(resourceSnapshot(request.type_name), request, defaultTags(config)),
    ReadDataSource: async (request) => readOffline(schema, request, contextWithoutAccount(config)),
    ImportResourceState: async ({ type_name, id }: ImportResourceState_Request) => ({
      imported_resources: [
        { type_name, state: encodeDynamicValue(stateWithIdOnly(resourceSnapshot(type_name).block, id)) },
      ],
      ...withDiagnostics(),
    }),
    OpenEphemeralResource: async ({ type_name }) => ({
      ...withDiagnostics(requiresRealProvider(`Ephemeral resource ${type_name}`)),
    }),
    RenewEphemeralResource: async () => withDiagnostics(),
    CloseEphemeralResource: async () => withDiagnostics(),
    CallFunction: async (request) => callProviderFunction(request),
    stop: async () => undefined,
  };
}

/** The error for an operation that only the real provider supports. */
function requiresRealProvider(what: string): Diagnostic {
  return errorDiagnostic(
    `${what} needs the real AWS provider`,
    "This is a light rehearsal, which plans from a snapshot of the provider's schema. Use a full rehearsal, which runs the provider itself.",
  );
}

/** The provider's own error if neither the configuration nor the environment sets a region. */
function missingRegionDiagnostics({ region }: ObjectValue): Diagnostic[] {
  const detail = 'The argument "region" is required, but was not set, and AWS_REGION names none.';
  return region === null || region === ""
    ? [errorDiagnostic("Missing region configuration", detail, "region")]
    : [];
}

function planChange(
  { block, behavior }: ResourceSnapshot,
  request: PlanResourceChange_Request,
  defaults: TerraformValue,
): PlanResourceChange_Response {
  const input = {
    prior: decodeObjectValue(request.prior_state),
    proposed: decodeObjectValue(request.proposed_new_state),
    config: decodeObjectValue(request.config),
  };
  const customizeDiff = typeDefinition(request.type_name).customizeDiff;
  const { planned, requiresReplace } = planFromSchema(
    block,
    behavior,
    input,
    { defaultTags: defaults },
    customizeDiff,
  );
  return {
    planned_state: encodeDynamicValue(planned),
    requires_replace: requiresReplace,
    planned_private: request.prior_private,
    diagnostics: [],
    legacy_type_system: behavior.legacyTypeSystem,
  };
}

function defaultTags({ default_tags }: ObjectValue): TerraformValue {
  const [block = null] = Array.isArray(default_tags) ? default_tags : [];
  return isObjectValue(block) ? (block.tags ?? null) : null;
}

function contextWithoutAccount({ region }: ObjectValue): CallContext {
  const account = { accountId: "", resources: () => [], implicitResources: () => [] };
  return { region: typeof region === "string" ? region : "", account, nowMs: 0 };
}

function readOffline(
  schema: SnapshotSchema,
  { type_name, config }: ReadDataSource_Request,
  context: CallContext,
): ReadDataSource_Response {
  const source = schema.dataSource(type_name);
  if (source === undefined) throw new Error(`the provider has no data source ${type_name}`);
  const result = readOfflineDataSource(type_name, decodeObjectValue(config) ?? {}, source.block, context);
  if (result === undefined) return { diagnostics: [requiresRealProvider(`Data source ${type_name}`)] };
  if (isApiErrorResult(result))
    return { diagnostics: [dataSourceErrorDiagnostic(type_name, result.apiError)] };
  return { state: encodeDynamicValue(result), diagnostics: [] };
}

function upgradeState(
  { version, block }: ResourceSnapshot,
  { type_name, version: storedVersion, raw_state }: UpgradeResourceState_Request,
): UpgradeResourceState_Response {
  const json = raw_state?.json ?? new Uint8Array();
  if (json.length === 0)
    return {
      diagnostics: [requiresRealProvider(`A state of ${type_name} from Terraform 0.11`)],
    };
  const text = new TextDecoder().decode(json);
  const upgraded_state = encodeDynamicValue(parseResourceState(text, block));
  if (storedVersion === version) return { upgraded_state, diagnostics: [] };
  const detail = `It is read with the names and types of version ${version}; the real provider would upgrade it.`;
  const summary = `The state of a ${type_name} has version ${storedVersion}`;
  return { upgraded_state, diagnostics: [{ severity: Diagnostic_Severity.WARNING, summary, detail }] };
}
