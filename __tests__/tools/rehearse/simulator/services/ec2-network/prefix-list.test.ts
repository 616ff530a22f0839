import { computeValues } from "../../../../../../tools/rehearse/simulator/computed-values/index.ts";
import type { ObjectValue } from "../../../../../../tools/rehearse/simulator/terraform-value.ts";
import { callContextWith, schemaBlockOf } from "../../computed-values/support.ts";
import { readDataSource } from "../../data-sources/support.ts";

describe("the data sources of prefix lists", () => {
  it("read AWS-managed prefix lists, with their weight", () => {
    const name = "com.amazonaws.global.cloudfront.origin-facing";
    expect(readDataSource("aws_ec2_managed_prefix_list", { name }, ["id", "max_entries"])).toEqual({
      id: "pl-3b927c52",
      max_entries: 55,
    });
    const gateway = readDataSource("aws_prefix_list", { name: "com.amazonaws.us-east-1.s3" }, [
      "id",
    ]) as ObjectValue;
    const block = schemaBlockOf({
      service_name: "string",
      vpc_endpoint_type: "string",
      prefix_list_id: "string",
    });
    expect(gateway.id).toMatch(/^pl-[0-9a-f]{8}$/);
    expect(
      computeValues(
        {
          type: "aws_vpc_endpoint",
          before: null,
          after: { service_name: "com.amazonaws.us-east-1.s3", vpc_endpoint_type: "Gateway" },
        },
        block,
        callContextWith(),
      ),
    ).toBeDefined();
    expect(readDataSource("aws_prefix_list", { name: "com.example" }, ["id"])).toMatchObject({
      apiError: { code: "ResourceNotFoundException" },
    });
  });
});
