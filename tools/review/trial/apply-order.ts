import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { type PlanModule, resourceConfiguration } from "../../reach/terraform/plan/plan-module.ts";
import { referenceTexts } from "../../reach/terraform/plan/reference-texts.ts";
import { configuredAddress, withoutInstanceKeys } from "../plan/configured-address.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";

/** One call of Terraform to the provider: a change's creation or update, or its deletion. */
export interface ApplyCall {
  readonly kind: "put" | "delete";
  readonly change: PlannedResourceChange;
  /** False if the plan does not show all that it waits for. */
  readonly isOrderKnown: boolean;
  /** The calls that must succeed before it. */
  readonly after: readonly ApplyCall[];
}

/** A call whose predecessors are being gathered. */
interface Draft extends ApplyCall {
  readonly after: Draft[];
}

/**
 * The calls of a plan in the partial order of Terraform's graph: what a resource refers to comes
 * first, a deletion waits for the deletions of what depended on it, and a replacement deletes
 * first, except with `create_before_destroy`. An update waits for the deletion of what it used
 * before, as in Terraform.
 * https://github.com/hashicorp/terraform/blob/main/docs/destroying.md
 */
export function applyCalls(plan: PlanDocument): readonly ApplyCall[] {
  const dependencies = new Dependencies(plan);
  const puts = new Map<string, Draft[]>();
  const deletes = new Map<string, Draft[]>();
  for (const change of plan.changes) {
    const isOrderKnown = dependencies.isKnown(change.address);
    const base = withoutInstanceKeys(change.address);
    if (isPut(change)) append(puts, base, { kind: "put", change, isOrderKnown, after: [] });
    if (isDelete(change)) append(deletes, base, { kind: "delete", change, isOrderKnown, after: [] });
  }
  for (const put of [...puts.values()].flat()) orderPut(put, puts, deletes, dependencies);
  for (const deletion of [...deletes.values()].flat()) orderDelete(deletion, puts, deletes, dependencies);
  return [...puts.values(), ...deletes.values()].flat();
}

function isPut({ action }: PlannedResourceChange): boolean {
  return ["create", "update", "replace", "replace-create-first", "create-forget"].includes(action);
}

function isDelete({ action }: PlannedResourceChange): boolean {
  return ["delete", "replace", "replace-create-first"].includes(action);
}

function orderPut(
  put: Draft,
  puts: ReadonlyMap<string, Draft[]>,
  deletes: ReadonlyMap<string, Draft[]>,
  dependencies: Dependencies,
): void {
  const { change } = put;
  for (const base of dependencies.configured(change.address)) put.after.push(...(puts.get(base) ?? []));
  const own = deletes.get(withoutInstanceKeys(change.address)) ?? [];
  if (change.action === "replace") put.after.push(...own.filter((deletion) => deletion.change === change));
  for (const base of dependencies.recorded(change.address)) {
    put.after.push(...(deletes.get(base) ?? []).filter(({ change: { action } }) => action !== CREATE_FIRST));
  }
}

const CREATE_FIRST = "replace-create-first";

function orderDelete(
  deletion: Draft,
  puts: ReadonlyMap<string, Draft[]>,
  deletes: ReadonlyMap<string, Draft[]>,
  dependencies: Dependencies,
): void {
  const base = withoutInstanceKeys(deletion.change.address);
  for (const dependent of dependencies.dependents(base)) {
    deletion.after.push(...(deletes.get(dependent) ?? []));
    if (deletion.change.action === CREATE_FIRST) deletion.after.push(...(puts.get(dependent) ?? []));
  }
  if (deletion.change.action !== CREATE_FIRST) return;
  deletion.after.push(...(puts.get(base) ?? []).filter(({ change }) => change === deletion.change));
}

/** The resources that each resource of a plan depends on, by addresses without instance keys. */
class Dependencies {
  readonly #recorded: ReadonlyMap<string, readonly string[]>;
  readonly #configured = new Map<string, readonly string[]>();
  readonly #uncertain = new Set<string>();
  readonly #dependents = new Map<string, string[]>();

