import { settleMap } from "../configuration/evaluate-json.ts";
import { asText, isObject, type Json, type JsonObject, listed } from "../configuration/json.ts";
import { isAws } from "../configuration/module-scope.ts";
import type { Gap, Resource } from "../inventory.ts";
import type { Value } from "../value.ts";
import { regionOfValues } from "./region.ts";

/** A resource as `terraform show -json` prints it. */
export interface ShownResource {
  /** `module.a.aws_vpc.main[0]`. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index: string | number | undefined;
  readonly values: JsonObject;
  /** It is to be replaced, and still there. */
  readonly isDeposed: boolean;
}

/**
 * The resources of a module and of those below it.
 * https://developer.hashicorp.com/terraform/internals/json-format#values-representation
 */
export function shownResources(module: Json | undefined): ShownResource[] {
  if (!isObject(module)) return [];
  const own = listed(module.resources).filter(isObject).map(shownResource);
  return [...own, ...listed(module.child_modules).flatMap(shownResources)];
}

function shownResource(json: JsonObject): ShownResource {
  const { address, mode, type, name, index, values, deposed_key } = json;
  return {
    address: asText(address),
    mode: mode === "data" ? "data" : "managed",
    type: asText(type),
    name: asText(name),
    index: typeof index === "string" || typeof index === "number" ? index : undefined,
    values: isObject(values) ? values : {},
    isDeposed: deposed_key !== undefined,
  };
}

/** Resources of AWS that exist, as the inventory has them. */
export function existingResources(stack: string, shown: readonly ShownResource[]): Resource[] {
  return shown
    .filter(({ type, isDeposed }) => isAws(type) && !isDeposed)
    .map(({ address, mode, type, values }) => ({
      address: `${stack}/${address}`,
      stack,
      type,
      mode,
      region: regionOfValues(values),
      values: settleMap(values as { readonly [key: string]: Value }),
    }));
}

/** What is to be replaced still stands beside its replacement, under the same address. */
export function deposedGaps(stack: string, shown: readonly ShownResource[]): Gap[] {
  return shown
    .filter(({ type, isDeposed }) => isAws(type) && isDeposed)
    .map(({ address }) => ({ address: `${stack}/${address}`, why: "a deposed copy of it still exists" }));
}
