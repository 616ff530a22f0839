import type { SchemaAttribute, SchemaBlock, SchemaNestedBlock, TerraformType } from "../simulator/schema.ts";
import type { ObjectValue, TerraformValue } from "../simulator/terraform-value.ts";
import { emptyNestedBlock, mapBlock } from "../simulator/walk-schema.ts";
import { SAMPLE_VALUES, type ValueConstraints } from "./sample-values.ts";

/** The index of one of two sample values that differ wherever possible. */
export type SampleVariant = 0 | 1;

/** Options of sample values. */
export interface Sampler {
  /** The constraints that sample values must satisfy. */
  readonly constraints: ValueConstraints;
  /** The index of the sample pair; incremented after each rejection. */
  readonly attempt: number;
  /** The member of each sample pair to use. */
  readonly variant: SampleVariant;
  /**
   * The half of an object's attributes to set, so that the plan shows defaults of the other half.
   * @default both
   */
  readonly objects?: "text" | "rest";
}

/** The contents of a sample block. */
export interface SampleScope {
  /** Attributes to set: required ones only, or all settable ones. */
  readonly attributes: "required" | "settable";
  /** Levels of nested blocks to add to the required ones; 0 for none. */
  readonly depth: number;
  /**
   * The path to one more nested block.
   * @default none
   */
  readonly blockPath?: readonly string[];
}

/** Returns a value of a type, with one element in each collection. Dynamic values are null. */
export function sampleValue(type: TerraformType, sampler: Sampler, path: string): TerraformValue {
  if (typeof type === "string") return samplePrimitive(type, sampler, path);
  switch (type[0]) {
    case "list":
    case "set":
      return [sampleValue(type[1], sampler, path)];
    case "map":
      return { key: sampleValue(type[1], sampler, path) };
    case "tuple":
      return type[1].map((item) => sampleValue(item, sampler, path));
    case "object":
      return sampleObject(type[1], sampler, path);
  }
}

function samplePrimitive(
  type: TerraformType,
  { constraints, attempt, variant }: Sampler,
  path: string,
): TerraformValue {
  if (type === "bool") return variant === 1;
  if (type === "number") return (constraints.minimum[path] ?? 1) + variant;
  if (type !== "string") return null;
  const allowedValues = constraints.allowedValues[path];
  if (allowedValues !== undefined) return allowedValues[(variant + attempt) % allowedValues.length] ?? null;
  const acceptedSamples = constraints.acceptedSamples[path] ?? SAMPLE_VALUES;
  return acceptedSamples[attempt % acceptedSamples.length]?.[variant] ?? null;
}

function sampleObject(
  attributes: Readonly<Record<string, TerraformType>>,
  sampler: Sampler,
  path: string,
): ObjectValue {
  const values = Object.entries(attributes).map(([name, type]) => {
    const set = sampler.objects === undefined || (type === "string") === (sampler.objects === "text");
    return [name, set ? sampleValue(type, sampler, `${path}.${name}`) : null];
  });
  return Object.fromEntries(values);
}

/**
 * Returns a block as a user would write it, with computed attributes null. `prefix` is the block's
 * path with a trailing dot.
 */
export function sampleBlock(
  block: SchemaBlock,
  scope: SampleScope,
  sampler: Sampler,
  prefix = "",
): ObjectValue {
  const sampleAttribute = (name: string, { type, required, optional, writeOnly }: SchemaAttribute) => {
    const isSplit = sampler.objects !== undefined && containsObjects(type);
    const set = required || (optional && (scope.attributes === "settable" || isSplit));
    return set && !writeOnly ? sampleValue(type, sampler, prefix + name) : null;
  };
  const [next, ...rest] = scope.blockPath ?? [];
  return mapBlock(block, sampleAttribute, (name, nested) => {
    if (nested.minItems === 0 && scope.depth <= 0 && next !== name) return emptyNestedBlock(nested);
    const inner = { ...scope, depth: Math.max(0, scope.depth - 1), blockPath: next === name ? rest : [] };
    return repeatNestedBlock(nested, sampleBlock(nested.block, inner, sampler, `${prefix}${name}.`));
  });
}

/** Returns the value of a nested block that is repeated as few times as allowed. */
export function repeatNestedBlock(nested: SchemaNestedBlock, body: ObjectValue): TerraformValue {
  if (nested.nesting === "map") return { key: body };
  if (nested.nesting === "single" || nested.nesting === "group") return body;
  return Array.from({ length: Math.max(1, nested.minItems) }, () => body);
}

/** Returns the paths of a block's nested blocks, the shallowest first, up to a limit. */
export function nestedBlockPaths(block: SchemaBlock, limit: number): string[][] {
  const blockPaths: string[][] = [];
  let level: { readonly blockPath: string[]; readonly block: SchemaBlock }[] = [{ blockPath: [], block }];
  while (level.length > 0 && blockPaths.length < limit) {
    level = level.flatMap((item) =>
      Object.entries(item.block.blocks).map(([name, nested]) => ({
        blockPath: [...item.blockPath, name],
        block: nested.block,
      })),
    );
    blockPaths.push(...level.slice(0, limit - blockPaths.length).map(({ blockPath }) => blockPath));
    if (level.length > limit) break;
  }
  return blockPaths;
}

/** Returns the maximum depth of nested blocks with at most this number of attributes in total. */
export function maxSampleDepth(block: SchemaBlock, attributes: number): number {
  let depth = 0;
  while (
    attributeCount(block, depth) < attributeCount(block, depth + 1) &&
    attributeCount(block, depth + 1) <= attributes
  )
    depth++;
  return depth;
}

function attributeCount(block: SchemaBlock, depth: number): number {
  const nested = depth === 0 ? [] : Object.values(block.blocks);
  return nested.reduce(
    (size, item) => size + attributeCount(item.block, depth - 1),
    Object.keys(block.attributes).length,
  );
}

/** True if a type is an object or a collection of objects, which users write like nested blocks. */
function containsObjects(type: TerraformType): boolean {
  if (typeof type === "string" || type[0] === "tuple") return false;
  return type[0] === "object" || containsObjects(type[1]);
}
