import { asText, isObject, type JsonObject } from "../configuration/json.ts";
import { objectOf } from "./plan-module.ts";
import { textsOf } from "./reference-texts.ts";
import { constantOf } from "./written.ts";

/** The region of a resource's provider, where the plan says it: a constant, or a variable of the root. */
export function planRegion(configuration: JsonObject | undefined, plan: JsonObject): string | undefined {
  const providers = objectOf(objectOf(plan.configuration).provider_config);
  const provider = objectOf(providers[asText(configuration?.provider_config_key)]);
  const region = objectOf(provider.expressions).region;
  if (!isObject(region)) return undefined;
  const [variable] = textsOf(region.references).filter((text) => text.startsWith("var."));
  const isRoot = provider.module_address === undefined;
  const given = variable === undefined || !isRoot ? undefined : objectOf(plan.variables)[variable.slice(4)];
  const value = constantOf(region) ?? objectOf(given).value;
  return typeof value === "string" ? value : undefined;
}
