import { toInventoryMap, toInventoryValue } from "../configuration/evaluate-json.ts";
import { isJsonObject, type JsonObject, jsonText, toList } from "../configuration/json.ts";
import { isAwsType } from "../configuration/module-scope.ts";
import type { Resource, StackOutput } from "../inventory.ts";
import type { StackContents } from "../stack-contents.ts";
import { regionInValues } from "../state/region.ts";
import { existingResources, type ShownResource, shownResources } from "../state/shown-module.ts";
import { isMap, type Value } from "../value.ts";
import { fillUnknowns } from "./fill-unknowns.ts";
import {
  moduleOfAddress,
  type PlanModule,
  resourceConfiguration,
  rootModule,
  toObject,
} from "./plan-module.ts";
import { resolveOutputReference } from "./plan-references.ts";
import { planRegion } from "./plan-region.ts";
import { type PlanContext, referenceTexts } from "./reference-texts.ts";

/**
 * Reads a plan as printed by `terraform show -json`: the state after it is applied.
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function readPlan(stack: string, plan: JsonObject): StackContents {
  const planned = shownResources(toObject(plan.planned_values).root_module);
  const prior = shownResources(toObject(toObject(plan.prior_state).values).root_module);
  const addresses = new Set(planned.map(({ address }) => address));
  const looked = prior.filter(({ mode, address }) => mode === "data" && !addresses.has(address));
  const root = rootModule(plan);
  const context = contextOf(stack, plan, [...planned, ...looked]);
  const unknown = unknownOf(plan);
  const resources = planned
    .filter(({ type }) => isAwsType(type))
    .map((shown) => plannedResource(shown, unknown.get(shown.address), root, plan, context));
  return {
    stack,
    resources: [...resources, ...existingResources(stack, looked)],
    outputs: outputsOf(plan, root, context),
    gaps: [],
  };
}

function contextOf(stack: string, plan: JsonObject, all: readonly ShownResource[]): PlanContext {
  const instances = new Map<string, string[]>();
  for (const resource of all) {
    const base = baseOf(resource);
    const known = instances.get(base);
    if (known === undefined) instances.set(base, [resource.address]);
    else known.push(resource.address);
  }
  return {
    stack,
    variables: toObject(plan.variables),
    instances,
    known: new Map(all.map(({ address, values }) => [address, values])),
  };
}

/** An address without its instance key. */
function baseOf({ address, index }: ShownResource): string {
  return index === undefined ? address : address.slice(0, -JSON.stringify(index).length - 2);
}

/** The values of each resource that are unknown until apply, by address. */
function unknownOf(plan: JsonObject): Map<string, JsonObject> {
  const changes = toList(plan.resource_changes).filter(isJsonObject);
  return new Map(
    changes
      .filter(({ deposed }) => deposed === undefined)
      .map(({ address, change }) => [jsonText(address), toObject(toObject(change).after_unknown)]),
  );
}

function plannedResource(
  shown: ShownResource,
  unknown: JsonObject | undefined,
  root: PlanModule,
  plan: JsonObject,
  context: PlanContext,
): Resource {
  const module = moduleOfAddress(root, shown.address) ?? root;
  const base = baseOf(shown);
  const configuration = resourceConfiguration(module, base.slice(module.prefix.length));
  const expressions = toObject(configuration?.expressions);
  const location = { module, attribute: "", address: shown.address, base };
  const values = fillUnknowns(
    shown.values,
    unknown ?? {},
    { kind: "block", attributes: expressions },
    location,
    context,
  );
  return {
    address: `${context.stack}/${shown.address}`,
    stack: context.stack,
    type: shown.type,
    mode: shown.mode,
    region: regionInValues(shown.values) ?? planRegion(configuration, plan),
    values: isMap(values) ? toInventoryMap(values) : {},
  };
}

function outputsOf(plan: JsonObject, root: PlanModule, context: PlanContext): StackOutput[] {
  const shown = toObject(toObject(plan.planned_values).outputs);
  const declared = toObject(root.configuration.outputs);
  return Object.keys(shown).map((name) => {
    const { value } = toObject(shown[name]);
    const { references } = toObject(toObject(declared[name]).expression);
    const location = { module: root, attribute: name, address: "", base: "" };
    const known =
      value === undefined
        ? resolveOutputReference(referenceTexts(references), location, context)
        : (value as Value);
    return { stack: context.stack, name, value: toInventoryValue(known) };
  });
}
