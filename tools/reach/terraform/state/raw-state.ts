import { isJsonObject, type Json, type JsonObject, jsonText, toList } from "../configuration/json.ts";
import type { StackContents } from "../stack-contents.ts";
import { commonRegion } from "./region.ts";
import { deposedGaps, existingResources, type ShownResource } from "./shown-module.ts";
import { shownOutputs } from "./shown-state.ts";

/**
 * Reads a stored state, version 4. Resources without a visible region get the region that the
 * others of the same provider configuration show.
 */
export function readRawState(stack: string, json: JsonObject): StackContents {
  const entries = toList(json.resources).filter(isJsonObject);
  const shown = entries.map((entry) => ({ provider: entry.provider, resources: instancesOf(entry) }));
  const all = shown.flatMap(({ resources }) => resources);
  const regions = regionsByProvider(shown);
  const providers = new Map(
    shown.flatMap(({ provider, resources }) =>
      resources.map((each) => [`${stack}/${each.address}`, provider]),
    ),
  );
  const resources = existingResources(stack, all).map((resource) => ({
    ...resource,
    region: resource.region ?? regions.get(providers.get(resource.address)),
  }));
  return { stack, resources, outputs: shownOutputs(stack, json.outputs), gaps: deposedGaps(stack, all) };
}

function regionsByProvider(
  shown: readonly { provider: Json | undefined; resources: readonly ShownResource[] }[],
): Map<Json | undefined, string | undefined> {
  const values = new Map<Json | undefined, JsonObject[]>();
  for (const { provider, resources } of shown) {
    const known = values.get(provider) ?? [];
    known.push(...resources.map((resource) => resource.values));
    values.set(provider, known);
  }
  return new Map([...values].map(([provider, all]) => [provider, commonRegion(all)]));
}

function instancesOf({ module, mode, type, name, instances }: JsonObject): ShownResource[] {
  const prefix = typeof module === "string" ? `${module}.` : "";
  const base = `${prefix}${mode === "data" ? "data." : ""}${jsonText(type)}.${jsonText(name)}`;
  return toList(instances)
    .filter(isJsonObject)
    .map(({ index_key: key, attributes, deposed }) => {
      const index = typeof key === "string" || typeof key === "number" ? key : undefined;
      return {
        address: index === undefined ? base : `${base}[${JSON.stringify(index)}]`,
        mode: mode === "data" ? "data" : "managed",
        type: jsonText(type),
        name: jsonText(name),
        index,
        values: isJsonObject(attributes) ? attributes : {},
        isDeposed: deposed !== undefined,
      };
    });
}
