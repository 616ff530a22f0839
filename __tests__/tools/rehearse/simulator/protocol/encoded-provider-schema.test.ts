import fc from "fast-check";
import { EncodedProviderSchema } from "../../../../../tools/rehearse/simulator/protocol/encoded-provider-schema.ts";
import { fieldNumber, messageCodec } from "../../../../../tools/rehearse/simulator/protocol/message-codec.ts";
import { Diagnostic_Severity } from "../../../../../tools/rehearse/simulator/protocol/tfplugin5.ts";
import { readWireFields, wireFieldContent } from "../../../../../tools/rehearse/simulator/protocol/wire.ts";
import { SMALL_SCHEMA } from "../support/small-provider.ts";

const responseCodec = messageCodec("GetProviderSchema.Response");

describe("the wire format", () => {
  it("splits into fields that reassemble to the same message", () => {
    const codec = messageCodec("Diagnostic");
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(Diagnostic_Severity)),
        fc.string(),
        fc.string(),
        (severity, summary, detail) => {
          const message = codec.encode({ severity, summary, detail });
          const fields = [...readWireFields(message)];
          expect(Buffer.concat(fields.map(({ bytes }) => bytes))).toEqual(message);
          expect(
            Buffer.from(wireFieldContent(message, fieldNumber("Diagnostic", "detail")) ?? []).toString(),
          ).toBe(detail);
        },
      ),
    );
  });

  it("supports fixed-size fields", () => {
    const message = Buffer.from([0x0d, 1, 2, 3, 4, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x1a, 1, 0x61]);
    expect([...readWireFields(message)].map(({ number, bytes }) => [number, bytes.length])).toEqual([
      [1, 5],
      [2, 9],
      [3, 3],
    ]);
  });

  it.each([
    ["a length beyond the end", [0x0a, 5, 1], "the protobuf message is truncated"],
    ["an unterminated varint", [0x08, 0x80], "the protobuf message is truncated"],
    ["an endless varint", [0x08, ...Array<number>(11).fill(0x80)], "a varint of more than ten bytes"],
    ["a group", [0x0b], "a field of wire type 3, which proto3 does not define"],
  ])("rejects %s", (_name, bytes, message) => {
    expect(() => [...readWireFields(Buffer.from(bytes))]).toThrow(message);
  });
});

describe("a provider's schema", () => {
  const schema = new EncodedProviderSchema(SMALL_SCHEMA);

  it("is returned unchanged if no types are given", () => {
    expect(schema.response()).toBe(SMALL_SCHEMA);
  });

  it("is reduced to the given types, and keeps everything that is not a type", () => {
    const trimmed = responseCodec.decode(schema.response(new Set(["aws_thing", "aws_unheard_of"])));
    expect(Object.keys(trimmed.resource_schemas)).toEqual(["aws_thing"]);
    expect(Object.keys(trimmed.data_source_schemas)).toEqual(["aws_thing"]);
    expect(Object.keys(trimmed.functions)).toEqual(["arn_parse"]);
    expect(trimmed.server_capabilities).toEqual(Buffer.from([8, 1]));
    expect(trimmed.provider).not.toBeNull();
    const whole = responseCodec.decode(SMALL_SCHEMA);
    expect(trimmed.resource_schemas.aws_thing).toEqual(whole.resource_schemas.aws_thing);
  });

  it("decodes a type on demand", () => {
    const type = schema.resource("aws_thing");
    expect(type?.version).toBe(3);
    expect(type?.block.attributes.size).toEqual({
      type: "number",
      required: false,
      optional: true,
      computed: false,
      sensitive: false,
      writeOnly: false,
    });
    expect(type?.block.blocks.rule).toMatchObject({ nesting: "list", minItems: 0, maxItems: 4 });
    expect(schema.resource("aws_thing")).toBe(type);
  });

  it("has no schema for other types", () => {
    expect(schema.resource("aws_pure")).toBeUndefined();
    expect(schema.dataSource("aws_other")).toBeUndefined();
    expect(schema.ephemeral("aws_thing")).toBeUndefined();
  });

  it("has the provider's own arguments", () => {
    expect(Object.keys(schema.provider.block.attributes)).toEqual(["region", "access_key"]);
  });
});
