import { narrowResponse } from "../../../../../tools/rehearse/cloud/protocol/narrow-schema.ts";
import { WireSchema } from "../../../../../tools/rehearse/cloud/protocol/provider-schema.ts";
import { lengthDelimited, wireContent } from "../../../../../tools/rehearse/cloud/protocol/wire.ts";
import type { UsedBlocks } from "../../../../../tools/rehearse/cloud/used-blocks.ts";
import { LONG_SCHEMA } from "../support/long-provider.ts";

const USED = new Map<string, UsedBlocks>([
  ["aws_long", { rule: { statement_7: {}, statement_4999: {} }, constructor: {} }],
  ["aws_short", {}],
]);

describe("a narrowed schema", () => {
  const { bytes, types } = narrowResponse(LONG_SCHEMA, USED);
  const narrow = new WireSchema(bytes);
  const whole = new WireSchema(LONG_SCHEMA);

  it("has the blocks that are used, and all attributes", () => {
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
    expect(bytes.length).toBeLessThan(LONG_SCHEMA.length / 100);
  });

  it("leaves short types as they are, whatever is used of them", () => {
    expect(narrow.resource("aws_short")).toEqual(whole.resource("aws_short"));
    expect(narrow.provider).toEqual(whole.provider);
  });

  it("is the whole where the long type's use is not known", () => {
    const { bytes, types } = narrowResponse(LONG_SCHEMA, new Map([["aws_short", {}]]));
    expect(types.size).toBe(0);
    expect(bytes).toBe(LONG_SCHEMA);
  });
});

describe("a length-delimited field", () => {
  it.each([0, 1, 127, 128, 16_383, 16_384, 3_000_000])("is read as it was written: %i bytes", (length) => {
    const content = Buffer.alloc(length, 7);
    const read = wireContent(lengthDelimited(300, content), 300)!;
    expect(Buffer.compare(read, content)).toBe(0);
  });
});
