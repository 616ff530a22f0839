import { planNotifications } from "../../../modules/observe/budget-plan.ts";

describe("budget notifications", () => {
  it("are one per percentage of actual spend, and one forecast for the highest", () => {
    expect(planNotifications([100, 50, 80, 80])).toEqual([
      { kind: "ACTUAL", percent: 50 },
      { kind: "ACTUAL", percent: 80 },
      { kind: "ACTUAL", percent: 100 },
      { kind: "FORECASTED", percent: 100 },
    ]);
  });
});
