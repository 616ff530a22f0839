import { isJsonObject, type Json, type JsonObject, toList } from "../reach/terraform/configuration/json.ts";
import { toObject } from "../reach/terraform/plan/plan-module.ts";
import { parsePlan } from "../review/plan/parse-plan.ts";
import type { PlanDocument } from "../review/plan/plan-document.ts";

/**
 * Returns the plan that would have made the drift: from what was deployed to what is there. It is
 * judged as any other plan, so that drift that opens a path is found as a change that opens one.
 *
 * @param plan a plan with refresh of what is deployed
 * @param addresses the resources whose drift counts
 */
export function driftAsPlan(plan: PlanDocument, addresses: ReadonlySet<string>): PlanDocument {
  const { json, stack, path } = plan;
  const drift = toList(json.resource_drift)
    .filter(isJsonObject)
    .filter(({ address }) => typeof address === "string" && addresses.has(address));
  const real = toObject(toObject(json.prior_state).values);
  const prior = { ...toObject(json.prior_state), values: withValuesBefore(real, drift) };
  const made: JsonObject = {
    ...json,
    prior_state: prior,
    planned_values: real,
    resource_changes: drift,
    resource_drift: [],
    output_changes: {},
  };
  return parsePlan(made, { stack, path });
}

/** The values of a state as they were before the drift, with what was deleted since. */
function withValuesBefore(values: JsonObject, drift: readonly JsonObject[]): JsonObject {
  const before = new Map(drift.map((entry) => [entry.address, entry] as const));
  const present = new Set<Json | undefined>();
  const ofModule = (module: JsonObject): JsonObject => {
    const resources = toList(module.resources).map((resource) => {
      const { address } = toObject(resource);
      const entry = before.get(address);
      present.add(address);
      return entry === undefined ? resource : { ...toObject(resource), values: valuesBefore(entry) };
    });
    const children = toList(module.child_modules).map((child) => ofModule(toObject(child)));
    return { ...module, resources, child_modules: children };
  };
  const root = ofModule(toObject(values.root_module));
  const gone = drift.filter(({ address }) => !present.has(address)).map(resourceBefore);
  return { ...values, root_module: { ...root, resources: [...toList(root.resources), ...gone] } };
}

function resourceBefore(entry: JsonObject): JsonObject {
  const { address = "", mode = "managed", type = "", name = "", provider_name = "" } = entry;
  return { address, mode, type, name, provider_name, values: valuesBefore(entry) };
}

function valuesBefore(entry: JsonObject): Json {
  return toObject(entry.change).before ?? {};
}
