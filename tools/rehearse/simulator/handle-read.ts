import { errorDiagnostic } from "./diagnostics.ts";
import { normalizeToSchema } from "./normalize-to-schema.ts";
import { decodeObjectValue, encodeDynamicValue } from "./protocol/codec.ts";
import type {
  ImportResourceState_Request,
  ImportResourceState_Response,
  ReadResource_Request,
  ReadResource_Response,
} from "./protocol/tfplugin5.ts";
import type { ProviderSession } from "./provider-sessions.ts";
import { resourceId } from "./resource-id.ts";
import { resourcesWithAttributes } from "./resources-with-attributes.ts";
import { typeDefinition } from "./services/type-definitions.ts";
import {
  createCallContext,
  readResourceSchema,
  regionOfResource,
  type SimulatorContext,
} from "./simulator-context.ts";
import type { SimulatedResource } from "./simulator-types.ts";
import type { ObjectValue } from "./terraform-value.ts";

/** Reads a resource from the simulated account; a deleted one is null, as from AWS. */
export async function handleReadResource(
  simulator: SimulatorContext,
  session: ProviderSession,
  request: ReadResource_Request,
): Promise<ReadResource_Response> {
  const current = decodeObjectValue(request.current_state);
  if (current === null) return { new_state: request.current_state, diagnostics: [] };
  const { type_name, private: privateData } = request;
  const { block } = await readResourceSchema(simulator, type_name);
  const region = regionOfResource(current, block, session.configured.settings);
  const matches = simulator.account.find(type_name, region, resourceId(type_name, current));
  const values = matches === undefined ? null : normalizeToSchema(matches.values, block);
  return { new_state: encodeDynamicValue(values), diagnostics: [], private: privateData };
}

/**
 * Imports a resource of the simulated account: by ID, ARN or name, by its unique name (a database's
 * identifier), or by the attributes that the provider parses from the import ID
 * ("subnet/route-table" has two).
 */
export async function handleImportResource(
  simulator: SimulatorContext,
  session: ProviderSession,
  request: ImportResourceState_Request,
): Promise<ImportResourceState_Response> {
  const { type_name, id } = request;
  const { block } = await readResourceSchema(simulator, type_name);
  const { backend, settings } = session.configured;
  const context = createCallContext(simulator, settings.region);
  const unique = typeDefinition(type_name).uniqueName?.attribute ?? "name";
  const directMatches = resourcesWithAttributes(type_name, {}, context).filter(({ id: own, values }) =>
    [own, values.arn, values.name, values[unique]].includes(id),
  );
  const first =
    directMatches.length > 0 ? undefined : (await backend.ImportResourceState(request)).imported_resources[0];
  const importedAttributes = decodeObjectValue(first?.state);
  const parsedMatches =
    importedAttributes === null
      ? directMatches
      : resourcesWithAttributes(type_name, importedAttributes, context);
  const matches =
    parsedMatches.length > 0
      ? parsedMatches
      : resourcesWithAttributes(type_name, {}, context).filter(({ values }) => isMadeOf(id, values));
  const [resource] = matches;
  // The provider parsed the ID without calling AWS: Terraform reads the resource and reports that
  // it does not exist.
  if (resource === undefined && first !== undefined) return { imported_resources: [first], diagnostics: [] };
  if (resource === undefined || matches.length > 1) return importErrorResponse(type_name, id, matches);
  const state = encodeDynamicValue(normalizeToSchema(resource.values, block));
  return { imported_resources: [{ type_name, state, private: first?.private }], diagnostics: [] };
}

/**
 * True if an import ID names a resource by several attributes, such as `rtb-1_10.0.0.0/16`. Only
 * the provider knows which: without it, every part must be the value of one.
 */
function isMadeOf(id: string, values: ObjectValue): boolean {
  const known = new Set(Object.values(values));
  return IMPORT_ID_SEPARATORS.some((separator) => {
    const parts = id.split(separator);
    return parts.length > 1 && parts.every((part) => known.has(part));
  });
}

const IMPORT_ID_SEPARATORS = ["_", "/", ",", ":"];

function importErrorResponse(
  type: string,
  id: string,
  matches: readonly SimulatedResource[],
): ImportResourceState_Response {
  const detail =
    matches.length === 0
      ? `The simulated account has no ${type} with the import ID "${id}".`
      : `The import ID "${id}" matches ${matches.length} resources: ${matches.map((resource) => resource.id).join(", ")}.`;
  return { imported_resources: [], diagnostics: [errorDiagnostic(`Cannot import ${type}`, detail)] };
}
