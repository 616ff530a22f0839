import { computedAfterCreate } from "../computed-values/support.ts";

const like = (pattern: string) => expect.stringMatching(new RegExp(`^${pattern}$`));

describe("the computed values of replication groups", () => {
  it("a replication group has its nodes and endpoints", () => {
    const givenValues = {
      replication_group_id: "cache",
      num_cache_clusters: 2,
      transit_encryption_enabled: true,
      engine: "redis",
      engine_version: "7.1",
    };
    const requestedNames = {
      primary_endpoint_address: "string",
      reader_endpoint_address: "string",
      member_clusters: ["set", "string"],
      configuration_endpoint_address: "string",
      engine_version_actual: "string",
    } as const;
    expect(
      computedAfterCreate("aws_elasticache_replication_group", givenValues, requestedNames),
    ).toMatchObject({
      primary_endpoint_address: like("master\\.cache\\.[a-z]{6}\\.use1\\.cache\\.amazonaws\\.com"),
      reader_endpoint_address: like("replica\\.cache\\.[a-z]{6}\\.use1\\.cache\\.amazonaws\\.com"),
      member_clusters: ["cache-001", "cache-002"],
      configuration_endpoint_address: "",
      engine_version_actual: "7.1.0",
    });
    expect(
      computedAfterCreate(
        "aws_elasticache_replication_group",
        { ...givenValues, transit_encryption_enabled: false },
        requestedNames,
      ).primary_endpoint_address,
    ).toMatch(/^cache\.[a-z]{6}\.ng\.0001\.use1\./);
  });
});
