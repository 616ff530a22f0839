import { required } from "../../../language/required.ts";
import type { TypeSchema } from "../simulator/backend.ts";
import type {
  NestingMode,
  SchemaAttribute,
  SchemaBlock,
  SchemaNestedBlock,
  TerraformType,
} from "../simulator/schema.ts";

/** `[name, flags, type index]`, one after the other. */
type PackedAttributes = readonly (string | number)[];
/** `[name, nesting index, minItems, maxItems, block index]`, one after the other. */
type PackedNested = readonly (string | number)[];
type PackedBlock = readonly [PackedAttributes, PackedNested] | readonly [PackedAttributes];

/** Each distinct type and block of a provider. A block comes after the blocks nested in it. */
export interface PackedPool {
  /** The distinct types of attributes. */
  readonly types: readonly TerraformType[];
  /** The distinct blocks, referenced by index. */
  readonly blocks: readonly PackedBlock[];
}

/** A schema: `[version, block index in the pool]`. */
export type PackedSchema = readonly [version: number, block: number];

/** Returns the block at an index of a pool. */
export type UnpackBlock = (index: number) => SchemaBlock;

const NESTING_MODES: readonly NestingMode[] = ["single", "list", "set", "map", "group"];

const FLAGS = ["required", "optional", "computed", "sensitive", "writeOnly"] as const;

/** Collects blocks, and stores equal blocks once. */
export class BlockPool {
  readonly #types = new ContentIndex<TerraformType>();
  readonly #blocks = new ContentIndex<PackedBlock>();

  /** Adds a schema and all blocks nested in it. */
  add({ version, block }: TypeSchema): PackedSchema {
    return [version, this.#add(block)];
  }

  /** Returns what has been added so far, without copying it. */
  packed(): PackedPool {
    return { types: this.#types.items, blocks: this.#blocks.items };
  }

  #add(block: SchemaBlock): number {
    const attributes = sortedEntries(block.attributes).flatMap(([name, attribute]) => [
      name,
      flagsOf(attribute),
      this.#types.indexOf(attribute.type),
    ]);
    const nested = sortedEntries(block.blocks).flatMap(([name, each]) => [
      name,
      NESTING_MODES.indexOf(each.nesting),
      each.minItems,
      each.maxItems,
      this.#add(each.block),
    ]);
    return this.#blocks.indexOf(nested.length === 0 ? [attributes] : [attributes, nested]);
  }
}

/**
 * Returns the reader of a pool. A block is unpacked when first requested, and shared by all blocks
 * that nest it.
 */
export function createBlockUnpacker({ types, blocks }: PackedPool): UnpackBlock {
  const unpacked: SchemaBlock[] = [];
  const unpack: UnpackBlock = (index) => {
    const [attributes, nested = []] = required(blocks, index);
    unpacked[index] ??= {
      attributes: unpackAttributes(attributes, types),
      blocks: unpackNested(nested, unpack),
    };
    return unpacked[index];
  };
  return unpack;
}

function unpackAttributes(packed: PackedAttributes, types: readonly TerraformType[]) {
  const attributes: Record<string, SchemaAttribute> = {};
  for (let offset = 0; offset < packed.length; offset += 3) {
    const flags = packed[offset + 1] as number;
    attributes[packed[offset] as string] = {
      type: required(types, packed[offset + 2] as number),
      required: (flags & 1) !== 0,
      optional: (flags & 2) !== 0,
      computed: (flags & 4) !== 0,
      sensitive: (flags & 8) !== 0,
      writeOnly: (flags & 16) !== 0,
    };
  }
  return attributes;
}

function unpackNested(packed: PackedNested, unpack: UnpackBlock) {
  const blocks: Record<string, SchemaNestedBlock> = {};
  for (let offset = 0; offset < packed.length; offset += 5) {
    const fields = packed.slice(offset, offset + 5) as [string, number, number, number, number];
    const [name, nesting, minItems, maxItems, index] = fields;
    blocks[name] = {
      nesting: required(NESTING_MODES, nesting),
      block: unpack(index),
      minItems,
      maxItems,
    };
  }
  return blocks;
}

function flagsOf(attribute: SchemaAttribute): number {
  return FLAGS.reduce((flags, name, bit) => flags | (attribute[name] ? 1 << bit : 0), 0);
}

function sortedEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Assigns an index to each distinct content, in the order of arrival. */
class ContentIndex<T> {
  readonly items: T[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(item: T): number {
    const key = JSON.stringify(item);
    const existing = this.#indexes.get(key);
    if (existing !== undefined) return existing;
    this.#indexes.set(key, this.items.length);
    return this.items.push(item) - 1;
  }
}
