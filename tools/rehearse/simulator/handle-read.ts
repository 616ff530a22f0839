import { errorDiagnostic } from "./diagnostics.ts";
import { normalizeToSchema } from "./normalize-to-schema.ts";
import { decodeObjectValue, encodeDynamicValue } from "./protocol/codec.ts";
import type {
  ImportRequest,
  ImportResponse,
  ReadResourceRequest,
  ReadResourceResponse,
} from "./protocol/messages.ts";
import type { ProviderSession } from "./provider-sessions.ts";
import { resourceId } from "./resource-id.ts";
import { resourcesWithAttributes } from "./resources-with-attributes.ts";
import {
  createCallContext,
  readResourceSchema,
  regionOfResource,
  type SimulatorContext,
} from "./simulator-context.ts";
import type { SimulatedResource } from "./simulator-types.ts";

/** Reads a resource from the simulated account; a deleted one is null, as from AWS. */
export async function handleReadResource(
  simulator: SimulatorContext,
  session: ProviderSession,
  request: ReadResourceRequest,
): Promise<ReadResourceResponse> {
  const current = decodeObjectValue(request.currentState);
  if (current === null) return { newState: request.currentState, diagnostics: [] };
  const { typeName, private: privateData } = request;
  const { block } = await readResourceSchema(simulator, typeName);
  const region = regionOfResource(current, block, session.configured.settings);
  const matches = simulator.account.find(typeName, region, resourceId(typeName, current));
  const values = matches === undefined ? null : normalizeToSchema(matches.values, block);
  return { newState: encodeDynamicValue(values), diagnostics: [], private: privateData };
}

/**
 * Imports a resource of the simulated account: by ID, ARN or name, or by the attributes that the
 * provider parses from the import ID ("subnet/route-table" has two).
 */
export async function handleImportResource(
  simulator: SimulatorContext,
  session: ProviderSession,
  request: ImportRequest,
): Promise<ImportResponse> {
  const { typeName, id } = request;
  const { block } = await readResourceSchema(simulator, typeName);
  const { backend, settings } = session.configured;
  const context = createCallContext(simulator, settings.region);
  const directMatches = resourcesWithAttributes(typeName, {}, context).filter((resource) =>
    [resource.id, resource.values.arn, resource.values.name].includes(id),
  );
  const first =
    directMatches.length > 0 ? undefined : (await backend.importState(request)).importedResources[0];
  const importedAttributes = decodeObjectValue(first?.state);
  const matches =
    importedAttributes === null
      ? directMatches
      : resourcesWithAttributes(typeName, importedAttributes, context);
  const [resource] = matches;
  // The provider parsed the ID without calling AWS: Terraform reads the resource and reports that
  // it does not exist.
  if (resource === undefined && first !== undefined) return { importedResources: [first], diagnostics: [] };
  if (resource === undefined || matches.length > 1) return importErrorResponse(typeName, id, matches);
  const state = encodeDynamicValue(normalizeToSchema(resource.values, block));
  return { importedResources: [{ typeName, state, private: first?.private }], diagnostics: [] };
}

function importErrorResponse(
  type: string,
  id: string,
  matches: readonly SimulatedResource[],
): ImportResponse {
  const detail =
    matches.length === 0
      ? `The simulated account has no ${type} with the import ID "${id}".`
      : `The import ID "${id}" matches ${matches.length} resources: ${matches.map((resource) => resource.id).join(", ")}.`;
  return { importedResources: [], diagnostics: [errorDiagnostic(`Cannot import ${type}`, detail)] };
}
