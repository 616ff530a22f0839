import { toInventoryValue } from "../configuration/evaluate-json.ts";
import { isJsonObject, type Json, type JsonObject } from "../configuration/json.ts";
import type { StackOutput } from "../inventory.ts";
import type { StackContents } from "../stack-contents.ts";
import type { Value } from "../value.ts";
import { deposedGaps, existingResources, shownResources } from "./shown-module.ts";

/** Reads a state as printed by `terraform show -json`; an empty one has no `values`. */
export function readShownState(stack: string, json: JsonObject): StackContents {
  const values = isJsonObject(json.values) ? json.values : {};
  const shown = shownResources(values.root_module);
  return {
    stack,
    resources: existingResources(stack, shown),
    outputs: shownOutputs(stack, values.outputs),
    gaps: deposedGaps(stack, shown),
  };
}

/** Returns the outputs whose values are known. */
export function shownOutputs(stack: string, outputs: Json | undefined): StackOutput[] {
  return Object.entries(isJsonObject(outputs) ? outputs : {}).flatMap(([name, output]) =>
    isJsonObject(output) && output.value !== undefined
      ? [{ stack, name, value: toInventoryValue(output.value as Value) }]
      : [],
  );
}