  constructor(plan: PlanDocument) {
    this.#recorded = recordedDependencies(plan.json);
    for (const { address } of plan.changes) {
      const base = withoutInstanceKeys(address);
      if (this.#configured.has(base)) continue;
      const { module, local } = configuredAddress(plan, address);
      const names = new ReferencedResources();
      names.addResource(module, local);
      this.#configured.set(
        base,
        [...names.addresses].map(withoutInstanceKeys).filter((name) => name !== base),
      );
      if (!names.isComplete && !this.#recorded.has(base)) this.#uncertain.add(base);
    }
    for (const source of [this.#recorded, this.#configured]) {
      for (const [dependent, bases] of source) {
        for (const base of bases) append(this.#dependents, base, dependent);
      }
    }
  }

  /** True if the plan shows all that a resource refers to. */
  isKnown(address: string): boolean {
    return !this.#uncertain.has(withoutInstanceKeys(address));
  }

  /** The resources that the new configuration refers to. */
  configured(address: string): readonly string[] {
    return this.#configured.get(withoutInstanceKeys(address)) ?? [];
  }

  /** The resources that the state records. */
  recorded(address: string): readonly string[] {
    return this.#recorded.get(withoutInstanceKeys(address)) ?? [];
  }

  /** The resources that depend on one, by either. */
  dependents(base: string): readonly string[] {
    return this.#dependents.get(base) ?? [];
  }
}

/**
 * The dependencies that the prior state records.
 * https://developer.hashicorp.com/terraform/internals/json-format#values-representation
 */
function recordedDependencies(plan: JsonObject): ReadonlyMap<string, readonly string[]> {
  const { values } = isJsonObject(plan.prior_state) ? plan.prior_state : {};
  const found = new Map<string, readonly string[]>();
  const visit = (module: Json | undefined) => {
    if (!isJsonObject(module)) return;
    for (const resource of toList(module.resources).filter(isJsonObject)) {
      if (typeof resource.address !== "string") continue;
      const names = toList(resource.depends_on).filter((name) => typeof name === "string");
      found.set(withoutInstanceKeys(resource.address), names);
    }
    toList(module.child_modules).forEach(visit);
  };
  visit(isJsonObject(values) ? values.root_module : undefined);
  return found;
}

/** Gathers the resources that expressions refer to, through variables and modules. */
class ReferencedResources {
  readonly addresses = new Set<string>();
  /** False if a reference leads to a local value, whose expression no plan shows. */
  isComplete = true;
  readonly #seen = new Set<string>();

  addResource(module: PlanModule, local: string): void {
    const configuration = resourceConfiguration(module, local);
    if (configuration === undefined) return;
    for (const key of ["expressions", "count_expression", "for_each_expression"]) {
      this.#addExpression(configuration[key], module);
    }
    for (const name of toList(configuration.depends_on)) {
      if (typeof name === "string") this.#addReference(name, module);
    }
  }

  #addExpression(json: Json | undefined, module: PlanModule): void {
    if (Array.isArray(json)) for (const item of json as readonly Json[]) this.#addExpression(item, module);
    if (!isJsonObject(json)) return;
    if (Array.isArray(json.references)) {
      for (const text of referenceTexts(json.references)) this.#addReference(text, module);
      return;
    }
    for (const value of Object.values(json)) this.#addExpression(value, module);
  }

  #addReference(text: string, module: PlanModule): void {
    const key = `${module.prefix} ${text}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const [root = "", second = "", third = ""] = text.replaceAll(/\[[^\]]*(?:\]|$)/g, "").split(".");
    if (root === "local") this.isComplete = false;
    else if (root === "var")
      this.#addExpression(module.caller?.arguments[second], module.caller?.module ?? module);
    else if (root === "module") this.#addModule(module, second);
    else if (root === "data") this.addResource(module, `data.${second}.${third}`);
    else if (!["each", "count", "path", "terraform", "self"].includes(root) && second !== "") {
      this.addresses.add(`${module.prefix}${root}.${second}`);
    }
  }

  /** A reference to a module's output counts as one to each of its resources. */
  #addModule(module: PlanModule, name: string): void {
    const calls = module.configuration.module_calls;
    const call = isJsonObject(calls) ? calls[name] : undefined;
    const called = isJsonObject(call) && isJsonObject(call.module) ? call.module : {};
    for (const resource of toList(called.resources).filter(isJsonObject)) {
      if (resource.mode !== "data" && typeof resource.address === "string")
        this.addresses.add(`${module.prefix}module.${name}.${resource.address}`);
    }
  }
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else known.push(item);
}
