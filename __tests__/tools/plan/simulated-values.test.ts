import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SimulatedPlan } from "../../../tools/plan/simulated-plans.ts";
import {
  SIMULATED_MARK,
  simulatedValueMask,
  simulatedValues,
  writeSimulatedValues,
} from "../../../tools/plan/simulated-values.ts";

/** A resource in a module, as Terraform shows it. */
const resource = {
  ...{ address: "module.a.aws_instance.web", mode: "managed", type: "aws_instance", name: "web" },
  depends_on: ["aws_vpc.main"],
};

const plan = (values: object): SimulatedPlan => ({
  pass: "up",
  stack: "shop-prod-compute",
  form: {},
  changes: [],
  shown: JSON.stringify({
    prior_state: {
      values: {
        outputs: { made: { value: ["vpc-123"] } },
        root_module: { child_modules: [{ address: "module.a", resources: [{ ...resource, values }] }] },
      },
    },
  }),
});

describe("values that a simulated account made up", () => {
  const found = simulatedValues(
    [plan({ id: "sg-123", name: "shop-web", policy: '{"a":1}', size: 5, port: "80" })],
    [JSON.stringify({ group: { name: "shop-web", policy: '{"a":1}' } })],
  );

  it("are texts in its states that no real state or form has", () => {
    expect(found).toEqual(["sg-123", "vpc-123"]);
  });

  it("are marked wherever they are in a plan, the longest first", () => {
    const folder = mkdtempSync(join(tmpdir(), "drydock-values-"));
    expect(simulatedValueMask(folder)("sg-123")).toBe("sg-123");
    writeSimulatedValues(folder, ["sg-1", "sg-123", 'a"(b)*']);
    const text = JSON.stringify({
      ids: ["sg-1", "sg-123"],
      arn: "arn:sg-123/x",
      odd: 'a"(b)*',
      other: "sg-",
    });
    expect(JSON.parse(simulatedValueMask(folder)(text))).toEqual({
      ids: [SIMULATED_MARK, SIMULATED_MARK],
      arn: `arn:${SIMULATED_MARK}/x`,
      odd: SIMULATED_MARK,
      other: "sg-",
    });
  });
});
