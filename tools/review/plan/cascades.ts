import { isJsonObject, type Json, toList } from "../../reach/terraform/configuration/json.ts";
import { resourceConfiguration } from "../../reach/terraform/plan/plan-module.ts";
import { referenceTexts } from "../../reach/terraform/plan/reference-texts.ts";
import { configuredAddress, withoutInstanceKeys } from "./configured-address.ts";
import type { PlanDocument } from "./plan-document.ts";
import type { PlannedResourceChange } from "./planned-resource-change.ts";

/**
 * Returns, for each change that only follows from a replaced resource, the address of the first
 * one in the chain: a record that takes the new address of a replaced load balancer.
 */
export function cascadeRoots(plan: PlanDocument): ReadonlyMap<string, string> {
  const replaced = new Map(
    plan.changes
      .filter(({ isReplaced }) => isReplaced)
      .map((change) => [withoutInstanceKeys(change.address), change]),
  );
  const causes = new Map<string, string>();
  for (const change of plan.changes) {
    const cause = causeOf(change, plan, replaced);
    if (cause !== undefined) causes.set(change.address, cause.address);
  }
  return new Map([...causes.keys()].map((address) => [address, rootOf(address, causes)] as const));
}

function rootOf(address: string, causes: ReadonlyMap<string, string>): string {
  const seen = new Set<string>();
  let root = address;
  for (let next = causes.get(root); next !== undefined && !seen.has(next); next = causes.get(root)) {
    seen.add(root);
    root = next;
  }
  return root;
}

/** The replaced resource that alone causes a change; undefined if anything else changes too. */
function causeOf(
  change: PlannedResourceChange,
  plan: PlanDocument,
  replaced: ReadonlyMap<string, PlannedResourceChange>,
): PlannedResourceChange | undefined {
  if (replaced.size === 0 || !(change.isReplaced || change.isUpdated)) return undefined;
  const causing = change.isReplaced
    ? change.replacePaths.map((path) => String(path[0]))
    : Object.keys(change.afterUnknown).filter(
        (name) => change.isUnknown(name) && change.was(name) !== undefined,
      );
  const own = new Set(causing);
  if (own.size === 0 || [...own].some((name) => !change.isUnknown(name))) return undefined;
  if (change.isUpdated && hasOtherChange(change, own)) return undefined;
  const sources = [...own].map((name) => sourceOf(name, change, plan, replaced));
  const [first] = sources;
  return sources.every((source) => source !== undefined) ? first : undefined;
}

function hasOtherChange(change: PlannedResourceChange, expected: ReadonlySet<string>): boolean {
  const names = new Set([...Object.keys(change.before), ...Object.keys(change.after)]);
  return [...names].some((name) => !expected.has(name) && change.changes(name));
}

/** The replaced resource that an attribute refers to. */
function sourceOf(
  name: string,
  change: PlannedResourceChange,
  plan: PlanDocument,
  replaced: ReadonlyMap<string, PlannedResourceChange>,
): PlannedResourceChange | undefined {
  for (const text of attributeReferences(plan, change.address, name)) {
    const found = replaced.get(text);
    if (found !== undefined && found !== change) return found;
  }
  return undefined;
}

/**
 * Returns the resources that an attribute's expression refers to, as addresses without instance
 * keys: `aws_lb.main`; references through variables and local values are not followed.
 */
export function attributeReferences(plan: PlanDocument, address: string, name: string): readonly string[] {
  const { module, local } = configuredAddress(plan, address);
  const expressions = resourceConfiguration(module, local)?.expressions;
  const expression = isJsonObject(expressions) ? expressions[name] : undefined;
  return [...new Set(referencesWithin(expression).map((text) => resourceIn(text, module.prefix)))];
}

function referencesWithin(json: Json | undefined): string[] {
  if (isJsonObject(json) && Array.isArray(json.references)) return referenceTexts(json.references);
  const parts = isJsonObject(json) ? Object.values(json) : Array.isArray(json) ? toList(json) : [];
  return parts.flatMap(referencesWithin);
}

function resourceIn(text: string, prefix: string): string {
  const [type, name] = withoutInstanceKeys(text).split(".");
  return `${withoutInstanceKeys(prefix)}${type}.${name}`;
}
