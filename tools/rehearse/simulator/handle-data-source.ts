import type { TypeSchema } from "./backend.ts";
import { dataSourceErrorDiagnostic, errorDiagnostic } from "./diagnostics.ts";
import { normalizeToSchema } from "./normalize-to-schema.ts";
import { decodeObjectValue, encodeDynamicValue } from "./protocol/codec.ts";
import {
  type Diagnostic,
  Diagnostic_Severity,
  type OpenEphemeralResource_Request,
  type OpenEphemeralResource_Response,
  type ReadDataSource_Request,
  type ReadDataSource_Response,
} from "./protocol/tfplugin5.ts";
import { UNREACHABLE_PROXY } from "./provider-process.ts";
import type { ProviderSession } from "./provider-sessions.ts";
import {
  createCallContext,
  readProviderSchema,
  regionOfResource,
  type SimulatorContext,
} from "./simulator-context.ts";
import type { CallContext, DataSourceReader } from "./simulator-types.ts";
import type { ObjectValue } from "./terraform-value.ts";

/**
 * Reads a data source: from the simulation if AWS would be called, otherwise from the provider,
 * which answers those that need no AWS (`aws_iam_policy_document`).
 *
 * @throws Error if the provider has no such data source.
 */
export async function handleReadDataSource(
  simulator: SimulatorContext,
  session: ProviderSession,
  request: ReadDataSource_Request,
): Promise<ReadDataSource_Response> {
  const { type_name } = request;
  const schema = await readProviderSchema(simulator);
  const source = schema.dataSource(type_name);
  if (source === undefined) throw new Error(`the provider has no data source ${type_name}`);
  const config = decodeObjectValue(request.config) ?? {};
  const { backend, settings } = session.configured;
  const context = createCallContext(simulator, regionOfResource(config, source.block, settings));
  const isResourceType = (type: string) => schema.resource(type) !== undefined;
  const result = readSimulated(simulator, type_name, config, source, context, isResourceType);
  if (result !== undefined) return { diagnostics: [], ...result };
  const response = await backend.ReadDataSource(request);
  return { ...response, diagnostics: explainUnsupported(response.diagnostics, `data source ${type_name}`) };
}

/**
 * Opens an ephemeral resource, which is read like the data source of the same name.
 *
 * @throws Error if the provider has no such ephemeral resource.
 */
export async function handleOpenEphemeral(
  simulator: SimulatorContext,
  session: ProviderSession,
  request: OpenEphemeralResource_Request,
): Promise<OpenEphemeralResource_Response> {
  const { type_name } = request;
  const schema = await readProviderSchema(simulator);
  const source = schema.ephemeral(type_name);
  if (source === undefined) throw new Error(`the provider has no ephemeral resource ${type_name}`);
  const config = decodeObjectValue(request.config) ?? {};
  const { backend, settings } = session.configured;
  const context = createCallContext(simulator, regionOfResource(config, source.block, settings));
  const isResourceType = (type: string) => schema.resource(type) !== undefined;
  const result = readSimulated(simulator, type_name, config, source, context, isResourceType);
  if (result !== undefined) return { result: result.state, diagnostics: result.diagnostics ?? [] };
  const response = await backend.OpenEphemeralResource(request);
  return {
    ...response,
    diagnostics: explainUnsupported(response.diagnostics, `ephemeral resource ${type_name}`),
  };
}

function readSimulated(
  { behavior }: SimulatorContext,
  type: string,
  config: ObjectValue,
  { block }: TypeSchema,
  context: CallContext,
  isResourceType: (type: string) => boolean,
): Partial<ReadDataSource_Response> | undefined {
  const result = behavior.readDataSource(type, config, block, context, isResourceType);
  if (result === undefined) return undefined;
  if (isApiErrorResult(result)) return { diagnostics: [dataSourceErrorDiagnostic(type, result.apiError)] };
  return { state: encodeDynamicValue(normalizeToSchema(result, block)) };
}

type DataSourceResponse = NonNullable<ReturnType<DataSourceReader>>;

/** True if the data source read returned an API error. */
export function isApiErrorResult(
  result: DataSourceResponse,
): result is Extract<DataSourceResponse, { apiError: object }> {
  const { apiError } = result;
  return typeof apiError === "object" && apiError !== null && "code" in apiError && "operation" in apiError;
}

/**
 * Replaces the error of a failed call to AWS by one that names the unsupported data source or
 * resource.
 */
function explainUnsupported(diagnostics: readonly Diagnostic[], what: string): readonly Diagnostic[] {
  const unreachableHost = new URL(UNREACHABLE_PROXY).host;
  return diagnostics.map((diagnostic) => {
    const { severity, summary, detail } = diagnostic;
    const reason = [summary, detail].find((text) => text.includes(unreachableHost));
    if (severity !== Diagnostic_Severity.ERROR || reason === undefined) return diagnostic;
    const host = /https?:\/\/[^\s/":]+/.exec(reason)?.[0] ?? "AWS";
    return errorDiagnostic(
      `The rehearsal does not simulate the ${what}`,
      `It calls AWS (${host}), and the simulated AWS does not implement that call. Rehearse without it: everything else of the provider works as it does against AWS.`,
    );
  });
}
