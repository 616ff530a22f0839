import type { PlanBehavior } from "../../snapshot/plan-behavior.ts";
import { isObjectValue } from "../protocol/codec.ts";
import type { SchemaAttribute, SchemaBlock, SchemaNestedBlock, TerraformType } from "../schema.ts";
import { type ObjectValue, type TerraformValue, UNKNOWN } from "../terraform-value.ts";
import { equalByType, isPartlyUnknown, isZeroValue, jsonEqual, nestedBlocksEqual } from "./value-equality.ts";

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
  const planned: Record<string, TerraformValue> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const before = prior === null ? undefined : (prior[name] ?? null);
    planned[name] = planAttribute(attribute, behavior, before, config[name] ?? null, prefix + name);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const before = prior === null ? undefined : (prior[name] ?? null);
    planned[name] = planNestedBlock(nested, behavior, before, config[name] ?? null, prefix + name);
  }
  return planned;
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
    if (behavior.legacyTypeSystem && isWhollyUnknownIfPartly(attribute.type) && isPartlyUnknown(config))
      return UNKNOWN;
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

/** True for sets and maps: in the older SDK they are wholly unknown if any element is. */
function isWhollyUnknownIfPartly(type: TerraformType): boolean {
  return typeof type !== "string" && (type[0] === "set" || type[0] === "map");
}

/** Fills in omitted fields of objects that are written like blocks. */
function withObjectDefaults(
  type: TerraformType,
  behavior: PlanBehavior,
  value: TerraformValue,
  path: string,
): TerraformValue {
  if (typeof type === "string" || value === null || value === UNKNOWN || type[0] === "tuple") return value;
  if (type[0] === "object") {
    if (!isObjectValue(value)) return value;
    const completed = Object.entries(type[1]).map(([name, fieldType]) => {
      const fieldPath = `${path}.${name}`;
      const item = value[name] ?? null;
      return [
        name,
        item === null
          ? (behavior.defaults[fieldPath] ?? null)
          : withObjectDefaults(fieldType, behavior, item, fieldPath),
      ];
    });
    return Object.fromEntries(completed);
  }
  return Array.isArray(value)
    ? value.map((item) => withObjectDefaults(type[1], behavior, item, path))
    : value;
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
  const planItem = (item: TerraformValue, prior: TerraformValue | undefined): TerraformValue => {
    if (!isObjectValue(item)) return item;
    const priorBlock = prior !== undefined && isObjectValue(prior) ? prior : null;
    return planBlock(nested.block, behavior, { prior: priorBlock, config: item }, `${path}.`);
  };
  if (Array.isArray(config)) {
    const priors = Array.isArray(before) ? before : [];
    if (nested.nesting !== "set") return config.map((item, index) => planItem(item, priors[index]));
    const planned = config.map((item) =>
      planSetElement(nested, behavior, item, planItem(item, undefined), priors),
    );
    return before !== undefined && nestedBlocksEqual(nested, before, planned) ? before : planned;
  }
  if (nested.nesting === "map" && isObjectValue(config)) {
    const priors = before !== undefined && isObjectValue(before) ? before : {};
    return Object.fromEntries(
      Object.entries(config).map(([key, item]) => [key, planItem(item, priors[key])]),
    );
  }
  return planItem(config, before);
}

/**
 * Matches a set element, which has no key, to the prior element with the same configured values.
 */
function planSetElement(
  nested: SchemaNestedBlock,
  behavior: PlanBehavior,
  config: TerraformValue,
  planned: TerraformValue,
  priors: readonly TerraformValue[],
): TerraformValue {
  if (!isObjectValue(config) || !isObjectValue(planned)) return planned;
  const priorElement = priors.find(
    (prior) => isObjectValue(prior) && isSameSetElement(nested.block, behavior, config, planned, prior),
  );
  return priorElement ?? planned;
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
    const [written, plannedValue, priorValue] = [config, planned, prior].map((value) =>
      blockItems(value[name] ?? null),
    );
    return (
      plannedValue!.length === priorValue!.length &&
      plannedValue!.every((item, index) => {
        const [writtenItem, before] = [written![index] ?? null, priorValue![index] ?? null];
        return (
          isObjectValue(item) &&
          isObjectValue(writtenItem) &&
          isObjectValue(before) &&
          isSameSetElement(nested.block, behavior, writtenItem, item, before)
        );
      })
    );
  });
}

function blockItems(value: TerraformValue): readonly TerraformValue[] {
  if (value === null) return [];
  return Array.isArray(value) ? value : [value];
}
