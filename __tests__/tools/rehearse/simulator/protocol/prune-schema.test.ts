import { EncodedProviderSchema } from "../../../../../tools/rehearse/simulator/protocol/encoded-provider-schema.ts";
import { pruneSchemaResponse } from "../../../../../tools/rehearse/simulator/protocol/prune-schema.ts";
import {
  encodeLengthDelimited,
  wireFieldContent,
} from "../../../../../tools/rehearse/simulator/protocol/wire.ts";
import type { UsedBlocks } from "../../../../../tools/rehearse/simulator/used-blocks.ts";
import { LARGE_SCHEMA } from "../support/large-schema-provider.ts";

const USED = new Map<string, UsedBlocks>([
  ["aws_long", { rule: { statement_7: {}, statement_4999: {} }, constructor: {} }],
  ["aws_short", {}],
]);

describe("a pruned schema", () => {
  const { bytes, types } = pruneSchemaResponse(LARGE_SCHEMA, USED);
  const narrow = new EncodedProviderSchema(bytes);
  const whole = new EncodedProviderSchema(LARGE_SCHEMA);

  it("has the blocks in use, and all attributes", () => {
    expect(types).toEqual(new Set(["aws_long"]));
    const { block, version } = narrow.resource("aws_long")!;
    const known = whole.resource("aws_long")!;
    const { statement_7, statement_4999 } = known.block.blocks.rule!.block.blocks;
    expect(version).toBe(1);
    expect(block).toEqual({
      attributes: known.block.attributes,
      blocks: {
        rule: {
          ...known.block.blocks.rule,
          block: {
            attributes: known.block.blocks.rule!.block.attributes,
            blocks: { statement_7, statement_4999 },
          },
        },
      },
    });
    expect(bytes.length).toBeLessThan(LARGE_SCHEMA.length / 100);
  });

  it("leaves small types unchanged, regardless of their use", () => {
    expect(narrow.resource("aws_short")).toEqual(whole.resource("aws_short"));
    expect(narrow.provider).toEqual(whole.provider);
  });

  it("is the full schema if the large type's use is unknown", () => {
    const { bytes, types } = pruneSchemaResponse(LARGE_SCHEMA, new Map([["aws_short", {}]]));
    expect(types.size).toBe(0);
    expect(bytes).toBe(LARGE_SCHEMA);
  });
});

describe("a length-delimited field", () => {
  it.each([0, 1, 127, 128, 16_383, 16_384, 3_000_000])("decodes its content: %i bytes", (length) => {
    const content = Buffer.alloc(length, 7);
    const read = wireFieldContent(encodeLengthDelimited(300, content), 300)!;
    expect(Buffer.compare(read, content)).toBe(0);
  });
});
