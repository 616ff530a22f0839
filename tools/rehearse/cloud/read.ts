import { conformObject } from "./conform.ts";
import type { CloudResource } from "./contracts.ts";
import { errorDiagnostic } from "./diagnostics.ts";
import { matchingResources } from "./matching-resources.ts";
import { decodeObject, encodeDynamic } from "./protocol/codec.ts";
import type {
  ImportRequest,
  ImportResponse,
  ReadResourceRequest,
  ReadResourceResponse,
} from "./protocol/messages.ts";
import { resourceId } from "./resource-id.ts";
import type { Session } from "./sessions.ts";
import { callContext, regionOf, resourceSchema, type Simulation } from "./simulation.ts";

/** Reads a resource from the simulated account; one that has gone is null, as from AWS. */
export async function readResource(
  simulation: Simulation,
  session: Session,
  request: ReadResourceRequest,
): Promise<ReadResourceResponse> {
  const current = decodeObject(request.currentState);
  if (current === null) return { newState: request.currentState, diagnostics: [] };
  const { typeName, private: kept } = request;
  const { block } = await resourceSchema(simulation, typeName);
  const region = regionOf(current, block, session.configured.settings);
  const found = simulation.account.find(typeName, region, resourceId(typeName, current));
  const values = found === undefined ? null : conformObject(found.values, block);
  return { newState: encodeDynamic(values), diagnostics: [], private: kept };
}

/**
 * Imports a resource of the simulated account: by its id, its ARN or name, or by what the provider makes of
 * the import id ("subnet/route-table" is two attributes).
 */
export async function importResource(
  simulation: Simulation,
  session: Session,
  request: ImportRequest,
): Promise<ImportResponse> {
  const { typeName, id } = request;
  const { block } = await resourceSchema(simulation, typeName);
  const { backend, settings } = session.configured;
  const context = callContext(simulation, settings.region);
  const direct = matchingResources(typeName, {}, context).filter((resource) =>
    [resource.id, resource.values.arn, resource.values.name].includes(id),
  );
  const first = direct.length > 0 ? undefined : (await backend.importState(request)).importedResources[0];
  const known = decodeObject(first?.state);
  const found = known === null ? direct : matchingResources(typeName, known, context);
  const [resource] = found;
  // What the provider makes of an id without asking AWS: Terraform reads it, and says that there is no such object.
  if (resource === undefined && first !== undefined) return { importedResources: [first], diagnostics: [] };
  if (resource === undefined || found.length > 1) return notImported(typeName, id, found);
  const state = encodeDynamic(conformObject(resource.values, block));
  return { importedResources: [{ typeName, state, private: first?.private }], diagnostics: [] };
}

function notImported(type: string, id: string, found: readonly CloudResource[]): ImportResponse {
  const detail =
    found.length === 0
      ? `The simulated account has no ${type} with the import id "${id}".`
      : `The import id "${id}" fits ${found.length} resources: ${found.map((resource) => resource.id).join(", ")}.`;
  return { importedResources: [], diagnostics: [errorDiagnostic(`Cannot import ${type}`, detail)] };
}
