import { ExtData, encode } from "@msgpack/msgpack";
import fc from "fast-check";
import {
  decodeDynamicValue,
  decodeObjectValue,
  decodeValue,
  encodeDynamicValue,
  encodeValue,
} from "../../../../../tools/rehearse/simulator/protocol/codec.ts";
import { type TerraformValue, UNKNOWN } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { anyCodePoint } from "../../../../support/any-character.ts";

const { value: anyValue } = fc.letrec<{ value: TerraformValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.constant(UNKNOWN),
    fc.boolean(),
    fc.string({ unit: anyCodePoint }),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    fc.array(tie("value")),
    // "__proto__" cannot be an object key in JavaScript.
    fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      tie("value"),
      { noNullPrototype: true },
    ),
  ),
}));

describe("encoded values", () => {
  it("decode to the same value", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(decodeValue(encodeValue(value))).toEqual(value);
      }),
    );
  });

  it("have unknowns in Terraform's encoding: extension 0", () => {
    expect(Buffer.from(encodeValue(UNKNOWN)).toString("hex")).toBe("d40000");
    expect(decodeValue(encodeValue({ id: UNKNOWN }))).toEqual({ id: UNKNOWN });
    expect((decodeValue(encodeValue([UNKNOWN])) as TerraformValue[])[0]).toBe(UNKNOWN);
  });

  it("decode an unknown with refinements as unknown", () => {
    // {1: false}: "not null", as Terraform 1.6 and later write it.
    expect(decodeValue(encode([new ExtData(12, encode({ 1: false }))]))).toEqual([UNKNOWN]);
  });

  it("keep 64-bit integers exact", () => {
    expect(decodeValue(encodeValue(9007199254740993n))).toBe(9007199254740993n);
    expect(decodeValue(encodeValue(4294967296))).toBe(4294967296);
    expect(decodeValue(encodeValue(-4294967296))).toBe(-4294967296);
  });

  it("encode integers as integers, not as floats", () => {
    expect(Buffer.from(encodeValue(2 ** 40)).toString("hex")).toBe("cf0000010000000000");
  });

  it("encode a number beyond 64 bits as text, which Terraform reads as a number", () => {
    expect(decodeValue(encodeValue(2n ** 70n))).toBe("1180591620717411303424");
  });

  it("reject a value of the dynamic type, which has its type as bytes", () => {
    expect(() => decodeValue(encode([Buffer.from('"string"'), "x"]))).toThrow(
      "a value of Terraform's dynamic type cannot be read without its schema",
    );
  });
});

describe("a message's value", () => {
  it("is null if absent", () => {
    expect(decodeDynamicValue(null)).toBeNull();
    expect(decodeDynamicValue({ msgpack: new Uint8Array() })).toBeNull();
    expect(decodeObjectValue(encodeDynamicValue(null))).toBeNull();
  });

  it("must be an object if a whole resource is expected", () => {
    expect(decodeObjectValue(encodeDynamicValue({ id: "x" }))).toEqual({ id: "x" });
    expect(() => decodeObjectValue(encodeDynamicValue("x"))).toThrow('expected an object value, got "x"');
  });
});
