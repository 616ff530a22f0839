import type { PlanBehavior } from "../../snapshot/plan-behavior.ts";
import type { SchemaAttribute, SchemaBlock, SchemaNestedBlock, TerraformType } from "../schema.ts";
import {
  containsUnknown,
  isObjectValue,
  type ObjectValue,
  type TerraformValue,
  UNKNOWN,
} from "../terraform-value.ts";
import { mapBlock, mapElements, mapNestedBodies, nestedBodies } from "../walk-schema.ts";
import { equalByType, isZeroValue, jsonEqual, nestedBlocksEqual } from "./value-equality.ts";

/** The prior state and the configuration of a block. */
interface PriorAndConfig {
  /** Null if the block is new. */
  readonly prior: ObjectValue | null;
  readonly config: ObjectValue;
}

/** Plans the content of a block at a path (`""`, or dotted names with a trailing dot). */
export function planBlock(
  block: SchemaBlock,
  behavior: PlanBehavior,
  { prior, config }: PriorAndConfig,
  prefix: string,
): ObjectValue {
  const before = (name: string) => (prior === null ? undefined : (prior[name] ?? null));
  return mapBlock(
    block,
    (name, attribute) =>
      planAttribute(attribute, behavior, before(name), config[name] ?? null, prefix + name),
    (name, nested) => planNestedBlock(nested, behavior, before(name), config[name] ?? null, prefix + name),
  );
}

/** @param before - `undefined` if the enclosing block is new */
function planAttribute(
  attribute: SchemaAttribute,
  behavior: PlanBehavior,
  before: TerraformValue | undefined,
  config: TerraformValue,
  path: string,
): TerraformValue {
  if (attribute.writeOnly) return null;
  if (config !== null) {
    if (behavior.legacyTypeSystem && isWhollyUnknown(attribute.type, config)) return UNKNOWN;
    const value = withObjectDefaults(attribute.type, behavior, config, path);
    if (before === undefined) return value;
    // Values that differ only in order or formatting keep the prior one, so that nothing seems to
    // change.
    const isEqual =
      equalByType(attribute.type, before, value) ||
      (behavior.jsonAttributes.has(path) && jsonEqual(before, value));
    return isEqual ? before : value;
  }
  const hasDefault = Object.hasOwn(behavior.defaults, path);
  const unsetValue = hasDefault ? (behavior.defaults[path] ?? null) : attribute.computed ? UNKNOWN : null;
  if (before === undefined) return unsetValue;
  // In the older SDK a computed attribute has no default: its computed value stays.
  const keepsPrior = attribute.computed && (behavior.legacyTypeSystem || !hasDefault);
  if (keepsPrior || (behavior.legacyTypeSystem && unsetValue === null && isZeroValue(before))) return before;
  return unsetValue;
}

/**
 * True for what the older SDK plans as wholly unknown: a set or map with anything unknown in it,
 * and a list with an unknown element.
 * https://github.com/hashicorp/terraform-plugin-sdk/blob/main/terraform/resource.go
 */
function isWhollyUnknown(type: TerraformType, config: TerraformValue): boolean {
  if (typeof type === "string") return false;
  if (type[0] === "list") return Array.isArray(config) && config.includes(UNKNOWN);
  return (type[0] === "set" || type[0] === "map") && containsUnknown(config);
}

/** Fills in omitted fields of objects that are written like blocks. */
function withObjectDefaults(
  type: TerraformType,
  behavior: PlanBehavior,
  value: TerraformValue,
  path: string,
): TerraformValue {
  if (typeof type === "string" || type[0] === "tuple" || type[0] === "map") return value;
  return mapElements(type, value, (item, itemType, key) => {
    const itemPath = type[0] === "object" ? `${path}.${key}` : path;
    return item === null && type[0] === "object"
      ? (behavior.defaults[itemPath] ?? null)
      : withObjectDefaults(itemType, behavior, item, itemPath);
  });
}

/** @param before - `undefined` if the enclosing block is new */
function planNestedBlock(
  nested: SchemaNestedBlock,
  behavior: PlanBehavior,
  before: TerraformValue | undefined,
  config: TerraformValue,
  path: string,
): TerraformValue {
  if (config === UNKNOWN) return UNKNOWN;
  if (isZeroValue(config) && behavior.computedBlocks.has(path))
    return before === undefined ? UNKNOWN : before;
  const planBody = (body: ObjectValue, prior: TerraformValue | undefined): ObjectValue => {
    const priorBlock = prior !== undefined && isObjectValue(prior) ? prior : null;
    return planBlock(nested.block, behavior, { prior: priorBlock, config: body }, `${path}.`);
  };
  if (nested.nesting !== "set") {
    return mapNestedBodies(nested, config, (body, key) => planBody(body, bodyAt(before, key)));
  }
  const priors = nestedBodies(nested, before ?? null).map(({ body }) => body);
  const planned = mapNestedBodies(nested, config, (body) =>
    planSetElement(nested, behavior, body, planBody(body, undefined), priors),
  );
  return before !== undefined && nestedBlocksEqual(nested, before, planned) ? before : planned;
}

/** The occurrence of a nested block with a key; the value itself if it cannot be repeated. */
function bodyAt(value: TerraformValue | undefined, key: string | number): TerraformValue | undefined {
  if (key === "" || value === undefined) return value;
  if (typeof key === "number") return Array.isArray(value) ? value[key] : undefined;
  return isObjectValue(value) ? value[key] : undefined;
}

/**
 * Matches a set element, which has no key, to the prior element with the same configured values.
 */
function planSetElement(
  nested: SchemaNestedBlock,
  behavior: PlanBehavior,
  config: ObjectValue,
  planned: ObjectValue,
  priors: readonly ObjectValue[],
): ObjectValue {
  return priors.find((prior) => isSameSetElement(nested.block, behavior, config, planned, prior)) ?? planned;
}

function isSameSetElement(
  block: SchemaBlock,
  behavior: PlanBehavior,
  config: ObjectValue,
  planned: ObjectValue,
  prior: ObjectValue,
): boolean {
  const attributes = Object.entries(block.attributes).every(([name, { type, computed }]) => {
    const [plannedValue, priorValue] = [planned[name] ?? null, prior[name] ?? null];
    const filledByAws = computed && (config[name] ?? null) === null;
    return (
      filledByAws ||
      equalByType(type, plannedValue, priorValue) ||
      (behavior.legacyTypeSystem && isZeroValue(plannedValue) && isZeroValue(priorValue))
    );
  });
  if (!attributes) return false;
  return Object.entries(block.blocks).every(([name, nested]) => {
    const bodies = (value: ObjectValue) => nestedBodies(nested, value[name] ?? null);
    const [written, plannedBodies, priorBodies] = [bodies(config), bodies(planned), bodies(prior)];
    return (
      plannedBodies.length === priorBodies.length &&
      plannedBodies.every(({ body }, index) => {
        const [writtenBody, priorBody] = [written[index]?.body, priorBodies[index]?.body];
        return (
          writtenBody !== undefined &&
          priorBody !== undefined &&
          isSameSetElement(nested.block, behavior, writtenBody, body, priorBody)
        );
      })
    );
  });
}
