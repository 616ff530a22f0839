import { committedSnapshot } from "../../snapshot/committed-snapshot.ts";
import type { ProviderSnapshot, ResourceSnapshot } from "../../snapshot/format.ts";
import type { BackendFactory, ProviderBackend } from "../backend.ts";
import { readOfflineDataSource } from "../data-sources/offline-data-sources.ts";
import { dataSourceErrorDiagnostic, errorDiagnostic } from "../diagnostics.ts";
import { isApiErrorResult } from "../handle-data-source.ts";
import { decodeObjectValue, encodeDynamicValue, isObjectValue } from "../protocol/codec.ts";
import {
  type Diagnostic,
  type ImportRequest,
  type PlanRequest,
  type PlanResponse,
  type ReadDataSourceRequest,
  type ReadDataSourceResponse,
  SEVERITY,
  type UpgradeStateRequest,
  type UpgradeStateResponse,
} from "../protocol/messages.ts";
import { typeDefinition } from "../services/type-definitions.ts";
import type { CallContext } from "../simulator-types.ts";
import type { ObjectValue, TerraformValue } from "../terraform-value.ts";
import { validateEnums } from "./enum-validation.ts";
import { parseResourceState, stateWithIdOnly } from "./parse-resource-state.ts";
import { planFromSchema } from "./plan-from-schema.ts";
import { callProviderFunction } from "./provider-functions.ts";
import { SnapshotSchema } from "./snapshot-schema.ts";

/**
 * Backends that plan from a snapshot of the AWS provider's schema, for machines without the
 * provider. Creating one takes no time; all of them share the snapshot.
 * @param loadSnapshot loads the snapshot, at most once. @default - the committed one
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
    functions: async () => ({ functions: snapshot.functions, ...withDiagnostics() }),
    prepareConfig: async (request) => ({ preparedConfig: request.config, ...withDiagnostics() }),
    validateResource: async ({ typeName, config }) => {
      const { block, behavior } = resourceSnapshot(typeName);
      return withDiagnostics(
        ...validateEnums(block, decodeObjectValue(config) ?? {}, behavior.allowedValues),
      );
    },
    validateDataSource: async () => withDiagnostics(),
    validateEphemeral: async () => withDiagnostics(),
    upgradeState: async (request) => upgradeState(resourceSnapshot(request.typeName), request),
    moveState: async ({ sourceTypeName, targetTypeName }) => ({
      targetState: null,
      ...withDiagnostics(requiresRealProvider(`A move from ${sourceTypeName} to ${targetTypeName}`)),
    }),
    configure: async (request) => {
      config = decodeObjectValue(request.config) ?? {};
      return withDiagnostics(...missingRegionDiagnostics(config));
    },
    plan: async (request) => planChange(resourceSnapshot(request.typeName), request, defaultTags(config)),
    readDataSource: async (request) => readOffline(schema, request, contextWithoutAccount(config)),
    importState: async ({ typeName, id }: ImportRequest) => ({
      importedResources: [
        { typeName, state: encodeDynamicValue(stateWithIdOnly(resourceSnapshot(typeName).block, id)) },
      ],
      ...withDiagnostics(),
    }),
    openEphemeral: async ({ typeName }) => ({
      result: null,
      ...withDiagnostics(requiresRealProvider(`Ephemeral resource ${typeName}`)),
    }),
    renewEphemeral: async () => withDiagnostics(),
    closeEphemeral: async () => withDiagnostics(),
    callFunction: async (request) => callProviderFunction(request),
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
  request: PlanRequest,
  defaults: TerraformValue,
): PlanResponse {
  const input = {
    prior: decodeObjectValue(request.priorState),
    proposed: decodeObjectValue(request.proposedNewState),
    config: decodeObjectValue(request.config),
  };
  const customizeDiff = typeDefinition(request.typeName).customizeDiff;
  const { planned, requiresReplace } = planFromSchema(
    block,
    behavior,
    input,
    { defaultTags: defaults },
    customizeDiff,
  );
  return {
    plannedState: encodeDynamicValue(planned),
    requiresReplace: requiresReplace,
    ...(request.priorPrivate !== undefined && { plannedPrivate: request.priorPrivate }),
    diagnostics: [],
    legacyTypeSystem: behavior.legacyTypeSystem,
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
  { typeName, config }: ReadDataSourceRequest,
  context: CallContext,
): ReadDataSourceResponse {
  const source = schema.dataSource(typeName);
  if (source === undefined) throw new Error(`the provider has no data source ${typeName}`);
  const result = readOfflineDataSource(typeName, decodeObjectValue(config) ?? {}, source.block, context);
  if (result === undefined)
    return { state: null, diagnostics: [requiresRealProvider(`Data source ${typeName}`)] };
  if (isApiErrorResult(result))
    return { state: null, diagnostics: [dataSourceErrorDiagnostic(typeName, result.apiError)] };
  return { state: encodeDynamicValue(result), diagnostics: [] };
}

function upgradeState(
  { version, block }: ResourceSnapshot,
  { typeName, version: storedVersion, rawState }: UpgradeStateRequest,
): UpgradeStateResponse {
  if (rawState.json.length === 0)
    return {
      upgradedState: null,
      diagnostics: [requiresRealProvider(`A state of ${typeName} from Terraform 0.11`)],
    };
  const text = new TextDecoder().decode(rawState.json);
  const upgradedState = encodeDynamicValue(parseResourceState(text, block));
  if (storedVersion === version) return { upgradedState, diagnostics: [] };
  const detail = `It is read with the names and types of version ${version}; the real provider would upgrade it.`;
  const summary = `The state of a ${typeName} has version ${storedVersion}`;
  return { upgradedState, diagnostics: [{ severity: SEVERITY.warning, summary, detail }] };
}
