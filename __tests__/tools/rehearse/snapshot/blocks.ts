import type {
  NestingMode,
  SchemaAttribute,
  SchemaBlock,
  SchemaNestedBlock,
  TerraformType,
} from "../../../../tools/rehearse/simulator/schema.ts";

const PLAIN = { required: false, optional: false, computed: false, sensitive: false, writeOnly: false };

/**
 * An attribute with flags given as letters: `r`equired, `o`ptional, `c`omputed, `s`ensitive,
 * `w`rite-only.
 */
export function schemaAttribute(letters: string, type: TerraformType = "string"): SchemaAttribute {
  const has = (letter: string) => letters.includes(letter);
  return {
    ...PLAIN,
    type,
    required: has("r"),
    optional: has("o"),
    computed: has("c"),
    sensitive: has("s"),
    writeOnly: has("w"),
  };
}

/** A block of attributes and nested blocks. */
export function schemaBlock(
  attributes: Readonly<Record<string, SchemaAttribute>>,
  blocks: Readonly<Record<string, SchemaNestedBlock>> = {},
): SchemaBlock {
  return { attributes, blocks };
}

/** A nested block. */
export function nestedSchemaBlock(
  nesting: NestingMode,
  body: SchemaBlock,
  minItems = 0,
  maxItems = 0,
): SchemaNestedBlock {
  return { nesting, block: body, minItems, maxItems };
}
