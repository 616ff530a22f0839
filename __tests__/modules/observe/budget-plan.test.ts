import { planNotifications } from "../../../modules/observe/budget-plan.ts";

describe("budget notifications", () => {
  it("are one for each share that is spent, and one for the highest that is expected", () => {
    expect(planNotifications([100, 50, 80, 80])).toEqual([
      { kind: "ACTUAL", percent: 50 },
      { kind: "ACTUAL", percent: 80 },
      { kind: "ACTUAL", percent: 100 },
      { kind: "FORECASTED", percent: 100 },
    ]);
  });
});
