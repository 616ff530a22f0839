import { schemaBlockOf } from "../../computed-values/support.ts";
import { readDataSource } from "../../data-sources/support.ts";

const filter = (name: string, ...values: readonly string[]) => ({ filter: [{ name, values }] });

describe("the data sources of Availability Zones", () => {
  it("read the region's zones, with and without exclusions", () => {
    expect(
      readDataSource("aws_availability_zones", { state: "available" }, ["names", "zone_ids"]),
    ).toMatchObject({
      names: ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"],
    });
    const some = schemaBlockOf({ names: ["list", "string"], exclude_names: ["set", "string"] });
    expect(
      readDataSource(
        "aws_availability_zones",
        { exclude_names: ["us-east-1a"], ...filter("zone-type", "availability-zone") },
        some,
      ),
    ).toMatchObject({ names: ["us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f"] });
    expect(
      readDataSource("aws_availability_zones", filter("zone-type", "local-zone"), ["names"]),
    ).toMatchObject({
      names: [],
    });
    expect(
      readDataSource("aws_availability_zone", { name: "us-east-1b" }, ["name", "zone_id"]),
    ).toMatchObject({
      zone_id: "use1-az2",
    });
    expect(readDataSource("aws_availability_zone", { name: "eu-west-1a" }, ["name"])).toMatchObject({
      apiError: { code: "ResourceNotFoundException" },
    });
  });
});
