import { isJsonObject, type JsonObject, jsonText } from "../configuration/json.ts";
import { constantValue } from "./configured-values.ts";
import { toObject } from "./plan-module.ts";
import { referenceTexts } from "./reference-texts.ts";

/**
 * Returns the region of a resource's provider if the plan shows it: a constant, or a variable of
 * the root module.
 */
export function planRegion(configuration: JsonObject | undefined, plan: JsonObject): string | undefined {
  const providers = toObject(toObject(plan.configuration).provider_config);
  const provider = toObject(providers[jsonText(configuration?.provider_config_key)]);
  const region = toObject(provider.expressions).region;
  if (!isJsonObject(region)) return undefined;
  const [variable] = referenceTexts(region.references).filter((text) => text.startsWith("var."));
  const isRoot = provider.module_address === undefined;
  const given = variable === undefined || !isRoot ? undefined : toObject(plan.variables)[variable.slice(4)];
  const value = constantValue(region) ?? toObject(given).value;
  return typeof value === "string" ? value : undefined;
}
