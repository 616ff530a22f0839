import type { PlanFacts } from "../../snapshot/plan-facts.ts";
import { isObjectValue } from "../protocol/codec.ts";
import type { Attribute, Block, NestedBlock, TerraformType } from "../schema.ts";
import { type ObjectValue, UNKNOWN, type Value } from "../value.ts";
import { isPartlyUnknown, isZero, sameBlocks, sameJson, sameValue } from "./same-value.ts";

/** A block as it was and as the user writes it now. */
interface Versions {
  /** Null where the block is new. */
  readonly prior: ObjectValue | null;
  readonly config: ObjectValue;
}

/** The planned content of a block at a path (`""`, or names and dots with a dot at the end). */
export function plannedBlock(
  block: Block,
  facts: PlanFacts,
  { prior, config }: Versions,
  prefix: string,
): ObjectValue {
  const planned: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const before = prior === null ? undefined : (prior[name] ?? null);
    planned[name] = plannedAttribute(attribute, facts, before, config[name] ?? null, prefix + name);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const before = prior === null ? undefined : (prior[name] ?? null);
    planned[name] = plannedNested(nested, facts, before, config[name] ?? null, prefix + name);
  }
  return planned;
}

/** @param before - `undefined` where the block around it is new */
function plannedAttribute(
  attribute: Attribute,
  facts: PlanFacts,
  before: Value | undefined,
  config: Value,
  path: string,
): Value {
  if (attribute.writeOnly) return null;
  if (config !== null) {
    if (facts.legacy && losesUnknowns(attribute.type) && isPartlyUnknown(config)) return UNKNOWN;
    const value = withObjectDefaults(attribute.type, facts, config, path);
    if (before === undefined) return value;
    // Where order or spelling means nothing the prior one stays, so nothing seems to change.
    const same =
      sameValue(attribute.type, before, value) || (facts.json.has(path) && sameJson(before, value));
    return same ? before : value;
  }
  const hasDefault = Object.hasOwn(facts.defaults, path);
  const fallback = hasDefault ? (facts.defaults[path] ?? null) : attribute.computed ? UNKNOWN : null;
  if (before === undefined) return fallback;
  // A default of the older SDK never stands beside "computed": what is computed there stays.
  const stays = attribute.computed && (facts.legacy || !hasDefault);
  if (stays || (facts.legacy && fallback === null && isZero(before))) return before;
  return fallback;
}

/** To the older SDK a set or a map with something unknown in it is unknown as a whole. */
function losesUnknowns(type: TerraformType): boolean {
  return typeof type !== "string" && (type[0] === "set" || type[0] === "map");
}

/** Fills in what a user leaves out of objects that are written like blocks. */
function withObjectDefaults(type: TerraformType, facts: PlanFacts, value: Value, path: string): Value {
  if (typeof type === "string" || value === null || value === UNKNOWN || type[0] === "tuple") return value;
  if (type[0] === "object") {
    if (!isObjectValue(value)) return value;
    const filled = Object.entries(type[1]).map(([name, each]) => {
      const inner = `${path}.${name}`;
      const item = value[name] ?? null;
      return [
        name,
        item === null ? (facts.defaults[inner] ?? null) : withObjectDefaults(each, facts, item, inner),
      ];
    });
    return Object.fromEntries(filled);
  }
  return Array.isArray(value) ? value.map((item) => withObjectDefaults(type[1], facts, item, path)) : value;
}

/** @param before - `undefined` where the block around it is new */
function plannedNested(
  nested: NestedBlock,
  facts: PlanFacts,
  before: Value | undefined,
  config: Value,
  path: string,
): Value {
  if (config === UNKNOWN) return UNKNOWN;
  if (isZero(config) && facts.computedBlocks.has(path)) return before === undefined ? UNKNOWN : before;
  const plan = (item: Value, prior: Value | undefined): Value => {
    if (!isObjectValue(item)) return item;
    const known = prior !== undefined && isObjectValue(prior) ? prior : null;
    return plannedBlock(nested.block, facts, { prior: known, config: item }, `${path}.`);
  };
  if (Array.isArray(config)) {
    const priors = Array.isArray(before) ? before : [];
    if (nested.nesting !== "set") return config.map((item, index) => plan(item, priors[index]));
    const planned = config.map((item) => plannedMember(nested, facts, item, plan(item, undefined), priors));
    return before !== undefined && sameBlocks(nested, before, planned) ? before : planned;
  }
  if (nested.nesting === "map" && isObjectValue(config)) {
    const priors = before !== undefined && isObjectValue(before) ? before : {};
    return Object.fromEntries(Object.entries(config).map(([key, item]) => [key, plan(item, priors[key])]));
  }
  return plan(config, before);
}

/** A member of a set has no name: it is the one that was there if all that the user writes is as it was. */
function plannedMember(
  nested: NestedBlock,
  facts: PlanFacts,
  config: Value,
  planned: Value,
  priors: readonly Value[],
): Value {
  if (!isObjectValue(config) || !isObjectValue(planned)) return planned;
  const found = priors.find(
    (prior) => isObjectValue(prior) && isSameMember(nested.block, facts, config, planned, prior),
  );
  return found ?? planned;
}

function isSameMember(
  block: Block,
  facts: PlanFacts,
  config: ObjectValue,
  planned: ObjectValue,
  prior: ObjectValue,
): boolean {
  const attributes = Object.entries(block.attributes).every(([name, { type, computed }]) => {
    const [one, other] = [planned[name] ?? null, prior[name] ?? null];
    const filledByAws = computed && (config[name] ?? null) === null;
    return filledByAws || sameValue(type, one, other) || (facts.legacy && isZero(one) && isZero(other));
  });
  if (!attributes) return false;
  return Object.entries(block.blocks).every(([name, nested]) => {
    const [written, one, other] = [config, planned, prior].map((value) => items(value[name] ?? null));
    return (
      one!.length === other!.length &&
      one!.every((item, index) => {
        const [write, before] = [written![index] ?? null, other![index] ?? null];
        return (
          isObjectValue(item) &&
          isObjectValue(write) &&
          isObjectValue(before) &&
          isSameMember(nested.block, facts, write, item, before)
        );
      })
    );
  });
}

function items(value: Value): readonly Value[] {
  if (value === null) return [];
  return Array.isArray(value) ? value : [value];
}
