import { isJsonObject, type Json, type JsonObject, toList } from "../reach/terraform/configuration/json.ts";
import { toObject } from "../reach/terraform/plan/plan-module.ts";
import { parseStateFile } from "../terraform/state-file.ts";
import { parsePlan } from "./plan/parse-plan.ts";
import type { PlanDocument } from "./plan/plan-document.ts";

/** The values that a state has, where a plan does not know them. */
interface StateValues {
  /** Attributes by address. */
  readonly resources: ReadonlyMap<string, JsonObject>;
  /** Outputs by name. */
  readonly outputs: JsonObject;
}

/**
 * Returns a plan with values for what is known only after apply: those that a state has after the
 * plan was applied in a simulated account. Plans that were made from there name the same ones, so
 * that all can be judged together.
 *
 * @param state the state in Terraform's format
 */
export function withSimulatedState(plan: PlanDocument, state: string): PlanDocument {
  const values = valuesOf(plan.stack, state);
  const { json } = plan;
  const planned = toObject(json.planned_values);
  const filled: JsonObject = {
    ...json,
    resource_changes: toList(json.resource_changes).map((change) => filledChange(change, values)),
    output_changes: Object.fromEntries(
      Object.entries(toObject(json.output_changes)).map(([name, change]) => [
        name,
        filledOutput(change, values.outputs[name]),
      ]),
    ),
    planned_values: {
      ...planned,
      outputs: filledOutputs(toObject(planned.outputs), values.outputs),
      root_module: filledModule(toObject(planned.root_module), values, marksByAddress(json)),
    },
  };
  return { ...plan, ...parsePlan(filled, plan), path: plan.path };
}

function valuesOf(stack: string, state: string): StateValues {
  const { resources } = parseStateFile(stack, state);
  const { outputs } = JSON.parse(state) as { readonly outputs?: Record<string, { readonly value: Json }> };
  return {
    resources: new Map(resources.map(({ address, attributes }) => [address, attributes as JsonObject])),
    outputs: Object.fromEntries(Object.entries(outputs ?? {}).map(([name, { value }]) => [name, value])),
  };
}

function filledChange(json: Json, { resources }: StateValues): Json {
  if (!isJsonObject(json) || typeof json.address !== "string" || json.deposed !== undefined) return json;
  const attributes = resources.get(json.address);
  const change = toObject(json.change);
  if (attributes === undefined || !isJsonObject(change.after)) return json;
  return {
    ...json,
    change: { ...change, after: filled(change.after, change.after_unknown, attributes), after_unknown: {} },
  };
}

function filledOutput(json: Json, value: Json | undefined): Json {
  const change = toObject(json);
  if (value === undefined) return change;
  return { ...change, after: filled(change.after, change.after_unknown, value), after_unknown: false };
}

function filledOutputs(planned: JsonObject, values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(planned).map(([name, output]) => [
      name,
      { ...toObject(output), value: toObject(output).value ?? values[name] ?? null },
    ]),
  );
}

function marksByAddress(json: JsonObject): ReadonlyMap<string, Json> {
  const changes = toList(json.resource_changes).filter(isJsonObject);
  return new Map(
    changes
      .filter(({ deposed }) => deposed === undefined)
      .map(({ address, change }) => [String(address), toObject(change).after_unknown ?? false]),
  );
}

function filledModule(module: JsonObject, values: StateValues, marks: ReadonlyMap<string, Json>): JsonObject {
  const resources = toList(module.resources)
    .filter(isJsonObject)
    .map((resource): JsonObject => {
      const address = String(resource.address);
      const attributes = values.resources.get(address);
      if (attributes === undefined) return resource;
      return { ...resource, values: filled(resource.values, marks.get(address), attributes) };
    });
  const children = toList(module.child_modules)
    .filter(isJsonObject)
    .map((child) => filledModule(child, values, marks));
  return { ...module, resources, ...(children.length === 0 ? {} : { child_modules: children }) };
}

/** A value with those of a state at its marks. */
function filled(value: Json | undefined, marks: Json | undefined, known: Json | undefined): Json {
  if (marks === true) return known ?? null;
  if (Array.isArray(marks) && Array.isArray(known)) {
    const items = toList(value);
    // The order of a set with unknown items is another one once they are known.
    return marks.some((mark: Json) => mark !== false && mark !== null) ? known : items;
  }
  if (!isJsonObject(marks) || !isJsonObject(known)) return value ?? null;
  const own = isJsonObject(value) ? value : {};
  const names = new Set([...Object.keys(own), ...Object.keys(marks)]);
  return Object.fromEntries([...names].map((name) => [name, filled(own[name], marks[name], known[name])]));
}
