import type { SchemaBlock, SchemaNestedBlock, TerraformType } from "../simulator/schema.ts";
import type { ObjectValue, TerraformValue } from "../simulator/terraform-value.ts";
import { SAMPLE_VALUES, type ValueConstraints } from "./value-constraints.ts";

/** Which of two values that differ wherever they can: `0` or `1`. */
export type SampleVariant = 0 | 1;

/** Makes values for probing. */
export interface Sampler {
  readonly constraints: ValueConstraints;
  /** Which of the palettes a path takes; counts up when the provider refused the ones before. */
  readonly attempt: number;
  readonly variant: SampleVariant;
  /**
   * Which half of an object's attributes to set, so that the provider shows what it makes of the
   * others.
   * @default - both
   */
  readonly objects?: "text" | "rest";
}

/** What a sampled block holds. */
export interface SampleScope {
  /** Attributes to set: those that must be, or all that can be. */
  readonly attributes: "required" | "settable";
  /** Levels of nested blocks to put in beside those that must stand; 0 for none. */
  readonly depth: number;
  /**
   * The names on the way to one nested block to put in besides.
   * @default - none
   */
  readonly blockPath?: readonly string[];
}

/** A value of a type, with one element in each collection. Dynamic values are left null. */
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
 * A block as a user would write it: computed attributes are null. `prefix` is its path, dot
 * included.
 */
export function sampleBlock(
  block: SchemaBlock,
  scope: SampleScope,
  sampler: Sampler,
  prefix = "",
): ObjectValue {
  const value: Record<string, TerraformValue> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const isSplit = sampler.objects !== undefined && containsObjects(attribute.type);
    const set = attribute.required || (attribute.optional && (scope.attributes === "settable" || isSplit));
    value[name] = set && !attribute.writeOnly ? sampleValue(attribute.type, sampler, prefix + name) : null;
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const [next, ...rest] = scope.blockPath ?? [];
    const inner = { ...scope, depth: Math.max(0, scope.depth - 1), blockPath: next === name ? rest : [] };
    value[name] =
      nested.minItems > 0 || scope.depth > 0 || next === name
        ? repeatNestedBlock(nested, sampleBlock(nested.block, inner, sampler, `${prefix}${name}.`))
        : emptyNestedBlock(nested);
  }
  return value;
}

/** The value of a nested block that is not written. */
export function emptyNestedBlock(nested: SchemaNestedBlock): TerraformValue {
  if (nested.nesting === "map") return {};
  return nested.nesting === "list" || nested.nesting === "set" ? [] : null;
}

/** The value of a nested block that is written as few times as it may. */
export function repeatNestedBlock(nested: SchemaNestedBlock, body: ObjectValue): TerraformValue {
  if (nested.nesting === "map") return { key: body };
  if (nested.nesting === "single" || nested.nesting === "group") return body;
  return Array.from({ length: Math.max(1, nested.minItems) }, () => body);
}

/** The ways to the nested blocks of a block, the nearest first, as many as told. */
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

/** How many levels of blocks fit into so many attributes, of those that nest below a block. */
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

/** Whether a type is a collection of objects, which a user writes like nested blocks. */
function containsObjects(type: TerraformType): boolean {
  if (typeof type === "string" || type[0] === "tuple") return false;
  return type[0] === "object" || containsObjects(type[1]);
}
