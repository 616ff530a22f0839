import { readDataSource } from "../../data-sources/support.ts";

describe("the data sources of database engines", () => {
  it("read engine versions", () => {
    expect(
      readDataSource("aws_rds_engine_version", { engine: "postgres", version: "15" }, ["version_actual"]),
    ).toEqual({
      version_actual: "15.13",
    });
    expect(
      readDataSource("aws_rds_engine_version", { engine: "postgres", version: "3" }, ["version"]),
    ).toMatchObject({
      apiError: { operation: "DescribeDBEngineVersions" },
    });
  });
});
