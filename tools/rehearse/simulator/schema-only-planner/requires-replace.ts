import type { PlanBehavior } from "../../snapshot/plan-behavior.ts";
import type { AttributePath, AttributePath_Step } from "../protocol/tfplugin5.ts";
import type { SchemaBlock, SchemaNestedBlock } from "../schema.ts";
import { type ObjectValue, type TerraformValue, UNKNOWN } from "../terraform-value.ts";
import { type NestedBody, nestedBodies } from "../walk-schema.ts";
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
  const [before, after] = [nestedBodies(nested, prior), nestedBodies(nested, planned)];
  if (nested.nesting === "set") {
    return behavior.requiresReplace.has(path) ||
      setElementRequiresReplace(nested, behavior, before, after, path)
      ? [steps]
      : [];
  }
  const ownPath = behavior.requiresReplace.has(path) && before.length !== after.length ? [steps] : [];
  const stepsByKey = new Map([...before, ...after].map((each) => [each.key, each.steps]));
  const innerPaths = [...stepsByKey].flatMap(([key, bodySteps]) => {
    const bodyIn = (bodies: readonly NestedBody[]) => bodies.find((each) => each.key === key)?.body ?? {};
    const inner = [...steps, ...bodySteps];
    return changedPaths(nested.block, behavior, bodyIn(before), bodyIn(after), `${path}.`, inner);
  });
  return [...ownPath, ...innerPaths];
}

/** A changed set element counts as one removed and one added, so everything in it changes. */
function setElementRequiresReplace(
  nested: SchemaNestedBlock,
  behavior: PlanBehavior,
  before: readonly NestedBody[],
  after: readonly NestedBody[],
  path: string,
): boolean {
  const missingFrom = (members: readonly NestedBody[], others: readonly NestedBody[]) =>
    members.filter(({ body }) => !others.some((other) => blocksEqual(nested.block, body, other.body)));
  return [...missingFrom(before, after), ...missingFrom(after, before)].some(
    ({ body }) => changedPaths(nested.block, behavior, {}, body, `${path}.`, []).length > 0,
  );
}
