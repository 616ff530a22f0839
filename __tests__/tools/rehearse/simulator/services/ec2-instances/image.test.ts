import type { ObjectValue } from "../../../../../../tools/rehearse/simulator/terraform-value.ts";
import { existingResource } from "../../computed-values/support.ts";
import { readDataSource } from "../../data-sources/support.ts";

const filter = (name: string, ...values: readonly string[]) => ({ filter: [{ name, values }] });

describe("the data sources of images", () => {
  it("read public images, by filters and by public parameters, the same each time", () => {
    const config = { most_recent: true, owners: ["amazon"], ...filter("name", "al2023-ami-2023.*-arm64") };
    const image = readDataSource("aws_ami", config, ["id", "architecture"]);
    expect(image).toEqual({ id: expect.stringMatching(/^ami-[0-9a-f]{17}$/), architecture: "arm64" });
    expect(readDataSource("aws_ami", config, ["id", "architecture"])).toEqual(image);
    const name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
    expect(readDataSource("aws_ssm_parameter", { name }, ["value"])).toEqual({
      value: expect.stringMatching(/^ami-/),
    });
    const ecs = readDataSource(
      "aws_ssm_parameter",
      { name: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended" },
      ["value"],
    ) as ObjectValue;
    expect(JSON.parse(String(ecs.value))).toMatchObject({ image_id: expect.stringMatching(/^ami-/) });
    expect(readDataSource("aws_ssm_parameter", { name: "/mine" }, ["value"])).toEqual({
      apiError: {
        code: "ParameterNotFound",
        operation: "GetParameter",
        message: "Parameter /mine not found.",
      },
    });
    expect(
      readDataSource(
        "aws_ssm_parameter",
        { name: "/mine" },
        ["value"],
        existingResource("aws_ssm_parameter", "/mine", { name: "/mine", value: "x" }),
      ),
    ).toEqual({ value: "x" });
  });
});
