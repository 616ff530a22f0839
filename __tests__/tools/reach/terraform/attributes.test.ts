import {
  attributeBlocks,
  attributeElements,
  attributeFlag,
  attributeList,
  attributeNumber,
  attributeText,
  isGiven,
  readFlag,
  readNumber,
  readText,
} from "../../../../tools/reach/terraform/attributes.ts";
import type { Resource } from "../../../../tools/reach/terraform/inventory.ts";
import { Reference, Unknown, type Value } from "../../../../tools/reach/terraform/value.ts";

const UNKNOWN = new Unknown("why");
const REFERENCE = new Reference("s/aws_lb.y", ["dns_name"]);
const NOT_DEPLOYED = new Unknown("s/aws_lb.y.dns_name is not in these files, or known only after deployment");

describe("the reader of attributes", () => {
  it.each<[Value | undefined, unknown]>([
    [undefined, undefined],
    [null, undefined],
    ["", undefined],
    [[], undefined],
    ["text", "text"],
    [443, "443"],
    [true, "true"],
    [{ a: 1 }, new Unknown("it is not a string")],
    [UNKNOWN, UNKNOWN],
    [REFERENCE, NOT_DEPLOYED],
  ])("reads the text of %j", (value, expected) => {
    expect(readText(value)).toEqual(expected);
    expect(attributeText(value)).toBe(expected instanceof Unknown ? undefined : expected);
    expect(isGiven(value)).toBe(expected !== undefined);
  });

  it.each<[Value | undefined, unknown]>([
    [undefined, undefined],
    [0, 0],
    ["-1", -1],
    ["8080", 8080],
    [1.5, new Unknown("1.5 is not an integer")],
    ["http", new Unknown("http is not an integer")],
    [UNKNOWN, UNKNOWN],
  ])("reads the number of %j", (value, expected) => {
    expect(readNumber(value)).toEqual(expected);
    expect(attributeNumber(value)).toBe(expected instanceof Unknown ? undefined : expected);
  });

  it.each<[Value | undefined, unknown]>([
    [undefined, "default"],
    ["", "default"],
    [true, true],
    ["false", false],
    ["enable", true],
    ["disable", false],
    ["perhaps", new Unknown("perhaps is not a boolean")],
    [UNKNOWN, UNKNOWN],
    [REFERENCE, NOT_DEPLOYED],
  ])("reads the flag of %j", (value, expected) => {
    expect(readFlag(value, "default")).toEqual(expected);
    expect(attributeFlag(value, undefined)).toBe(
      expected instanceof Unknown ? "unknown" : expected === "default" ? undefined : expected,
    );
  });

  it.each<[Value | undefined, readonly Value[]]>([
    [undefined, []],
    ["one", ["one"]],
    [
      ["one", ["", null, "two"], UNKNOWN],
      ["one", "two", UNKNOWN],
    ],
    [[REFERENCE], [REFERENCE]],
  ])("reads the elements of %j", (value, expected) => {
    expect(attributeElements(value)).toEqual(expected);
    expect(attributeList(value)).toEqual(expected);
  });

  it("takes a reference for one element of a list, or for a list with unknown elements", () => {
    expect(attributeElements(REFERENCE)).toEqual([REFERENCE]);
    expect(attributeList(REFERENCE)).toEqual([new Unknown("s/aws_lb.y.dns_name is unknown")]);
  });
});

describe("the reader of nested blocks", () => {
  const load = (values: Resource["values"]): Resource => ({
    address: "s/aws_lb.x",
    stack: "s",
    type: "aws_lb",
    mode: "managed",
    region: undefined,
    values,
  });

  it.each<[Value, unknown]>([
    [{ a: 1 }, [{ a: 1 }]],
    [
      [{ a: 1 }, { b: 2 }],
      [{ a: 1 }, { b: 2 }],
    ],
    [[], []],
    [null, []],
    [UNKNOWN, "why"],
    [[{ a: 1 }, UNKNOWN], "why"],
    [[REFERENCE], "one of its ingress blocks is unknown"],
    [new Reference("s/aws_lb.x", ["ingress"]), []],
    [REFERENCE, "s/aws_lb.y provides it only after deployment"],
    ["text", "ingress is not a block"],
  ])("reads %j", (value, expected) => {
    const { items, unknown } = attributeBlocks(load({ ingress: value }), "ingress");
    expect(unknown ?? items).toEqual(expected);
  });

  it("reads blocks of a block, and returns none for a missing attribute", () => {
    expect(attributeBlocks({ inner: { a: 1 } }, "inner")).toEqual({ items: [{ a: 1 }] });
    expect(attributeBlocks(load({}), "ingress")).toEqual({ items: [] });
  });
});
