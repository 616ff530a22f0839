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

const { value: anyValue } = fc.letrec<{ value: TerraformValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.constant(UNKNOWN),
    fc.boolean(),
    fc.string({ unit: "binary" }),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    fc.array(tie("value")),
    // "__proto__" cannot be the key of an object in JavaScript.
    fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      tie("value"),
      { noNullPrototype: true },
    ),
  ),
}));

describe("values on the wire", () => {
  it("come back as they went, whatever they are", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(decodeValue(encodeValue(value))).toEqual(value);
      }),
    );
  });

  it("have unknowns as Terraform writes them: extension 0", () => {
    expect(Buffer.from(encodeValue(UNKNOWN)).toString("hex")).toBe("d40000");
    expect(decodeValue(encodeValue({ id: UNKNOWN }))).toEqual({ id: UNKNOWN });
    expect((decodeValue(encodeValue([UNKNOWN])) as TerraformValue[])[0]).toBe(UNKNOWN);
  });

  it("read an unknown with refinements as unknown", () => {
    // {1: false}: "not null", as Terraform 1.6 and later write it.
    expect(decodeValue(encode([new ExtData(12, encode({ 1: false }))]))).toEqual([UNKNOWN]);
  });

  it("keep whole numbers of 64 bits exact", () => {
    expect(decodeValue(encodeValue(9007199254740993n))).toBe(9007199254740993n);
    expect(decodeValue(encodeValue(4294967296))).toBe(4294967296);
    expect(decodeValue(encodeValue(-4294967296))).toBe(-4294967296);
  });

  it("write whole numbers as whole numbers, not as floats", () => {
    expect(Buffer.from(encodeValue(2 ** 40)).toString("hex")).toBe("cf0000010000000000");
  });

  it("write a number that 64 bits do not hold as text, which Terraform reads as a number", () => {
    expect(decodeValue(encodeValue(2n ** 70n))).toBe("1180591620717411303424");
  });

  it("refuse a value of the dynamic type, which says its type in bytes", () => {
    expect(() => decodeValue(encode([Buffer.from('"string"'), "x"]))).toThrow(
      "a value of Terraform's dynamic type cannot be read without its schema",
    );
  });
});

describe("a message's value", () => {
  it("is null where there is none", () => {
    expect(decodeDynamicValue(null)).toBeNull();
    expect(decodeDynamicValue({ msgpack: new Uint8Array() })).toBeNull();
    expect(decodeObjectValue(encodeDynamicValue(null))).toBeNull();
  });

  it("must be an object where a whole resource is expected", () => {
    expect(decodeObjectValue(encodeDynamicValue({ id: "x" }))).toEqual({ id: "x" });
    expect(() => decodeObjectValue(encodeDynamicValue("x"))).toThrow('expected an object value, got "x"');
  });
});
