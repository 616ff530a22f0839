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

describe("the computed values of caches", () => {
  const NAMES = {
    engine_version_actual: "string",
    parameter_group_name: "string",
    port: "number",
  } as const;

  it.each([
    [{ engine: "redis", engine_version: "7.1" }, "7.1.0", "default.redis7", 6379],
    [{ engine: "redis", engine_version: "6.2" }, "6.2.0", "default.redis6.x", 6379],
    [{ engine: "redis", engine_version: "5.0.6" }, "5.0.6", "default.redis5.0", 6379],
    [{ engine: "valkey", engine_version: "7.2" }, "7.2.0", "default.valkey7", 6379],
    [{ engine: "memcached", engine_version: "1.5.16" }, "1.5.16", "default.memcached1.5", 11_211],
  ])("%j has that engine's patch, parameter group and port", (given, actual, group, port) => {
    expect(
      computedAfterCreate("aws_elasticache_cluster", { cluster_id: "c", ...given }, NAMES),
    ).toMatchObject({ engine_version_actual: actual, parameter_group_name: group, port });
  });

  it.each([
    ["memcached", "1.6.22"],
    ["redis", "7.1"],
    ["valkey", "8.0"],
  ])("a new cache of %s has version %s", (engine, version) => {
    const names = { engine_version: "string" } as const;
    expect(
      computedAfterCreate("aws_elasticache_cluster", { cluster_id: "c", engine }, names).engine_version,
    ).toBe(version);
  });
});
