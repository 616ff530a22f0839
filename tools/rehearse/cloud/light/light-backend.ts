import { committedSnapshot } from "../../snapshot/file.ts";
import type { ResourceEntry, Snapshot } from "../../snapshot/format.ts";
import { answerPureLookup } from "../answers/pure-lookups.ts";
import type { BackendFactory, ProviderBackend } from "../backend.ts";
import type { CallContext } from "../contracts.ts";
import { isRefusal } from "../data-source.ts";
import { errorDiagnostic, lookupRefused } from "../diagnostics.ts";
import { decodeObject, encodeDynamic, isObjectValue } from "../protocol/codec.ts";
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
import type { ObjectValue, Value } from "../value.ts";
import { refusedChoices } from "./choices.ts";
import { callFunction } from "./functions.ts";
import { planFromSchema } from "./plan-from-schema.ts";
import { refinementOf } from "./refinements.ts";
import { SnapshotSchema } from "./snapshot-schema.ts";
import { emptyValue, stateValue } from "./state.ts";

/**
 * Backends that answer in the place of the AWS provider from a snapshot of it, where no copy of it is on the
 * machine. Making one takes no time; all of them share the snapshot.
 * @param read the snapshot, asked for once. @default - the committed one
 */
export function lightBackend(read: () => Snapshot = committedSnapshot): BackendFactory {
  let schema: SnapshotSchema | undefined;
  return async () => {
    const snapshot = read();
    schema ??= new SnapshotSchema(snapshot);
    return makeBackend(snapshot, schema);
  };
}

function makeBackend(snapshot: Snapshot, schema: SnapshotSchema): ProviderBackend {
  let config: ObjectValue = {};
  const said = (...diagnostics: readonly Diagnostic[]) => ({ diagnostics });
  const entryOf = (type: string): ResourceEntry => {
    const entry = snapshot.resources.get(type);
    if (entry === undefined) throw new Error(`the provider has no resource type ${type}`);
    return entry;
  };
  return {
    name: `${snapshot.provider} ${snapshot.version}`,
    schema: async () => schema,
    functions: async () => ({ functions: snapshot.functions, ...said() }),
    prepareConfig: async (request) => ({ preparedConfig: request.config, ...said() }),
    validateResource: async ({ typeName, config }) => {
      const { block, facts } = entryOf(typeName);
      return said(...refusedChoices(block, decodeObject(config) ?? {}, facts.allowed));
    },
    validateDataSource: async () => said(),
    validateEphemeral: async () => said(),
    upgradeState: async (request) => upgradeState(entryOf(request.typeName), request),
    moveState: async ({ sourceTypeName, targetTypeName }) => ({
      targetState: null,
      ...said(beyond(`A move from ${sourceTypeName} to ${targetTypeName}`)),
    }),
    configure: async (request) => {
      config = decodeObject(request.config) ?? {};
      return said(...missingRegion(config));
    },
    plan: async (request) => plan(entryOf(request.typeName), request, defaultTags(config)),
    readDataSource: async (request) => readDataSource(schema, request, contextOf(config)),
    importState: async ({ typeName, id }: ImportRequest) => ({
      importedResources: [{ typeName, state: encodeDynamic(emptyValue(entryOf(typeName).block, id)) }],
      ...said(),
    }),
    openEphemeral: async ({ typeName }) => ({
      result: null,
      ...said(beyond(`Ephemeral resource ${typeName}`)),
    }),
    renewEphemeral: async () => said(),
    closeEphemeral: async () => said(),
    callFunction: async (request) => callFunction(request),
    stop: async () => undefined,
  };
}

/** What only the provider's own code can do. */
function beyond(what: string): Diagnostic {
  return errorDiagnostic(
    `${what} needs the real AWS provider`,
    "This is the lighter rehearsal, planned from a snapshot of the provider's schema. The full one, with the provider itself, can do this.",
  );
}

/** The provider's own words where neither the configuration nor the environment names a region. */
function missingRegion({ region }: ObjectValue): Diagnostic[] {
  const detail = 'The argument "region" is required, but was not set, and AWS_REGION names none.';
  return region === null || region === ""
    ? [errorDiagnostic("Missing region configuration", detail, "region")]
    : [];
}

function plan({ block, facts }: ResourceEntry, request: PlanRequest, defaults: Value): PlanResponse {
  const input = {
    prior: decodeObject(request.priorState),
    proposed: decodeObject(request.proposedNewState),
    config: decodeObject(request.config),
  };
  const refinement = refinementOf(request.typeName);
  const { planned, replace } = planFromSchema(block, facts, input, { defaults }, refinement);
  return {
    plannedState: encodeDynamic(planned),
    requiresReplace: replace,
    ...(request.priorPrivate !== undefined && { plannedPrivate: request.priorPrivate }),
    diagnostics: [],
    legacyTypeSystem: facts.legacy,
  };
}

function defaultTags({ default_tags }: ObjectValue): Value {
  const [block = null] = Array.isArray(default_tags) ? default_tags : [];
  return isObjectValue(block) ? (block.tags ?? null) : null;
}

function contextOf({ region }: ObjectValue): CallContext {
  const account = { accountId: "", resources: () => [] };
  return { region: typeof region === "string" ? region : "", account, nowMs: 0 };
}

function readDataSource(
  schema: SnapshotSchema,
  { typeName, config }: ReadDataSourceRequest,
  context: CallContext,
): ReadDataSourceResponse {
  const source = schema.dataSource(typeName);
  if (source === undefined) throw new Error(`the provider has no data source ${typeName}`);
  const answer = answerPureLookup(typeName, decodeObject(config) ?? {}, source.block, context);
  if (answer === undefined) return { state: null, diagnostics: [beyond(`Data source ${typeName}`)] };
  if (isRefusal(answer)) return { state: null, diagnostics: [lookupRefused(typeName, answer.refusal)] };
  return { state: encodeDynamic(answer), diagnostics: [] };
}

function upgradeState(
  { version, block }: ResourceEntry,
  { typeName, version: stored, rawState }: UpgradeStateRequest,
): UpgradeStateResponse {
  if (rawState.json.length === 0)
    return { upgradedState: null, diagnostics: [beyond(`A state of ${typeName} from Terraform 0.11`)] };
  const text = new TextDecoder().decode(rawState.json);
  const upgradedState = encodeDynamic(stateValue(text, block));
  if (stored === version) return { upgradedState, diagnostics: [] };
  const detail = `It is read by the names and types of version ${version}; the provider itself would convert it.`;
  const summary = `The state of a ${typeName} has version ${stored}`;
  return { upgradedState, diagnostics: [{ severity: SEVERITY.warning, summary, detail }] };
}
