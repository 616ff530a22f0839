import { computeValues } from "../../../../../../tools/rehearse/simulator/computed-values/index.ts";
import { UNKNOWN } from "../../../../../../tools/rehearse/simulator/terraform-value.ts";
import { callContextWith, computedAfterCreate, schemaBlockOf } from "../../computed-values/support.ts";

describe("the computed values of launch templates", () => {
  it("a launch template counts its versions", () => {
    const createdValues = computedAfterCreate(
      "aws_launch_template",
      { name: "web" },
      { id: "string", latest_version: "number", default_version: "number" },
    );
    expect(createdValues).toMatchObject({ latest_version: 1, default_version: 1 });
    const block = schemaBlockOf({
      name: "string",
      id: "string",
      latest_version: "number",
      default_version: "number",
    });
    const next = computeValues(
      {
        type: "aws_launch_template",
        before: createdValues,
        after: { ...createdValues, latest_version: UNKNOWN },
      },
      block,
      callContextWith(),
    );
    expect(next).toMatchObject({ id: createdValues.id, latest_version: 2 });
  });
});
