import fc from "fast-check";
import { planScaling } from "../../../modules/compute/scaling-plan.ts";

const percent = fc.integer({ min: 1, max: 100 });
const minutes = fc.integer({ min: 1, max: 60 });
const tasks = fc.integer({ min: 1, max: 100 });
const scaling = fc.record(
  {
    min: fc.constant(1),
    max: fc.constant(10),
    scaleInDisabled: fc.boolean(),
    cpuPercent: percent,
    memoryPercent: percent,
    steps: fc.record({
      out: fc.record({ abovePercent: percent, minutes, addTasks: tasks }),
      in: fc.record({ belowPercent: percent, minutes, removeTasks: tasks }),
    }),
  },
  { requiredKeys: ["min", "max", "scaleInDisabled"] },
);

describe("planScaling", () => {
  it("tracks exactly the metrics that have a target", () => {
    fc.assert(
      fc.property(scaling, (spec) => {
        const targets = planScaling(spec).tracking.map(({ id, percent }) => [id, percent]);
        expect(targets).toEqual([
          ...(spec.cpuPercent === undefined ? [] : [["track-cpu", spec.cpuPercent]]),
          ...(spec.memoryPercent === undefined ? [] : [["track-memory", spec.memoryPercent]]),
        ]);
      }),
    );
  });

  it("applies scaleInDisabled to every target tracking policy", () => {
    fc.assert(
      fc.property(scaling, (spec) => {
        for (const { scaleInDisabled } of planScaling(spec).tracking)
          expect(scaleInDisabled).toBe(spec.scaleInDisabled);
      }),
    );
  });

  it("adds tasks above the upper threshold and removes tasks below the lower one", () => {
    fc.assert(
      fc.property(scaling, (spec) => {
        const { steps } = planScaling(spec);
        expect(steps.length).toBe(spec.steps === undefined ? 0 : 2);
        for (const { tasks, comparison } of steps) {
          expect(tasks > 0).toBe(comparison === "GreaterThanThreshold");
          expect(tasks).not.toBe(0);
        }
      }),
    );
  });
});
