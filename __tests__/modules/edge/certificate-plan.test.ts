import fc from "fast-check";
import { planValidations } from "../../../modules/edge/certificate-plan.ts";

describe("certificate validation records", () => {
  it("CyberShield: certificate: include one for the apex and its wildcard", () => {
    expect(planValidations(["cybershield-ai.com", "*.cybershield-ai.com"])).toEqual([
      { base: "cybershield-ai.com", certificateName: "cybershield-ai.com" },
    ]);
  });

  it("use the wildcard name if the base name is not on the certificate", () => {
    expect(planValidations(["*.example.com"])).toEqual([
      { base: "example.com", certificateName: "*.example.com" },
    ]);
  });

  it("include one for each base name, regardless of order", () => {
    const label = fc.constantFrom("a", "b", "c", "d");
    const name = fc
      .tuple(fc.boolean(), label)
      .map(([wild, label]) => `${wild ? "*." : ""}${label}.example.com`);
    const names = fc.uniqueArray(name, { minLength: 1 });
    const shuffled = names.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    const sorted = (list: readonly string[]) =>
      planValidations(list).sort((a, b) => (a.base < b.base ? -1 : 1));
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(sorted(other)).toEqual(sorted(list));
        const bases = new Set(list.map((name) => name.replace("*.", "")));
        expect(
          planValidations(list)
            .map(({ base }) => base)
            .sort(),
        ).toEqual([...bases].sort());
        for (const { certificateName } of planValidations(list)) expect(list).toContain(certificateName);
      }),
    );
  });
});
