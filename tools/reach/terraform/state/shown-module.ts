import { toInventoryMap } from "../configuration/evaluate-json.ts";
import { isJsonObject, type Json, type JsonObject, jsonText, toList } from "../configuration/json.ts";
import { isAwsType } from "../configuration/module-scope.ts";
import type { ModelGap, Resource } from "../inventory.ts";
import type { Value } from "../value.ts";
import { regionInValues } from "./region.ts";

/** A resource as printed by `terraform show -json`. */
export interface ShownResource {
  /** The address: `module.a.aws_vpc.main[0]`. */
  readonly address: string;
  /** Managed for a resource, data for a data source. */
  readonly mode: "managed" | "data";
  /** The type as written: `aws_alb`. */
  readonly type: string;
  /** The name in the configuration: `main`. */
  readonly name: string;
  /** The instance key; undefined without `count` and `for_each`. */
  readonly index: string | number | undefined;
  /** The attributes, those that are known. */
  readonly values: JsonObject;
  /** True if it is to be replaced, but still exists. */
  readonly isDeposed: boolean;
}

/**
 * Returns the resources of a module and its child modules.
 * https://developer.hashicorp.com/terraform/internals/json-format#values-representation
 */
export function shownResources(module: Json | undefined): ShownResource[] {
  if (!isJsonObject(module)) return [];
  const own = toList(module.resources).filter(isJsonObject).map(shownResource);
  return [...own, ...toList(module.child_modules).flatMap(shownResources)];
}

function shownResource(json: JsonObject): ShownResource {
  const { address, mode, type, name, index, values, deposed_key } = json;
  return {
    address: jsonText(address),
    mode: mode === "data" ? "data" : "managed",
    type: jsonText(type),
    name: jsonText(name),
    index: typeof index === "string" || typeof index === "number" ? index : undefined,
    values: isJsonObject(values) ? values : {},
    isDeposed: deposed_key !== undefined,
  };
}

/** Returns the existing AWS resources in the inventory's form. */
export function existingResources(stack: string, shown: readonly ShownResource[]): Resource[] {
  return shown
    .filter(({ type, isDeposed }) => isAwsType(type) && !isDeposed)
    .map(({ address, mode, type, values }) => ({
      address: `${stack}/${address}`,
      stack,
      type,
      mode,
      region: regionInValues(values),
      values: toInventoryMap(values as { readonly [key: string]: Value }),
    }));
}

/**
 * Returns a gap for each deposed object, which still exists beside its replacement, under the same
 * address.
 */
export function deposedGaps(stack: string, shown: readonly ShownResource[]): ModelGap[] {
  return shown
    .filter(({ type, isDeposed }) => isAwsType(type) && isDeposed)
    .map(({ address }) => ({ address: `${stack}/${address}`, why: "a deposed object of it still exists" }));
}
