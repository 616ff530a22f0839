import { settle, settleMap } from "../configuration/evaluate-json.ts";
import { asText, isObject, type JsonObject, listed } from "../configuration/json.ts";
import { isAws } from "../configuration/module-scope.ts";
import type { Resource, StackOutput } from "../inventory.ts";
import type { StackPart } from "../stack-part.ts";
import { regionOfValues } from "../state/region.ts";
import { existingResources, type ShownResource, shownResources } from "../state/shown-module.ts";
import { isMap, type Value } from "../value.ts";
import { fill } from "./fill.ts";
import { configurationOf, moduleOf, objectOf, type PlanModule, rootModule } from "./plan-module.ts";
import { referredByOutput } from "./plan-references.ts";
import { planRegion } from "./plan-region.ts";
import { type PlanContext, textsOf } from "./reference-texts.ts";

/**
 * Reads what `terraform show -json` prints of a plan: what will be, once it is applied.
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function readPlan(stack: string, plan: JsonObject): StackPart {
  const planned = shownResources(objectOf(plan.planned_values).root_module);
  const prior = shownResources(objectOf(objectOf(plan.prior_state).values).root_module);
  const addresses = new Set(planned.map(({ address }) => address));
  const looked = prior.filter(({ mode, address }) => mode === "data" && !addresses.has(address));
  const root = rootModule(plan);
  const context = contextOf(stack, plan, [...planned, ...looked]);
  const unknown = unknownOf(plan);
  const resources = planned
    .filter(({ type }) => isAws(type))
    .map((shown) => plannedResource(shown, unknown.get(shown.address), root, plan, context));
  return {
    stack,
    resources: [...resources, ...existingResources(stack, looked)],
    outputs: outputsOf(plan, root, context),
    gaps: [],
  };
}

function contextOf(stack: string, plan: JsonObject, all: readonly ShownResource[]): PlanContext {
  const copies = new Map<string, string[]>();
  for (const resource of all) {
    const base = baseOf(resource);
    const known = copies.get(base);
    if (known === undefined) copies.set(base, [resource.address]);
    else known.push(resource.address);
  }
  return {
    stack,
    variables: objectOf(plan.variables),
    copies,
    known: new Map(all.map(({ address, values }) => [address, values])),
  };
}

/** An address without its key. */
function baseOf({ address, index }: ShownResource): string {
  return index === undefined ? address : address.slice(0, -JSON.stringify(index).length - 2);
}

/** What each resource will only have once it is applied, by address. */
function unknownOf(plan: JsonObject): Map<string, JsonObject> {
  const changes = listed(plan.resource_changes).filter(isObject);
  return new Map(
    changes
      .filter(({ deposed }) => deposed === undefined)
      .map(({ address, change }) => [asText(address), objectOf(objectOf(change).after_unknown)]),
  );
}

function plannedResource(
  shown: ShownResource,
  unknown: JsonObject | undefined,
  root: PlanModule,
  plan: JsonObject,
  context: PlanContext,
): Resource {
  const module = moduleOf(root, shown.address) ?? root;
  const base = baseOf(shown);
  const configuration = configurationOf(module, base.slice(module.prefix.length));
  const expressions = objectOf(configuration?.expressions);
  const place = { module, attribute: "", address: shown.address, base };
  const values = fill(
    shown.values,
    unknown ?? {},
    { kind: "block", attributes: expressions },
    place,
    context,
  );
  return {
    address: `${context.stack}/${shown.address}`,
    stack: context.stack,
    type: shown.type,
    mode: shown.mode,
    region: regionOfValues(shown.values) ?? planRegion(configuration, plan),
    values: isMap(values) ? settleMap(values) : {},
  };
}

function outputsOf(plan: JsonObject, root: PlanModule, context: PlanContext): StackOutput[] {
  const shown = objectOf(objectOf(plan.planned_values).outputs);
  const declared = objectOf(root.configuration.outputs);
  return Object.keys(shown).map((name) => {
    const { value } = objectOf(shown[name]);
    const { references } = objectOf(objectOf(declared[name]).expression);
    const place = { module: root, attribute: name, address: "", base: "" };
    const known =
      value === undefined ? referredByOutput(textsOf(references), place, context) : (value as Value);
    return { stack: context.stack, name, value: settle(known) };
  });
}
