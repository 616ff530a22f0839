import { rememberResponses } from "../../../../../tools/rehearse/simulator/protocol/remembered-responses.ts";

describe("remembered responses", () => {
  it("are encoded once for the same types, in any order", () => {
    const encode = vi.fn((types?: ReadonlySet<string>) => Buffer.from([types?.size ?? 99]));
    const response = rememberResponses(encode);
    expect(response(new Set(["aws_a", "aws_b"]))).toBe(response(new Set(["aws_b", "aws_a"])));
    expect(encode).toHaveBeenCalledTimes(1);
  });

  it("differ for other types, for no type and for all types", () => {
    const response = rememberResponses((types) => Buffer.from([types?.size ?? 99]));
    const sizes = [new Set(["aws_a"]), new Set<string>(), undefined].map((types) => response(types)[0]);
    expect(sizes).toEqual([1, 0, 99]);
  });
});
