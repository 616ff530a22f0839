import type {
  Attribute,
  Block,
  NestedBlock,
  Nesting,
  TerraformType,
} from "../../../../tools/rehearse/cloud/schema.ts";

const PLAIN = { required: false, optional: false, computed: false, sensitive: false, writeOnly: false };

/** An attribute from a few letters: `r`equired, `o`ptional, `c`omputed, `s`ensitive, `w`rite-only. */
export function attribute(letters: string, type: TerraformType = "string"): Attribute {
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
export function block(
  attributes: Readonly<Record<string, Attribute>>,
  blocks: Readonly<Record<string, NestedBlock>> = {},
): Block {
  return { attributes, blocks };
}

/** A nested block. */
export function nested(nesting: Nesting, body: Block, minItems = 0, maxItems = 0): NestedBlock {
  return { nesting, block: body, minItems, maxItems };
}
