import type { PlanBehavior } from "../../snapshot/plan-behavior.ts";
import { isObjectValue } from "../protocol/codec.ts";
import type { AttributePath, AttributePath_Step } from "../protocol/tfplugin5.ts";
import type { SchemaBlock, SchemaNestedBlock } from "../schema.ts";
import { type ObjectValue, type TerraformValue, UNKNOWN } from "../terraform-value.ts";
import { blocksEqual, equalByType, nestedBlocksEqual } from "./value-equality.ts";

/** The paths whose planned change requires replacement of the resource. */
export function requiresReplacePaths(
  block: SchemaBlock,
  behavior: PlanBehavior,
  prior: ObjectValue,
  planned: ObjectValue,
): AttributePath[] {
  return changedPaths(block, behavior, prior, planned, "", []).map((steps) => ({ steps }));
}

type Steps = readonly AttributePath_Step[];

function changedPaths(
  block: SchemaBlock,
  behavior: PlanBehavior,
  prior: ObjectValue,
  planned: ObjectValue,
  prefix: string,
  steps: Steps,
): Steps[] {
  const attributes = Object.entries(block.attributes)
    .filter(([name, { type }]) => {
      const [priorValue, plannedValue] = [prior[name] ?? null, planned[name] ?? null];
      const requiresReplace =
        behavior.requiresReplace.has(prefix + name) ||
        (behavior.requiresReplaceIfSet.has(prefix + name) &&
          (priorValue === null) !== (plannedValue === null));
      return requiresReplace && !equalByType(type, priorValue, plannedValue);
    })
    .map(([attribute_name]) => [...steps, { attribute_name }]);
  const blocks = Object.entries(block.blocks).flatMap(([attribute_name, nested]) => {
    const [priorValue, plannedValue] = [prior[attribute_name] ?? null, planned[attribute_name] ?? null];
    if (nestedBlocksEqual(nested, priorValue, plannedValue)) return [];
    return changedNestedPaths(nested, behavior, priorValue, plannedValue, prefix + attribute_name, [
      ...steps,
      { attribute_name },
    ]);
  });
  return [...attributes, ...blocks];
}

function changedNestedPaths(
  nested: SchemaNestedBlock,
  behavior: PlanBehavior,
  prior: TerraformValue,
  planned: TerraformValue,
  path: string,
  steps: Steps,
): Steps[] {
  if (planned === UNKNOWN) return behavior.requiresReplace.has(path) ? [steps] : [];
  const [before, after] = [blocksByKey(nested, prior), blocksByKey(nested, planned)];
  if (nested.nesting === "set") {
    return behavior.requiresReplace.has(path) ||
      setElementRequiresReplace(nested, behavior, before, after, path)
      ? [steps]
      : [];
  }
  const ownPath = behavior.requiresReplace.has(path) && before.size !== after.size ? [steps] : [];
  const innerPaths = [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const step = stepsToElement(nested, key);
    return changedPaths(nested.block, behavior, before.get(key) ?? {}, after.get(key) ?? {}, `${path}.`, [
      ...steps,
      ...step,
    ]);
  });
  return [...ownPath, ...innerPaths];
}

/** A changed set element counts as one removed and one added, so everything in it changes. */
function setElementRequiresReplace(
  nested: SchemaNestedBlock,
  behavior: PlanBehavior,
  before: ReadonlyMap<string, ObjectValue>,
  after: ReadonlyMap<string, ObjectValue>,
  path: string,
): boolean {
  const missingFrom = (members: ReadonlyMap<string, ObjectValue>, others: ReadonlyMap<string, ObjectValue>) =>
    [...members.values()].filter(
      (priorValue) =>
        ![...others.values()].some((plannedValue) => blocksEqual(nested.block, priorValue, plannedValue)),
    );
  return [...missingFrom(before, after), ...missingFrom(after, before)].some(
    (member) => changedPaths(nested.block, behavior, {}, member, `${path}.`, []).length > 0,
  );
}

function blocksByKey(nested: SchemaNestedBlock, value: TerraformValue): ReadonlyMap<string, ObjectValue> {
  const entries: (readonly [string, TerraformValue])[] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item])
    : nested.nesting === "map" && isObjectValue(value)
      ? Object.entries(value)
      : [["", value]];
  return new Map(entries.flatMap(([key, item]) => (isObjectValue(item) ? [[key, item] as const] : [])));
}

function stepsToElement({ nesting }: SchemaNestedBlock, key: string): Steps {
  if (nesting === "list") return [{ element_key_int: Number(key) }];
  return nesting === "map" ? [{ element_key_string: key }] : [];
}
