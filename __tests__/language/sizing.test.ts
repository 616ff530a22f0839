import fc from "fast-check";
import { architectureOfInstanceType } from "../../aws/instance-types.ts";
import { instanceTypeOf } from "../../language/sizing.ts";

describe("instanceTypeOf", () => {
  it.each([
    [1, "c7i.large"],
    [100, "c7i.large"],
    [1000, "c7i.large"],
    [1001, "c7i.xlarge"],
    [2000, "c7i.xlarge"],
    [5000, "c7i.4xlarge"],
    [96_000, "c7i.48xlarge"],
  ])("cQube: nginx for %i concurrent users needs a %s", (concurrentUsers, type) => {
    expect(instanceTypeOf({ concurrentUsers }, "X86_64")).toBe(type);
  });

  it.each([
    [1, 1, "X86_64", "c7i.large"],
    [1, 1, "ARM64", "c7g.medium"],
    [2, 4, "X86_64", "c7i.large"],
    [2, 5, "X86_64", "m7i.large"],
    [2, 16, "ARM64", "r7g.large"],
    [2, 17, "X86_64", "r7i.xlarge"],
    [8, 32, "X86_64", "m7i.2xlarge"],
    [8, 32, "ARM64", "m7g.2xlarge"],
    [192, 1536, "X86_64", "r7i.48xlarge"],
  ] as const)("for %i vCPUs and %i GiB on %s returns %s", (vcpus, memoryGiB, architecture, type) => {
    expect(instanceTypeOf({ vcpus, memoryGiB }, architecture)).toBe(type);
  });

  it("returns undefined for a size above the largest instance type", () => {
    expect(instanceTypeOf({ concurrentUsers: 96_001 }, "X86_64")).toBeUndefined();
    expect(instanceTypeOf({ vcpus: 65, memoryGiB: 1 }, "ARM64")).toBeUndefined();
  });

  it("returns a given instance type unchanged", () => {
    expect(instanceTypeOf({ instanceType: "t3.micro" }, "X86_64")).toBe("t3.micro");
  });

  it("returns the right architecture, and never fewer vCPUs for more", () => {
    const architecture = fc.constantFrom("ARM64" as const, "X86_64" as const);
    const size = fc.record({
      vcpus: fc.integer({ min: 1, max: 192 }),
      memoryGiB: fc.integer({ min: 1, max: 1536 }),
    });
    fc.assert(
      fc.property(architecture, size, fc.nat(64), (kind, wanted, more) => {
        const type = instanceTypeOf(wanted, kind);
        const larger = instanceTypeOf({ ...wanted, vcpus: wanted.vcpus + more }, kind);
        if (type === undefined) {
          expect(larger).toBeUndefined();
          return;
        }
        expect(architectureOfInstanceType(type)).toBe(kind);
        if (larger !== undefined) expect(vcpusOf(larger)).toBeGreaterThanOrEqual(vcpusOf(type));
      }),
    );
  });
});

/** The vCPUs of an instance type by its size: `large` has 2, `xlarge` 4, `2xlarge` 8. */
function vcpusOf(type: string): number {
  const size = type.split(".")[1]!;
  const times = /^(\d*)xlarge$/.exec(size);
  return times === null ? { medium: 1, large: 2 }[size]! : 4 * Number(times[1] || 1);
}
