import { compareVersions, parseVersion, satisfiesConstraint } from "../../../tools/terraform/version.ts";

describe("parseVersion", () => {
  it.each([
    ["5.100.0", [5, 100, 0]],
    ["v1.11", [1, 11, 0]],
    ["6", [6, 0, 0]],
    ["1.12.0-beta1", undefined],
    ["latest", undefined],
    ["1.2.3.4", undefined],
  ])("parses %s", (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it("compareVersions orders numerically", () => {
    expect(compareVersions([5, 100, 0], [5, 99, 9])).toBeGreaterThan(0);
    expect(compareVersions([5, 100, 0], [6, 0, 0])).toBeLessThan(0);
    expect(compareVersions([1, 2, 3], [1, 2, 3])).toBe(0);
  });
});

describe("satisfiesConstraint", () => {
  it.each([
    ["5.100.0", ">= 5.100.0, < 7.0.0", true],
    ["6.25.0", ">= 5.100.0, < 7.0.0", true],
    ["5.99.1", ">= 5.100.0, < 7.0.0", false],
    ["7.0.0", ">= 5.100.0, < 7.0.0", false],
    ["6.0.0-beta3", ">= 5.100.0, < 7.0.0", false],
    ["5.100.0", "5.100.0", true],
    ["5.100.1", "= 5.100.0", false],
    ["5.100.1", "!= 5.100.0", true],
    ["5.100.0", "> 5.100.0", false],
    ["5.100.0", "<= 5.100.0", true],
    ["5.99.0", "~> 5.98", true],
    ["6.0.0", "~> 5.98", false],
    ["5.98.9", "~> 5.98.1", true],
    ["5.99.0", "~> 5.98.1", false],
  ])("compares %s with %s: %s", (version, constraint, expected) => {
    expect(satisfiesConstraint(version, constraint)).toBe(expected);
  });

  it("rejects an invalid constraint", () => {
    expect(() => satisfiesConstraint("1.0.0", "=> 5")).toThrow('"=> 5" is not a version constraint.');
  });
});
