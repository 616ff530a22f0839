import fc from "fast-check";
import { planCapacity } from "../../../modules/compute/capacity-plan.ts";

const percent = fc.integer({ min: 0, max: 100 });

describe("planCapacity", () => {
  it("weights FARGATE_SPOT by the percentage", () => {
    fc.assert(
      fc.property(percent, (spot) => {
        const shares = planCapacity(spot);
        const total = shares.reduce((sum, { weight }) => sum + weight, 0);
        const onSpot = shares.find(({ provider }) => provider === "FARGATE_SPOT")?.weight ?? 0;
        expect((100 * onSpot) / total).toBe(spot);
      }),
    );
  });

  it("keeps a base of one on-demand task unless 100 % run on Spot", () => {
    fc.assert(
      fc.property(percent, (spot) => {
        const base = planCapacity(spot).map((share) => `${share.provider} ${share.base}`);
        expect(base.includes("FARGATE 1")).toBe(spot < 100);
        expect(base.filter((text) => !text.endsWith(" 0")).length).toBe(spot < 100 ? 1 : 0);
      }),
    );
  });

  it("stays within ECS's limits: weights from 1 to 1,000", () => {
    fc.assert(
      fc.property(percent, (spot) => {
        for (const { weight } of planCapacity(spot)) {
          expect(weight).toBeGreaterThan(0);
          expect(weight).toBeLessThanOrEqual(1000);
        }
      }),
    );
  });

  it("lists only providers with a share", () => {
    expect(planCapacity(0)).toEqual([{ provider: "FARGATE", base: 1, weight: 100 }]);
    expect(planCapacity(100)).toEqual([{ provider: "FARGATE_SPOT", base: 0, weight: 100 }]);
  });
});
