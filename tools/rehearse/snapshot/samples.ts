import type { Block, NestedBlock, TerraformType } from "../cloud/schema.ts";
import type { ObjectValue, Value } from "../cloud/value.ts";
import { type Hints, PALETTES } from "./hints.ts";

/** Which of two values that differ wherever they can: `0` or `1`. */
export type Side = 0 | 1;

/** Makes values for probing. */
export interface Sampler {
  readonly hints: Hints;
  /** Which of the palettes a path takes; counts up when the provider refused the ones before. */
  readonly turn: number;
  readonly side: Side;
  /**
   * Which half of an object's attributes to set, so that the provider shows what it makes of the others.
   * @default - both
   */
  readonly objects?: "text" | "rest";
}

/** What a sampled block holds. */
export interface Filling {
  /** Attributes to set: those that must be, or all that can be. */
  readonly attributes: "required" | "settable";
  /** Levels of nested blocks to put in beside those that must stand; 0 for none. */
  readonly depth: number;
  /**
   * The names on the way to one nested block to put in besides.
   * @default - none
   */
  readonly way?: readonly string[];
}

/** A value of a type, with one element in each collection. Dynamic values are left null. */
export function sample(type: TerraformType, sampler: Sampler, path: string): Value {
  if (typeof type === "string") return samplePrimitive(type, sampler, path);
  switch (type[0]) {
    case "list":
    case "set":
      return [sample(type[1], sampler, path)];
    case "map":
      return { key: sample(type[1], sampler, path) };
    case "tuple":
      return type[1].map((each) => sample(each, sampler, path));
    case "object":
      return sampleObject(type[1], sampler, path);
  }
}

function samplePrimitive(type: TerraformType, { hints, turn, side }: Sampler, path: string): Value {
  if (type === "bool") return side === 1;
  if (type === "number") return (hints.least[path] ?? 1) + side;
  if (type !== "string") return null;
  const allowed = hints.allowed[path];
  if (allowed !== undefined) return allowed[(side + turn) % allowed.length] ?? null;
  const fitting = hints.fitting[path] ?? PALETTES;
  return fitting[turn % fitting.length]?.[side] ?? null;
}

function sampleObject(
  attributes: Readonly<Record<string, TerraformType>>,
  sampler: Sampler,
  path: string,
): ObjectValue {
  const values = Object.entries(attributes).map(([name, type]) => {
    const set = sampler.objects === undefined || (type === "string") === (sampler.objects === "text");
    return [name, set ? sample(type, sampler, `${path}.${name}`) : null];
  });
  return Object.fromEntries(values);
}

/** A block as a user would write it: computed attributes are null. `prefix` is its path, dot included. */
export function sampleBlock(block: Block, filling: Filling, sampler: Sampler, prefix = ""): ObjectValue {
  const value: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const halves = sampler.objects !== undefined && holdsObjects(attribute.type);
    const set = attribute.required || (attribute.optional && (filling.attributes === "settable" || halves));
    value[name] = set && !attribute.writeOnly ? sample(attribute.type, sampler, prefix + name) : null;
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const [next, ...rest] = filling.way ?? [];
    const inner = { ...filling, depth: Math.max(0, filling.depth - 1), way: next === name ? rest : [] };
    value[name] =
      nested.minItems > 0 || filling.depth > 0 || next === name
        ? repeated(nested, sampleBlock(nested.block, inner, sampler, `${prefix}${name}.`))
        : noBlocks(nested);
  }
  return value;
}

/** The value of a nested block that is not written. */
export function noBlocks(nested: NestedBlock): Value {
  if (nested.nesting === "map") return {};
  return nested.nesting === "list" || nested.nesting === "set" ? [] : null;
}

/** The value of a nested block that is written as few times as it may. */
export function repeated(nested: NestedBlock, body: ObjectValue): Value {
  if (nested.nesting === "map") return { key: body };
  if (nested.nesting === "single" || nested.nesting === "group") return body;
  return Array.from({ length: Math.max(1, nested.minItems) }, () => body);
}

/** The ways to the nested blocks of a block, the nearest first, as many as told. */
export function waysIn(block: Block, most: number): string[][] {
  const ways: string[][] = [];
  let level: { readonly way: string[]; readonly block: Block }[] = [{ way: [], block }];
  while (level.length > 0 && ways.length < most) {
    level = level.flatMap((each) =>
      Object.entries(each.block.blocks).map(([name, nested]) => ({
        way: [...each.way, name],
        block: nested.block,
      })),
    );
    ways.push(...level.slice(0, most - ways.length).map(({ way }) => way));
    if (level.length > most) break;
  }
  return ways;
}

/** How many levels of blocks fit into so many attributes, of those that nest below a block. */
export function affordableDepth(block: Block, attributes: number): number {
  let depth = 0;
  while (sizeOf(block, depth) < sizeOf(block, depth + 1) && sizeOf(block, depth + 1) <= attributes) depth++;
  return depth;
}

function sizeOf(block: Block, depth: number): number {
  const nested = depth === 0 ? [] : Object.values(block.blocks);
  return nested.reduce(
    (size, each) => size + sizeOf(each.block, depth - 1),
    Object.keys(block.attributes).length,
  );
}

/** Whether a type is a collection of objects, which a user writes like nested blocks. */
function holdsObjects(type: TerraformType): boolean {
  if (typeof type === "string" || type[0] === "tuple") return false;
  return type[0] === "object" || holdsObjects(type[1]);
}
