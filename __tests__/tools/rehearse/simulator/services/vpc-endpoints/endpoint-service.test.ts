import { readDataSource } from "../../data-sources/support.ts";

describe("the data sources of endpoint services", () => {
  it("read endpoint services", () => {
    expect(readDataSource("aws_vpc_endpoint_service", { service: "ecr.api" }, ["service_name"])).toEqual({
      service_name: "com.amazonaws.us-east-1.ecr.api",
    });
  });
});
