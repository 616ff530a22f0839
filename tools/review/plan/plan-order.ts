import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type Json, type JsonObject } from "../../reach/terraform/configuration/json.ts";
import { compareByCodeUnit } from "../../reach/terraform/expression/sets.ts";
import { toObject } from "../../reach/terraform/plan/plan-module.ts";
import { shownResources } from "../../reach/terraform/state/shown-module.ts";
import type { PlanDocument } from "./plan-document.ts";

/** Plans in the order in which they would be applied. */
export interface PlanOrder {
  /** The plans. */
  readonly plans: readonly PlanDocument[];
  /** True if some plan reads another's outputs: otherwise the order is that of the names. */
  readonly isFromOutputs: boolean;
  /** The stacks that read each other's outputs, which have no order. @default [] */
  readonly circular: readonly string[];
}

/**
 * Puts plans into the order in which their stacks depend on each other: a stack whose outputs
 * another reads comes first, and last if it is destroyed. Stacks that do not depend on each other
 * are in the order of their names. Plans do not name their own states, so that a remote state is
 * recognized by its outputs.
 * https://developer.hashicorp.com/terraform/language/state/remote-state-data
 */
export function orderPlans(plans: readonly PlanDocument[]): PlanOrder {
  const waiting = new Map(plans.map((plan) => [plan, new Set<PlanDocument>()]));
  const published = plans.map((plan) => ({ plan, outputs: priorOutputs(plan) }));
  for (const reader of plans) {
    for (const outputs of readOutputs(reader)) {
      const source = published.find((other) => other.plan !== reader && isSame(outputs, other.outputs))?.plan;
      if (source === undefined) continue;
      const [first, second] = source.mode === "destroy" ? [reader, source] : [source, reader];
      waiting.get(second)?.add(first);
    }
  }
  const isFromOutputs = [...waiting.values()].some(({ size }) => size > 0);
  const ordered: PlanDocument[] = [];
  const circular: string[] = [];
  const open = [...plans].sort((a, b) => compareByCodeUnit(a.stack, b.stack));
  while (open.length > 0) {
    const ready = open.findIndex(
      (plan) => ![...(waiting.get(plan) ?? [])].some((each) => open.includes(each)),
    );
    const [next] = open.splice(Math.max(ready, 0), 1);
    if (next === undefined) break;
    if (ready < 0) circular.push(next.stack);
    ordered.push(next);
  }
  return { plans: ordered, isFromOutputs, circular };
}

/** The outputs of a stack's state before the plan, by name. */
function priorOutputs({ json }: PlanDocument): ReadonlyMap<string, Json | undefined> {
  const { values } = toObject(json.prior_state);
  const outputs = Object.entries(toObject(toObject(values).outputs));
  return new Map(outputs.map(([name, output]) => [name, toObject(output).value]));
}

/** The outputs that each remote state of a plan has. */
function readOutputs({ json }: PlanDocument): JsonObject[] {
  const { values } = toObject(json.prior_state);
  return shownResources(toObject(values).root_module)
    .filter(({ mode, type }) => mode === "data" && type === "terraform_remote_state")
    .flatMap(({ values: { outputs } }) => (isJsonObject(outputs) ? [outputs] : []));
}

/** True if a remote state has all outputs of a stack, and no others, with the same values. */
function isSame(read: JsonObject, published: ReadonlyMap<string, Json | undefined>): boolean {
  const names = Object.keys(read);
  if (names.length === 0 || names.length !== published.size) return false;
  return names.every((name) => published.has(name) && isDeepStrictEqual(read[name], published.get(name)));
}
